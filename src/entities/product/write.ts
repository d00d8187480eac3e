import type { ProductDraft } from '../../model/drafts.ts';
import { isZero } from '../../model/money.ts';
import { bearsNote, firstLine } from '../../model/origin-note.ts';
import type { PrimaryArticle, Product } from '../../model/product.ts';
import { lowerKey, sameText } from '../../model/text-key.ts';
import type { NetoClient } from '../../neto/client.ts';
import { addProducts, readArticles } from '../../neto/products.ts';
import type { Writes } from '../definition/writes.ts';
import type { Difference, LoadTarget } from '../writing/load-target.ts';
import { compareProduct, type ExpectedProduct } from './compare.ts';

/** An article to be made. `expected` is left out in intents of earlier versions, where the draft has to do. */
export type ProductCopy = ProductDraft & { readonly expected?: ExpectedProduct | undefined };

/** Makes articles over the API, hidden and without stock. */
export function productTarget(client: NetoClient, signal?: AbortSignal): LoadTarget<ProductCopy, PrimaryArticle> {
  return {
    async lookUp(items) {
      const skus = items.map(({ targetId }) => targetId);
      const products = await readArticles(client, skus, { signal });
      return new Map(products.map((product) => [lowerKey(product.sku), product]));
    },
    write: (items) =>
      addProducts(
        client,
        items.map(({ draft }) => draft),
        { signal },
      ),
    isCopyOf: ({ draft }, held) => isMadeFrom(draft, held),
    compare: ({ expected, ...draft }, held) =>
      expected === undefined ? compareWithDraft(draft, held) : compareProduct(expected, held),
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
function isMadeFrom(draft: ProductDraft, held: PrimaryArticle): boolean {
  if (held.internalNotes.trim() !== '') return bearsNote(held.internalNotes, firstLine(draft.internalNotes));
  return sameText(draft.name, held.name);
}

/** Of intents that an earlier version has left open. */
function compareWithDraft(draft: ProductDraft, held: PrimaryArticle): Difference[] {
  const texts: [string, string, string][] = [
    ['name', draft.name, held.name],
    ['parent SKU', draft.parentSku, held.parentSku],
    ['tax free', String(draft.taxFree), String(held.taxFree)],
    ['tax inclusive', String(draft.taxInclusive), String(held.taxInclusive)],
    ['service', String(draft.service), String(held.service)],
    ['kit', 'false', String(held.kit)],
    ['visible', 'false', String(held.visible)],
    ['approved', 'false', String(held.approved)],
    ['approved for the till', 'false', String(held.approvedForPos)],
    ['stock', '0', isZero(held.stock) ? '0' : held.stock],
  ];
  return texts
    .filter(([, meant, there]) => !sameText(meant, there))
    .map(([field, meant, there]) => ({ field, meant, held: there }));
}
