import type { Order } from '../../../model/order.ts';
import { formerFormOf } from '../../../model/snapshot-form.ts';
import { addSeconds } from '../../../model/time.ts';
import type { NetoClient, RequestOptions } from '../../../neto/client.ts';
import { headsPerPage, listOrders, readOrders } from '../../../neto/orders.ts';
import type { EntityReader, EntityReads, KnownRecord, ReadRules } from '../../definition/reads.ts';
import type { ExtractedPage, ExtractedRecord, QuarantinedRecord } from '../../reading/extracted-record.ts';
import { type LatestWindow, latestOrderIds } from '../../reading/latest-orders.ts';
import { holder } from '../../reading/unreadable.ts';
import { orderIn, withWhatIsHidden } from './hidden-amounts.ts';
import {
  type DayWindow,
  extractOrders,
  listChangedOrders,
  listOrderHeads,
  listOrdersOfDays,
  type OrderWindow,
} from './read.ts';

/** Seconds. */
const DAY = 86_400;

/** What is asked of orders beside what is asked of every entity: ids first, then orders in full, by these. */
export interface OrderReader extends EntityReader {
  /** The ids of those that changed in a window, and what of the list can't be read. @throws ConsolidatorError */
  changed(window: OrderWindow, options: RequestOptions): Promise<{ ids: string[]; quarantined: QuarantinedRecord[] }>;
  /** The ids of those that may count on these days. @throws ConsolidatorError */
  ofDays(days: DayWindow, options: RequestOptions): Promise<string[]>;
  /** The ids of the latest ones: see `latestOrderIds`. @throws ConsolidatorError */
  latest(sample: LatestWindow, options: RequestOptions): Promise<string[]>;
  /** In full, up to 100 a page. @throws ConsolidatorError */
  inFull(
    ids: readonly string[],
    options: RequestOptions,
  ): AsyncGenerator<ExtractedPage & { readonly orders: readonly Order[] }>;
  /** As their store shows them at this moment; those that it does not show, or nobody can read, are left out. @throws ConsolidatorError */
  now(ids: readonly string[], options: RequestOptions): Promise<readonly Order[]>;
}

export const orderReads = {
  list: 'Order',
  idOf: (key) => key,
  isReadInFull: () => true,
  // An order that counts from `since` on was changed then or later; a day more allows for invoices dated ahead.
  windows: { by: 'changes', begins: (beginning) => addSeconds(beginning, -DAY) },
  gone: { reason: 'source-gone' },
  asKnown,
  of: readerOf,
} as const satisfies EntityReads;

function readerOf(client: NetoClient, { purpose }: ReadRules): OrderReader {
  const followInvoiceDate = purpose === 'books';
  const reader: OrderReader = {
    async changed(window, options) {
      const quarantined: QuarantinedRecord[] = [];
      // Of a few, the first page has all that is wanted.
      const pageSize = window.limit === undefined ? headsPerPage(client) : undefined;
      const listed = { pageSize, ...window };
      return {
        ids: await listChangedOrders(client, listed, { ...options, onUnreadable: holder(quarantined) }),
        quarantined,
      };
    },
    ofDays: (days, options) => listOrdersOfDays(client, days, options),
    latest: (sample, options) => latestOrderIds(client, sample, options),
    inFull: (ids, options) => extractOrders(client, ids, { ...options, followInvoiceDate }),
    now: async (ids, options) => (await readOrders(client, ids, { ...options, onUnreadable: () => {} })).orders,
    async *inWindow(window, options) {
      const { ids, quarantined } = await reader.changed(window, options);
      if (quarantined.length > 0) yield { records: [], quarantined };
      yield* reader.inFull(ids, options);
    },
    byIds: (ids, options) => reader.inFull(ids, options),
    heads: (window, options) => listOrderHeads(client, window, options),
    async shownSince(updatedFrom, options) {
      const found: string[] = [];
      const window = { updatedFrom, pageSize: headsPerPage(client) };
      const read = { ...options, onUnreadable: () => {} };
      for await (const { orders } of listOrders(client, window, read)) found.push(...orders.map(({ id }) => id));
      return found;
    },
    async there(ids, options) {
      const found: string[] = [];
      for await (const { orders } of listOrders(client, { ids }, options)) found.push(...orders.map(({ id }) => id));
      return found;
    },
  };
  return reader;
}

/**
 * Of orders the snapshot of what was copied tells, field by field: it takes in all that the hash does, and where the two are
 * the same nothing has changed but what is shown.
 */
function asKnown(record: ExtractedRecord, { copiedAs, hash }: KnownRecord): ExtractedRecord {
  if (copiedAs === null || record.snapshot === undefined || hash === record.hash) return record;
  const form = formerFormOf(copiedAs);
  const former = form === undefined ? undefined : record.formerSnapshot?.(form);
  const shown = former ?? record.snapshot;
  if (!record.payload.includes('"notShown"')) return shown === copiedAs ? { ...record, formerHash: hash } : record;
  const snapshot = withWhatIsHidden(shown, copiedAs, orderIn(record.payload));
  const whole = { ...record, snapshot, ...(former === undefined ? {} : { formerSnapshot: () => snapshot }) };
  if (snapshot !== copiedAs) return whole;
  const { facts: _, ...rest } = whole;
  return { ...rest, hash };
}
