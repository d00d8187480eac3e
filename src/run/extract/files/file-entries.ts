import { customerRecordOf } from '../../../entities/customer/read.ts';
import { productIdOf, productRecordOf } from '../../../entities/product/read.ts';
import type { ExtractedRecord, QuarantinedRecord } from '../../../entities/reading/extracted-record.ts';
import type { FeedFile } from '../../../feeds/read/inspect-feed.ts';
import type { FeedOptions } from '../../../feeds/read/order-rows.ts';
import type { FeedEntity } from '../../../feeds/read/read-feed.ts';
import { readFeedOrders } from '../../../feeds/read/read-orders.ts';
import {
  customerReader,
  type FeedEntry,
  type FeedProduct,
  paymentReader,
  productReader,
  readFeedRecords,
} from '../../../feeds/read/read-records.ts';
import type { OrdersSurvey } from '../../../feeds/read/survey-orders.ts';
import type { Customer } from '../../../model/customer.ts';
import { recordOfFile } from '../../../model/from-file.ts';
import { contentHash } from '../../../model/hashes.ts';
import type { Decimal } from '../../../model/money.ts';
import { lowerKey, upperKey } from '../../../model/text-key.ts';
import type { Instant } from '../../../model/time.ts';
import { readCustomer } from '../../../neto/customers.ts';
import { readPayment } from '../../../neto/payments.ts';
import { readProduct } from '../../../neto/products.ts';
import { firstText, keyText, type RawRecord } from '../../../neto/read-fields.ts';
import type { StoreFeeds } from '../../../session/store-feeds.ts';
import type { StoreRun } from '../../../session/store-run.ts';
import { filePayment } from './feed-records.ts';
import { quarantinedDocument, refuseShortened } from './file-document.ts';
import { type FileOrder, fileOrderOf } from './file-order.ts';
import type { FeedPricing } from './price-feed-order.ts';

/** One record of a file, as it is compared with other readings of it and staged. */
export type FileEntry = {
  /** The same for all readings of one record. */
  readonly key: string;
  readonly sourceId: string;
  readonly line: number;
  /** Equal for equal readings. */
  readonly content: string;
  readonly changedAt: Instant | null;
} & (
  | { readonly kind: 'order'; readonly order: FileOrder }
  | { readonly kind: 'payment'; readonly record: ExtractedRecord; readonly unnamed: boolean }
  | { readonly kind: 'customer'; readonly customer: Customer; readonly record: ExtractedRecord }
  | {
      readonly kind: 'product';
      readonly product: Omit<FeedProduct, 'unsaid'>;
      readonly taxFreeGiven: boolean;
      readonly record: ExtractedRecord;
    }
  | {
      readonly kind: 'quarantined';
      readonly quarantined: QuarantinedRecord;
      readonly shippingUnknown?: boolean | undefined;
    }
);

interface EntryReading {
  readonly feed: FeedFile;
  readonly entity: FeedEntity;
  readonly store: Pick<StoreRun, 'fixed'>;
  readonly feeds: StoreFeeds;
  /** What the first look over a file of orders has told. */
  readonly surveyed?: OrdersSurvey | undefined;
  readonly gstPercent: Decimal;
  readonly likely: FeedPricing['likely'] & {};
  readonly taught: FeedPricing['taught'] & {};
}

/** How the files of a store are read. */
export function feedOptions({ store, feeds }: Pick<EntryReading, 'store' | 'feeds'>): FeedOptions {
  return { timeZone: store.fixed.timeZone, given: feeds.given, fillDown: feeds.fillDown };
}

