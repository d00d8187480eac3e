import type { ProductDraft } from '../model/drafts.ts';
import type { Product } from '../model/product.ts';
import type { NetoClient } from '../neto/client.ts';
import { addProducts, readProducts } from '../neto/products.ts';
import type { Difference, LoadTarget } from './load-target.ts';

/** Makes articles over the API, hidden and without stock. */
export function productTarget(client: NetoClient, signal?: AbortSignal): LoadTarget<ProductDraft, Product> {
  return {
    async lookUp(items) {
      const products = await readProducts(
        client,
        items.map(({ targetId }) => targetId),
        { signal },
      );
      return new Map(products.map((product) => [product.sku.toLowerCase(), product]));
    },
    write: (items) =>
      addProducts(
        client,
        items.map(({ draft }) => draft),
      ),
    isCopyOf: ({ draft }, held) => draft.name.trim().toLowerCase() === held.name.trim().toLowerCase(),
    compare: compareProduct,
  };
}

/** Whether it is taxed decides about the tax of every line that names it. */
function compareProduct(draft: ProductDraft, held: Product): Difference[] {
  return draft.taxFree === held.taxFree
    ? []
    : [{ field: 'tax free', meant: String(draft.taxFree), held: String(held.taxFree) }];
}
