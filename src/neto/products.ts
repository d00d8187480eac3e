import type { ProductDraft } from '../model/drafts.ts';
import { add } from '../model/money.ts';
import type { PrimaryProduct, Product } from '../model/product.ts';
import type { Instant } from '../model/time.ts';
import type { NetoClient, RequestOptions } from './client.ts';
import { readByKeys } from './keyed-read.ts';
import { pages } from './pages.ts';
import {
  booleanField,
  decimalField,
  FieldProblem,
  firstText,
  instantField,
  keyText,
  notShownIn,
  parseInstant,
  type RawRecord,
  recordsIn,
  text,
} from './read-fields.ts';
import { type ReadOptions, type RecordReader, readRecords } from './records.ts';
import { given, netoAmount, netoBoolean, netoTime } from './write-fields.ts';
import { type WriteReply, write } from './write-reply.ts';

export const productSelectors: readonly string[] = [
  'SKU',
  'ParentSKU',
  'Name',
  'Brand',
  'IsActive',
  'DefaultPrice',
  'CostPrice',
  'TaxFreeItem',
  'TaxInclusive',
  'KitComponents',
  'IsInventoried',
  'DateUpdated',
  'DateUpdatedUTC',
];

const primaryProductSelectors: readonly string[] = [
  ...productSelectors,
  'InternalNotes',
  'Visible',
  'Approved',
  'ApprovedForPOS',
  'WarehouseQuantity',
];

const read = { action: 'GetItem', entity: 'Item', selectors: productSelectors };

/** @throws ConsolidatorError */
export async function readProducts(
  client: NetoClient,
  skus: readonly string[],
  options: ReadOptions = {},
): Promise<Product[]> {
  const { rows } = await readByKeys(client, { ...read, filterField: 'SKU', keyOf: skuOf }, skus, options);
  return records(client, rows, options);
}

/** With what shows whether anybody can see or buy them. @throws ConsolidatorError */
export async function readPrimaryProducts(
  client: NetoClient,
  skus: readonly string[],
  options: ReadOptions = {},
): Promise<PrimaryProduct[]> {
  const keyed = { ...read, selectors: primaryProductSelectors, filterField: 'SKU', keyOf: skuOf };
  const { rows } = await readByKeys(client, keyed, skus, options);
  return readRecords(client, { kind: 'product', idFields: ['SKU'], read: readPrimaryProduct }, rows, options);
}

/** The products that changed in a window, or all of them. @throws ConsolidatorError */
export async function* listProducts(
  client: NetoClient,
  window: ChangedRange,
  options: ReadOptions = {},
): AsyncGenerator<{ products: Product[]; currentTime: Instant | null }> {
  const filter = filterOf(window);
  for await (const page of pages(client, { ...read, filter, keyOf: skuOf }, options)) {
    yield { products: records(client, page.rows, options), currentTime: page.currentTime };
  }
}

/** The same with names and change stamps alone. @throws ConsolidatorError */
export async function* listProductHeads(
  client: NetoClient,
  window: ChangedRange,
  options: ReadOptions = {},
): AsyncGenerator<{ sku: string; updatedAt: Instant | null }[]> {
  const selectors = ['SKU', 'DateUpdated', 'DateUpdatedUTC'];
  const listing = { ...read, selectors, filter: filterOf(window), keyOf: skuOf };
  for await (const page of pages(client, listing, options)) yield readRecords(client, heads, page.rows, options);
}

/** A date that can't be read is told when the product is read in full. */
const heads: RecordReader<{ sku: string; updatedAt: Instant | null }> = {
  kind: 'product',
  idFields: ['SKU'],
  read: (raw) => ({
    sku: skuOf(raw),
    updatedAt: parseInstant(firstText(raw, 'DateUpdatedUTC', 'DateUpdated')) ?? null,
  }),
};

interface ChangedRange {
  readonly updatedFrom?: Instant | undefined;
  readonly updatedTo?: Instant | undefined;
}

