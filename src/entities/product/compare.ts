import { isZero } from '../../model/money.ts';
import type { PrimaryProduct, ProductRecord } from '../../model/product.ts';
import { textKey } from '../../model/text-key.ts';
import type { ComparedField } from '../comparing/compared-field.ts';
import { type Finding, Findings } from '../comparing/finding.ts';

/** What of a product's copy is compared with its source, and what can't be. */
export const productFields = [
  { key: 'sku', class: 'must-agree', name: 'SKU', cause: 'The primary makes SKUs of its own.' },
  { key: 'name', class: 'must-agree', name: 'name', cause: 'The SKU stands for another product.' },
  { key: 'parent', class: 'must-agree', name: 'parent SKU', cause: 'The primary made a variation of it.' },
  { key: 'tax-free', class: 'must-agree', name: 'tax free', cause: 'A default of the primary for new products.' },
  { key: 'tax-mode', class: 'must-agree', name: 'tax inclusive', cause: 'A default of the primary for new products.' },
  { key: 'service', class: 'must-agree', name: 'service', cause: 'A default of the primary for new products.' },
  { key: 'kit', class: 'must-agree', name: 'kit', cause: 'The SKU stands for a kit in the primary.' },
  { key: 'visible', class: 'must-agree', name: 'visible', cause: 'A default of the primary for new products: shoppers would see it.' },
  { key: 'approved', class: 'must-agree', name: 'approved', cause: 'A default of the primary for new products: shoppers could buy it.' },
  { key: 'till', class: 'must-agree', name: 'approved for the till', cause: 'A default of the primary for new products.' },
  { key: 'stock', class: 'must-agree', name: 'stock', cause: 'The primary gives new products stock.' },
  { key: 'active', class: 'said', name: 'active', cause: 'The primary lets new products wait for somebody.' },
  { key: 'channels', class: 'not-readable', name: 'sales channels', cause: 'No channel is given to what is made; Neto shows none of a product.' },
] as const satisfies readonly ComparedField[]; // biome-ignore format: a table

export type ProductFieldKey = (typeof productFields)[number]['key'];

/** What a name may have (reference, section 2.9); a longer one is cut. */
const LONGEST_NAME = 150;

/** What a made product must show. Plain data, so that it can wait in an intent. */
export interface ExpectedProduct {
  readonly sku: string;
  readonly name: string;
  /** Null: its own store does not show it. */
  readonly taxFree: boolean | null;
  readonly taxInclusive: boolean | null;
  readonly service: boolean | null;
}

/** @param sku the one that the rules give it */
export function expectProduct({ sku: sourceSku, lineName, product }: ProductRecord, sku: string): ExpectedProduct {
  const shows = (field: string): boolean => product?.notShown?.includes(field) !== true;
  return {
    sku,
    name: product?.name.trim() || lineName.trim() || sourceSku,
    // One that was deleted since is made as one that is taxed and sent: each line bears its own tax.
    taxFree: shows('taxFree') ? (product?.taxFree ?? false) : null,
    taxInclusive: shows('taxInclusive') ? (product?.taxInclusive ?? true) : null,
    service: shows('service') ? (product?.service ?? false) : null,
  };
}

/** The one product that stands for all of a store's: nothing that is picked or counted. */
export function expectPlaceholder(store: string, sku: string): ExpectedProduct {
  return { sku, name: `Sale of ${store}`, taxFree: false, taxInclusive: true, service: true };
}

/**
 * What a made product shows, field by field, beside what its source does: the tax of the lines that name it, whether it is
 * what was meant at all, and whether it shows or sells anywhere. Its prices matter to no order: each line bears its own.
 */
export function compareProduct(expected: ExpectedProduct, copy: PrimaryProduct): readonly Finding[] {
  const findings = new Findings(productFields);
  findings.key('sku', expected.sku, copy.sku);
  if (!isSameName(expected.name, copy.name)) {
    findings.add('name', { meant: expected.name || 'none', held: copy.name || 'none' });
  }
  // Always a simple product: the parent is not copied.
  findings.text('parent', '', copy.parentSku);
  flag(findings, copy, 'tax-free', expected.taxFree, copy.taxFree);
  flag(findings, copy, 'tax-mode', expected.taxInclusive, copy.taxInclusive);
  flag(findings, copy, 'service', expected.service, copy.service);
  findings.text('kit', 'false', String(copy.kit));
  flag(findings, copy, 'visible', false, copy.visible);
  flag(findings, copy, 'approved', false, copy.approved);
  flag(findings, copy, 'till', false, copy.approvedForPos);
  findings.text('stock', '0', isZero(copy.stock) ? '0' : copy.stock);
  flag(findings, copy, 'active', true, copy.active);
  return findings.found;
}

/** Case, and how many blanks stand between words, make no other name; nor does what a name has no room for. */
function isSameName(meant: string, existing: string): boolean {
  const words = (text: string): string => textKey(text).replace(/\s+/g, ' ');
  // What is cut may end in a blank, or in half a character, which are left off.
  const isFull = existing.trim().length >= LONGEST_NAME - 2;
  return words(meant) === words(existing) || (isFull && words(meant).startsWith(words(existing)));
}

const shownAs = {
  'tax-free': 'taxFree',
  'tax-mode': 'taxInclusive',
  service: 'service',
  visible: 'visible',
  approved: 'approved',
  till: 'approvedForPos',
  active: 'active',
} as const;

function flag(
  findings: Findings<ProductFieldKey>,
  { notShown }: PrimaryProduct,
  key: keyof typeof shownAs,
  meant: boolean | null,
  existing: boolean,
): void {
  if (meant === null) findings.notShown(key, 'source');
  else if (notShown?.includes(shownAs[key]) === true) findings.notShown(key, 'primary');
  else findings.text(key, String(meant), String(existing));
}
