import type { ProductDraft } from '../model/drafts.ts';
import { isZero } from '../model/money.ts';
import { bearsNote, firstLine } from '../model/origin-note.ts';
import type { PrimaryArticle } from '../model/product.ts';
import { sameText } from '../model/text-key.ts';
import type { NetoClient } from '../neto/client.ts';
import { addProducts, readArticles } from '../neto/products.ts';
import type { Difference, LoadTarget } from './load-target.ts';

/** Makes articles over the API, hidden and without stock. */
export function productTarget(client: NetoClient, signal?: AbortSignal): LoadTarget<ProductDraft, PrimaryArticle> {
  return {
    async lookUp(items) {
      const skus = items.map(({ targetId }) => targetId);
      const products = await readArticles(client, skus, { signal });
      return new Map(products.map((product) => [product.sku.toLowerCase(), product]));
    },
    write: (items) =>
      addProducts(
        client,
        items.map(({ draft }) => draft),
        { signal },
      ),
    isCopyOf: ({ draft }, held) => isMadeFrom(draft, held),
    compare: compareProduct,
  };
}

/** By the note of its origin; where the store does not give notes back, by its name. */
function isMadeFrom(draft: ProductDraft, held: PrimaryArticle): boolean {
  if (held.internalNotes.trim() !== '') return bearsNote(held.internalNotes, firstLine(draft.internalNotes));
  return sameText(draft.name, held.name);
}

/**
 * What decides about money and about what shoppers see: the tax of the lines that name it, whether it shows or sells
 * anywhere, whether it has stock, and whether it is what was meant at all. Its prices matter to no order: each line bears its own.
 */
function compareProduct(draft: ProductDraft, held: PrimaryArticle): Difference[] {
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
