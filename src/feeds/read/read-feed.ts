import { fieldKey } from '../field-key.ts';
import type { FeedRecord } from './feed-row.ts';
import type { FeedFile } from './inspect-feed.ts';
import { readTableRows } from './table-rows.ts';
import { readXmlRecords } from './xml-records.ts';

export type FeedEntity = 'orders' | 'payments' | 'customers' | 'products';

/** All records of a feed file, in its order, one at a time. @throws ConsolidatorError `feed-malformed`, `feed-encoding` */
export async function* readFeed(feed: FeedFile): AsyncGenerator<FeedRecord> {
  for await (const some of readFeedInPieces(feed)) yield* some;
}

/** The same, as many at a time as are read at once. */
export async function* readFeedInPieces(feed: FeedFile): AsyncGenerator<readonly FeedRecord[]> {
  if (feed.header !== undefined) yield* readTableRows({ ...feed, header: feed.header });
  else for await (const record of readXmlRecords(feed)) yield [record];
}

/** What a feed holds, by its columns or by its first record. @returns undefined where nothing tells */
export async function entityOf(feed: FeedFile): Promise<FeedEntity | undefined> {
  if (feed.header !== undefined) return entityOfKeys(new Set(feed.header.names.map(fieldKey)));
  for await (const record of readXmlRecords(feed)) {
    if (record.kind === 'row') return entityOfKeys(new Set(record.cells.keys()));
    return ({ Order: 'orders', Payment: 'payments', Customer: 'customers', Item: 'products' } as const)[
      record.name as 'Order'
    ];
  }
  return undefined;
}

/** Columns that no file of customers or products has, by field key. */
const ofOrdersAlone = [
  ...['orderlinesku', 'orderlineqty', 'orderlineunitprice', 'orderstatus', 'dateplaced', 'dateinvoiced', 'amountpaid'],
] as const;

function entityOfKeys(keys: ReadonlySet<string>): FeedEntity | undefined {
  const has = (...names: string[]): boolean => names.some((name) => keys.has(name));
  if (has('orderid')) {
    if (has('orderlinesku', 'orderlineqty', 'sku', 'qty', 'orderlineunitprice')) return 'orders';
    return has('amountpaid', 'paymentid') ? 'payments' : undefined;
  }
  // Every order names a user: one whose "Order ID" is spelt otherwise would else be taken for a customer, and lost in silence.
  if (has(...ofOrdersAlone)) return undefined;
  if (has('username')) return 'customers';
  return has('sku') && has('name', 'pricedefault', 'parentsku', 'brand') ? 'products' : undefined;
}
