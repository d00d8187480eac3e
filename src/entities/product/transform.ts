import type { ProductDraft } from '../../model/drafts.ts';
import { ZERO } from '../../model/money.ts';
import { originNote } from '../../model/origin.ts';
import type { Product } from '../../model/product.ts';
import { textKey, upperKey } from '../../model/text-key.ts';
import { cutText, limits } from '../../transform/field-limits.ts';
import { type Quarantined, quarantine } from '../../transform/outcome.ts';
import { mapped, type StoreRules } from '../../transform/rules.ts';

type ProductDecision =
  | { readonly kind: 'link'; readonly sku: string; readonly nameDiffers: boolean }
  | { readonly kind: 'make'; readonly draft: ProductDraft }
  | Quarantined;

/** A line that is no goods (a gift voucher), for which the pipeline file names a product of the primary. */
export function isService(sourceSku: string, { products }: Pick<StoreRules, 'products'>): boolean {
  return mapped(products.services, sourceSku) !== undefined;
}

/** @returns undefined where the policy is `map` and the map lacks the SKU */
export function targetSku(sourceSku: string, rules: Pick<StoreRules, 'products'>): string | undefined {
  const { products } = rules;
  const service = mapped(products.services, sourceSku);
  if (service !== undefined) return service;
  switch (products.policy) {
    case 'match':
      return sourceSku;
    case 'prefix':
      return (products.skuPrefix ?? '') + sourceSku;
    case 'map':
      return products.map.get(upperKey(sourceSku));
    case 'placeholder':
      return products.placeholderSku;
  }
}

/**
 * What becomes of a product that a copied order refers to.
 * @param product the source's, or undefined where it was deleted since
 * @param primary the primary's product with the target SKU
 * @param lineName its name on the order line, which outlives the product
 */
export function decideProduct(
  sourceSku: string,
  product: Product | undefined,
  rules: StoreRules,
  primary: Product | undefined,
  lineName = '',
): ProductDecision {
  const { policy } = rules.products;
  if (sourceSku === '' && policy !== 'placeholder') return quarantine('line-without-sku', 'A line names no product');
  const sku = targetSku(sourceSku, rules);
  const named = JSON.stringify(sourceSku);
  if (sku === undefined) return quarantine('sku-unmapped', `The map has no entry for ${named}`);
  if (sku.length > limits.sku) {
    return quarantine(
      'sku-too-long',
      `${named} would become ${JSON.stringify(sku)}: ${sku.length} characters, and Neto takes 25`,
    );
  }
  if (isService(sourceSku, rules)) {
    if (primary !== undefined) return { kind: 'link', sku: primary.sku, nameDiffers: false };
    const message = `\`products.services\` sends ${named} to ${JSON.stringify(sku)}, which the primary does not have`;
    return quarantine('sku-unmapped', message);
  }
  const name = product?.name.trim() || lineName.trim();
  if (primary !== undefined) return linkTo(primary, sourceSku, name, rules);
  if (policy === 'map') {
    return quarantine(
      'sku-unmapped',
      `The map sends ${named} to ${JSON.stringify(sku)}, which the primary does not have`,
    );
  }
  return {
    kind: 'make',
    draft: policy === 'placeholder' ? placeholder(sku, rules) : copyOf(sku, sourceSku, product, name, rules),
  };
}

/** Only where the two are taken to be the same product does another name mean anything. */
function linkTo(primary: Product, sourceSku: string, name: string, rules: StoreRules): ProductDecision {
  const { policy, sameSkuOtherName } = rules.products;
  const comparable = policy === 'match' || policy === 'prefix';
  const nameDiffers = comparable && name !== '' && words(name) !== words(primary.name);
  if (nameDiffers && sameSkuOtherName === 'hold') {
    return quarantine('sku-name-differs', `${JSON.stringify(sourceSku)}: ${otherName(name, primary)}`);
  }
  return { kind: 'link', sku: primary.sku, nameDiffers };
}

/** For people; products are nobody's data. */
export function otherName(name: string, primary: Product): string {
  return `${JSON.stringify(name)} is ${JSON.stringify(primary.name)} in the primary, under the SKU ${JSON.stringify(primary.sku)}`;
}

function copyOf(
  sku: string,
  sourceSku: string,
  product: Product | undefined,
  name: string,
  rules: StoreRules,
): ProductDraft {
  const origin = originNote('product', rules.store, sourceSku);
  return {
    sku,
    // Always a simple product: the parent is not copied, and a parent must be there first.
    parentSku: '',
    name: name === '' ? sourceSku : cutText(name, limits.productName),
    brand: cutText(product?.brand ?? '', limits.brand),
    defaultPrice: product?.defaultPrice ?? ZERO,
    costPrice: product?.costPrice ?? ZERO,
    taxFree: product?.taxFree ?? false,
    taxInclusive: product?.taxInclusive ?? true,
    service: product?.service ?? false,
    internalNotes: name.length > limits.productName ? `${origin}\nName: ${name}` : origin,
  };
}

function placeholder(sku: string, rules: StoreRules): ProductDraft {
  return {
    sku,
    parentSku: '',
    name: `Sale of ${rules.store}`,
    brand: '',
    defaultPrice: ZERO,
    costPrice: ZERO,
    taxFree: false,
    taxInclusive: true,
    service: true,
    internalNotes: `Placeholder for the products of ${rules.store}, made by neto-consolidator`,
  };
}

/** Blanks and case apart. */
function words(name: string): string {
  return textKey(name).replace(/\s+/g, ' ');
}
