import type { ProductDraft } from '../../model/drafts.ts';
import { isZero } from '../../model/money.ts';
import { bearsNote, firstLine } from '../../model/origin.ts';
import type { PrimaryProduct, Product } from '../../model/product.ts';
import { lowerKey, sameText } from '../../model/text-key.ts';
import type { NetoClient } from '../../neto/client.ts';
import { addProducts, readPrimaryProducts } from '../../neto/products.ts';
import type { Writes } from '../definition/definition.ts';
import type { Difference, LoadTarget } from '../writing/load-target.ts';
import { compareProduct, type ExpectedProduct } from './compare.ts';

/** A product to be made. `expected` is left out in intents of earlier versions, where the draft has to do. */
export type ProductCopy = ProductDraft & { readonly expected?: ExpectedProduct | undefined };

/** Makes products over the API, hidden and without stock. */
export function productTarget(client: NetoClient, signal?: AbortSignal): LoadTarget<ProductCopy, PrimaryProduct> {
  return {
    async lookUp(items, { areThere } = {}) {
      const skus = items.map(({ targetId }) => targetId);
      const products = await readPrimaryProducts(client, skus, { signal, areThere });
      return new Map(products.map((product) => [lowerKey(product.sku), product]));
    },
    write: (items) =>
      addProducts(
        client,
        items.map(({ draft }) => draft),
        { signal },
      ),
    isCopyOf: ({ draft }, existing) => isMadeFrom(draft, existing),
    compare: ({ expected, ...draft }, existing) =>
      expected === undefined ? compareWithDraft(draft, existing) : compareProduct(expected, existing),
  };
}

export const productSteps = {
  add: {
    done: 'added',
    open: ({ primary, signal }) => productTarget(primary, signal),
    foresee: (draft: ProductCopy): Product => ({ ...draft, active: true, kit: false, updatedAt: null }),
  },
} as const satisfies Writes['steps'];

/** By the note of its origin; where the store does not give notes back, by its name. */
function isMadeFrom(draft: ProductDraft, existing: PrimaryProduct): boolean {
  if (existing.internalNotes.trim() !== '') return bearsNote(existing.internalNotes, firstLine(draft.internalNotes));
  return sameText(draft.name, existing.name);
}

/** Of intents that an earlier version has left open. */
function compareWithDraft(draft: ProductDraft, existing: PrimaryProduct): Difference[] {
  const texts: [string, string, string][] = [
    ['name', draft.name, existing.name],
    ['parent SKU', draft.parentSku, existing.parentSku],
    ['tax free', String(draft.taxFree), String(existing.taxFree)],
    ['tax inclusive', String(draft.taxInclusive), String(existing.taxInclusive)],
    ['service', String(draft.service), String(existing.service)],
    ['kit', 'false', String(existing.kit)],
    ['visible', 'false', String(existing.visible)],
    ['approved', 'false', String(existing.approved)],
    ['approved for the till', 'false', String(existing.approvedForPos)],
    ['stock', '0', isZero(existing.stock) ? '0' : existing.stock],
  ];
  return texts
    .filter(([, meant, there]) => !sameText(meant, there))
    .map(([field, meant, there]) => ({ field, meant, held: there }));
}