/** The records of a file, in its order, one at a time. @throws ConsolidatorError `feed-malformed`, `feed-columns` */
export async function* readFileEntries(reading: EntryReading): AsyncGenerator<FileEntry> {
  const { feed, entity, store } = reading;
  const { timeZone } = store.fixed;
  const options = feedOptions(reading);
  switch (entity) {
    case 'orders':
      for await (const entry of readFeedOrders(feed, options, reading.surveyed)) {
        const found = fileOrderOf(entry, reading);
        const line = lineOf(entry);
        if (found.kind === 'quarantined')
          yield { ...quarantinedEntry(found.quarantined, line), shippingUnknown: found.shippingUnknown };
        else yield orderEntry(found.taken, line);
      }
      return;
    case 'payments':
      for await (const entry of readFeedRecords(feed, options, paymentReader)) {
        const read = readEntry(entry, feed, 'PaymentID', (raw) => readPayment(raw, timeZone));
        if (read.kind === 'quarantined') yield read;
        else yield { kind: 'payment', ...recordEntry(filePayment(read.found), read), unnamed: read.found.id === '' };
      }
      return;
    case 'customers':
      for await (const entry of readFeedRecords(feed, options, customerReader)) {
        const read = readEntry(entry, feed, 'Username', readCustomer);
        if (read.kind === 'quarantined') yield read;
        else yield customerEntry(read.found, read);
      }
      return;
    case 'products':
      for await (const entry of readFeedRecords(feed, options, productReader)) {
        const read = readEntry(entry, feed, 'SKU', documentProduct);
        if (read.kind === 'quarantined') yield read;
        else yield productEntry(read.found, read);
      }
  }
}

function orderEntry(order: FileOrder, line: number): FileEntry {
  const { id, updatedAt } = order.order;
  const { updatedAt: _, ...shown } = order.order;
  return {
    kind: 'order',
    key: upperKey(id),
    sourceId: id,
    line,
    // Only the look over all files asks for it, and it takes as long as reading the order.
    get content() {
      return contentHash({ ...shown, paid: order.payments });
    },
    changedAt: updatedAt,
    order,
  };
}

interface ReadAt {
  readonly line: number;
  readonly content: string;
}

function recordEntry(record: ExtractedRecord, { line, content }: ReadAt) {
  const { sourceId, changedAt = null } = record;
  return { key: sourceId, sourceId, line, content, changedAt, record };
}

function customerEntry(customer: Customer, at: ReadAt): FileEntry {
  const entry = recordEntry(recordOfFile(customerRecordOf(customer)), at);
  return { kind: 'customer', ...entry, key: lowerKey(customer.username), customer };
}

function productEntry({ unsaid, ...product }: FeedProduct, at: ReadAt): FileEntry {
  const entry = recordEntry({ ...recordOfFile(productRecordOf(product)), unsaid }, at);
  const taxFreeGiven = !unsaid.includes('tax-free');
  return { kind: 'product', ...entry, key: productIdOf(product.sku), product, taxFreeGiven };
}

function quarantinedEntry(quarantined: QuarantinedRecord, line: number): FileEntry & { readonly kind: 'quarantined' } {
  const { sourceId } = quarantined;
  return {
    kind: 'quarantined',
    key: upperKey(sourceId),
    sourceId,
    line,
    content: quarantined.reason,
    changedAt: null,
    quarantined,
  };
}

function documentProduct(raw: RawRecord): FeedProduct {
  // What else it leaves out the product itself says.
  return { ...readProduct(raw), unsaid: keyText(raw, 'TaxFreeItem') === '' ? ['tax-free'] : [] };
}

function lineOf(
  entry:
    | { readonly kind: 'order'; readonly line: number }
    | { readonly kind: 'quarantined'; readonly quarantined: { readonly line: number } }
    | { readonly kind: 'document'; readonly document: { readonly line: number } },
): number {
  if (entry.kind === 'order') return entry.line;
  return entry.kind === 'quarantined' ? entry.quarantined.line : entry.document.line;
}

type Read<T> =
  | ({ readonly kind: 'found'; readonly found: T } & ReadAt)
  | Extract<FileEntry, { readonly kind: 'quarantined' }>;

function readEntry<T>(entry: FeedEntry<T>, feed: FeedFile, idField: string, read: (raw: RawRecord) => T): Read<T> {
  if (entry.kind === 'found') return { ...entry, content: contentOf(entry.found) };
  if (entry.kind === 'quarantined') {
    const { sourceId, message, line } = entry.quarantined;
    return quarantinedEntry({ sourceId, message, reason: 'row-unreadable' }, line);
  }
  const { content, line } = entry.document;
  try {
    refuseShortened(content);
    const found = read(content);
    return { kind: 'found', found, line, content: contentOf(found) };
  } catch (error) {
    return quarantinedEntry(quarantinedDocument(error, feed, line, firstText(content, idField, 'ID')), line);
  }
}

function contentOf(found: unknown): string {
  const { updatedAt: _, ...shown } = found as { readonly updatedAt?: unknown };
  return contentHash(shown);
}
