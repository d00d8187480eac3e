import type { Customer } from '../../model/customer.ts';
import type { Payment } from '../../model/payment.ts';
import type { Product } from '../../model/product.ts';
import { baseName } from '../base-name.ts';
import { placeText } from '../feed-error.ts';
import { isShortenedNumber } from '../shortened-number.ts';
import { CellProblem, Cells } from './cells.ts';
import { type FeedDocument, type FeedRow, placeOf } from './feed-row.ts';
import type { FeedFile } from './inspect-feed.ts';
import { readAddressCells } from './order-field-columns.ts';
import type { FeedOptions } from './order-rows.ts';
import { readFeed } from './read-feed.ts';
import type { FeedQuarantined } from './read-orders.ts';

export type FeedEntry<T> =
  | { readonly kind: 'found'; readonly found: T; readonly line: number }
  | { readonly kind: 'quarantined'; readonly quarantined: FeedQuarantined }
  | { readonly kind: 'document'; readonly document: FeedDocument };

/** One record a row; a row that can't be read is quarantined, and the others are given. @throws ConsolidatorError */
export async function* readFeedRecords<T>(
  feed: FeedFile,
  options: FeedOptions,
  reader: { readonly id: string; readonly read: (cells: Cells, options: FeedOptions) => T },
): AsyncGenerator<FeedEntry<T>> {
  for await (const record of readFeed(feed)) {
    if (record.kind === 'document') yield { kind: 'document', document: record };
    else yield entryOf(feed.file, record, options, reader);
  }
}

function entryOf<T>(
  file: string,
  row: FeedRow,
  options: FeedOptions,
  { id, read }: { readonly id: string; readonly read: (cells: Cells, options: FeedOptions) => T },
): FeedEntry<T> {
  const cells = new Cells(row.cells, options.given);
  const own = cells.text(id).trim();
  // A shortened number may be any of several records: only its place tells it apart.
  const byPlace = own === '' || row.problem !== undefined || isShortenedNumber(own);
  const sourceId = byPlace ? `line ${row.line} of ${baseName(file)}` : own;
  const quarantined = (message: string, field?: string): FeedEntry<T> => ({
    kind: 'quarantined',
    quarantined: { sourceId, line: row.line, message: `${placeText({ ...placeOf(file, row), field })}: ${message}` },
  });
  if (row.problem !== undefined) return quarantined(row.problem);
  try {
    return { kind: 'found', found: read(cells, options), line: row.line };
  } catch (error) {
    if (!(error instanceof CellProblem)) throw error;
    return quarantined(`this cell ${error.message}`, error.field);
  }
}

/** Neto's customer export of 54 columns, or any part of it that names the account. */
export const customerReader = {
  id: 'Username',
  read: (cells: Cells, { timeZone }: FeedOptions): Customer => ({
    username: cells.requiredKey('Username'),
    type: cells.text('Type'),
    email: cells.text('Email Address', 'Email').trim(),
    active: cells.boolean('Active', true),
    abn: cells.text('ABN/ACN', 'ABN'),
    userGroup: cells.text('User Group'),
    billing: readAddressCells(cells, 'Bill'),
    shipping: readAddressCells(cells, 'Ship'),
    updatedAt: cells.changedAt(timeZone),
  }),
};

/** A product, and of which of its fields its file has no cell: it says nothing of these. */
export interface FeedProduct extends Product {
  readonly unsaid: readonly UnsaidOfProduct[];
}

type UnsaidOfProduct = 'tax-free' | 'tax-mode' | 'service';

/** What is taken for said where a file has no such cell. */
const defaults = { 'tax-free': 'Tax Free Item', 'tax-mode': 'Tax Inclusive', service: 'Service Item' } as const;

function unsaidIn(cells: Cells): UnsaidOfProduct[] {
  return (Object.keys(defaults) as UnsaidOfProduct[]).filter((key) => cells.optionalBoolean(defaults[key]) === null);
}

/** Neto's product export of 78 columns, or any part of it that names the SKU. */
export const productReader = {
  id: 'SKU',
  read: (cells: Cells, { timeZone }: FeedOptions): FeedProduct => ({
    unsaid: unsaidIn(cells),
    sku: cells.requiredKey('SKU'),
    parentSku: cells.key('Parent SKU'),
    name: cells.text('Name'),
    brand: cells.text('Brand'),
    active: cells.boolean('Active', true),
    defaultPrice: cells.decimal('Price (Default)', 'Price'),
    costPrice: cells.decimal('Cost Price'),
    taxFree: cells.boolean('Tax Free Item'),
    taxInclusive: cells.boolean('Tax Inclusive', true),
    kit: cells.text('Kit Components').trim() !== '',
    service: cells.boolean('Service Item'),
    updatedAt: cells.changedAt(timeZone),
  }),
};

/** A template of the category "Payment Details", one row per payment. */
export const paymentReader = {
  id: 'Payment ID',
  read: (cells: Cells, { timeZone }: FeedOptions): Payment => ({
    id: cells.key('Payment ID').trim(),
    orderId: cells.requiredKey('Order ID'),
    amount: cells.requiredDecimal('Amount Paid', 'Amount'),
    currency: cells.currency(),
    method: cells.text('Payment Method', 'Payment Type'),
    paidAt: cells.moment(timeZone, 'Date Paid'),
    paidOn: cells.day('Date Paid'),
    authorisation: cells.text('Card Authorisation', 'Authorisation Message', 'Card Authorisation Code'),
    notes: cells.text('Payment Notes', 'Notes'),
  }),
};
