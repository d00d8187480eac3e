import type { Product } from '../../model/product.ts';
import { upperKey } from '../../model/text-key.ts';
import type { KeyedOptions, NetoClient } from '../../neto/client.ts';
import { readProducts } from '../../neto/products.ts';

/** The primary's products with these SKUs, by SKU in upper case. One request for each 100. @throws ConsolidatorError */
export async function lookUpProducts(
  client: NetoClient,
  skus: readonly string[],
  options: KeyedOptions = {},
): Promise<ReadonlyMap<string, Product>> {
  const products = await readProducts(client, skus, options);
  return new Map(products.map((product) => [upperKey(product.sku), product]));
}
