import { equal, formatMoney, isZero } from '../../model/money.ts';
import type { PrimaryProduct, ProductRecord } from '../../model/product.ts';
import { lowerKey } from '../../model/text-key.ts';
import { readPrimaryProducts } from '../../neto/products.ts';
import { type Finding, whereBothSay } from '../comparing/finding.ts';
import type { ByBothWays } from '../definition/by-both-ways.ts';
import { compareProduct, expectProduct, type ProductFieldKey } from './compare.ts';

/** What a product has of its source; the rest is what a made one must not have. */
const OF_SOURCE: readonly ProductFieldKey[] = ['name', 'tax-free', 'tax-mode', 'service'];

export const productByBothWays: ByBothWays<ProductRecord, PrimaryProduct> = {
  async lookUp(primary, skus, options) {
    const products = await readPrimaryProducts(primary, skus, options);
    return new Map(products.map((product) => [lowerKey(product.sku), product]));
  },
  compare({ content, isOfFile }, copy) {
    const expected = expectProduct(content, copy.sku);
    const found = compareProduct(expected, copy).filter(({ key }) => OF_SOURCE.some((one) => one === key));
    return [...whereBothSay(found, isOfFile), ...otherPrice(content, copy)];
  },
};

/** It was written with the copy, and matters to no order: each line bears its own. Of a file none is zero. */
function otherPrice({ product }: ProductRecord, copy: PrimaryProduct): readonly Finding[] {
  if (product === null || isZero(product.defaultPrice) || equal(product.defaultPrice, copy.defaultPrice)) return [];
  const [meant, held] = [product, copy].map(({ defaultPrice }) => formatMoney(defaultPrice));
  return [{ key: 'price', class: 'said', field: 'price', meant: meant ?? '', held: held ?? '' }];
}