function filterOf({ updatedFrom, updatedTo }: ChangedRange): Record<string, unknown> {
  return given({
    DateUpdatedFrom: updatedFrom === undefined ? undefined : netoTime(updatedFrom),
    DateUpdatedTo: updatedTo === undefined ? undefined : netoTime(updatedTo),
  });
}

/** Active, so that orders can refer to them, but shown nowhere: no stock, not visible, no channel. @throws ConsolidatorError */
export function addProducts(
  client: NetoClient,
  drafts: readonly ProductDraft[],
  options: RequestOptions = {},
): Promise<WriteReply> {
  const records = drafts.map((draft) => ({
    ...productFields(draft),
    IsActive: netoBoolean(true),
    Visible: netoBoolean(false),
    Approved: netoBoolean(false),
    ApprovedForPOS: netoBoolean(false),
    ApprovedForMobileStore: netoBoolean(false),
    ...(draft.service ? { IsInventoried: netoBoolean(false) } : {}),
  }));
  return write(client, { action: 'AddItem', entity: 'Item', idField: 'SKU' }, records, options);
}

function productFields(draft: ProductDraft): Record<string, unknown> {
  return {
    SKU: draft.sku,
    ...given({ ParentSKU: draft.parentSku, Name: draft.name, Brand: draft.brand, InternalNotes: draft.internalNotes }),
    DefaultPrice: netoAmount(draft.defaultPrice),
    CostPrice: netoAmount(draft.costPrice),
    TaxFreeItem: netoBoolean(draft.taxFree),
    TaxInclusive: netoBoolean(draft.taxInclusive),
  };
}

/** ParentSKU is no key: it repeats for variants and is empty for simple products (reference, section 4, quirk 28). */
function skuOf(raw: RawRecord): string {
  return keyText(raw, 'SKU');
}

function records(client: NetoClient, rows: readonly RawRecord[], options: ReadOptions): Product[] {
  return readRecords(client, { kind: 'product', idFields: ['SKU'], read: readProduct }, rows, options);
}

/** @throws FieldProblem */
export function readProduct(raw: RawRecord): Product {
  const sku = skuOf(raw);
  if (sku === '') throw new FieldProblem('SKU is missing');
  return {
    sku,
    parentSku: text(raw, 'ParentSKU'),
    name: text(raw, 'Name'),
    brand: text(raw, 'Brand'),
    active: booleanField(raw, 'IsActive', true),
    defaultPrice: decimalField(raw, 'DefaultPrice'),
    costPrice: decimalField(raw, 'CostPrice'),
    taxFree: booleanField(raw, 'TaxFreeItem'),
    taxInclusive: booleanField(raw, 'TaxInclusive'),
    kit: recordsIn(raw['KitComponents'], 'KitComponent').length > 0,
    service: !booleanField(raw, 'IsInventoried', true),
    updatedAt: instantField(raw, 'DateUpdatedUTC') ?? instantField(raw, 'DateUpdated'),
    ...notShownIn(raw, ofProduct),
  };
}

const ofProduct = {
  taxFree: 'TaxFreeItem',
  taxInclusive: 'TaxInclusive',
  service: 'IsInventoried',
  active: 'IsActive',
};
const ofPrimaryProduct = { ...ofProduct, visible: 'Visible', approved: 'Approved', approvedForPos: 'ApprovedForPOS' };

function readPrimaryProduct(raw: RawRecord): PrimaryProduct {
  return {
    ...readProduct(raw),
    ...notShownIn(raw, ofPrimaryProduct),
    internalNotes: text(raw, 'InternalNotes'),
    visible: booleanField(raw, 'Visible'),
    approved: booleanField(raw, 'Approved'),
    approvedForPos: booleanField(raw, 'ApprovedForPOS'),
    stock: add(...recordsIn(raw['WarehouseQuantity'], 'WarehouseQuantity').map((one) => decimalField(one, 'Quantity'))),
  };
}
