import { contentHash } from '../../../model/hashes.ts';
import type { Decimal } from '../../../model/money.ts';
import { accountingDate, type Order } from '../../../model/order.ts';
import type { FormerForm } from '../../../model/snapshot-form.ts';
import { upperKey } from '../../../model/text-key.ts';
import { addSeconds, type Instant, type LocalDate, startOfDay } from '../../../model/time.ts';
import { ahead } from '../../../neto/ahead.ts';
import type { NetoClient, RequestOptions } from '../../../neto/client.ts';
import { MOST_KEYS } from '../../../neto/long-lists.ts';
import { ordersMustShow } from '../../../neto/must-show.ts';
import {
  headsPerPage,
  listOrders,
  type OrderHead,
  readOrders,
  type OrderWindow as Window,
} from '../../../neto/orders.ts';
import type { Passes } from '../../../neto/passes.ts';
import type { ReadOptions } from '../../../neto/records.ts';
import type { ExtractedPage, ExtractedRecord, QuarantinedRecord } from '../../reading/extracted-record.ts';
import { type ChangeWindow, inPasses, within } from '../../reading/in-passes.ts';
import { holder, recordsOf } from '../../reading/unreadable.ts';
import { withoutHidden } from './hidden-amounts.ts';
import type { ListedHeads } from './listed-heads.ts';
import { longSalt, snapshotOf, snapshotSalt } from './order-snapshot.ts';

/** As many orders as one request for details may take. */
const DETAILS = MOST_KEYS;
/** Requests for them under way at once: what is read long before it is copied has to be asked for again by then. */
const DETAILS_IN_FLIGHT = 2;
/** Seconds. */
const DAY = 86_400;

export interface OrderWindow extends ChangeWindow {
  /** Stop after so many orders; for narrowed runs. */
  readonly limit?: number | undefined;
  /** Orders on a page; the store's own page size when left out, which is meant for orders in full. */
  readonly pageSize?: number | undefined;
  /** What was just listed of the window's end, from then on: it stands for that part of a first pass. */
  readonly listed?: ListedEnd | undefined;
}

/** All that a store has listed as changed since a moment, whenever after it. */
export interface ListedEnd {
  readonly from: Instant;
  readonly heads: ListedHeads;
}

/** The ids of all orders that changed in a window. @throws ConsolidatorError `pages-never-end` */
export async function listChangedOrders(
  client: NetoClient,
  window: OrderWindow,
  options: ReadOptions = {},
): Promise<string[]> {
  const { from, listedTo, limit, pageSize, listed } = window;
  const filter = { updatedFrom: from, updatedTo: listedTo, limit, ...(pageSize === undefined ? {} : { pageSize }) };
  const ids: string[] = [];
  for await (const page of pagesInPasses(client, filter, options, within(window), listed))
    for (const { id } of page) ids.push(id);
  return ids;
}

export interface DayWindow {
  readonly from: LocalDate;
  readonly to: LocalDate;
}

/**
 * The ids of all orders that may count on these days, both included: those invoiced or placed then, and a day around
 * since the zone of the store's filters is unknown. Which do count, their accounting dates tell.
 * @throws ConsolidatorError `pages-never-end`
 */
export async function listOrdersOfDays(
  client: NetoClient,
  { from, to }: DayWindow,
  options: ReadOptions = {},
): Promise<string[]> {
  const first = addSeconds(startOfDay(from, client.timeZone), -DAY);
  const last = addSeconds(startOfDay(to, client.timeZone), 2 * DAY);
  const invoiced = await listInPasses(client, { invoicedFrom: first, invoicedTo: last }, options);
  const placed = await listInPasses(client, { placedFrom: first, placedTo: last }, options);
  return [...new Set([...invoiced, ...placed].map(({ id }) => id))];
}

/**
 * The ids and change stamps of all orders that were changed or placed in a window: a stamp of change that runs behind, or
 * that a change does not move, leaves an order out of the one listing, and not out of the other.
 * @throws ConsolidatorError `pages-never-end`
 */
export async function listOrderHeads(
  client: NetoClient,
  window: ChangeWindow,
  options: RequestOptions = {},
): Promise<OrderHead[]> {
  const { from, listedTo } = window;
  const pageSize = headsPerPage(client);
  const updated = { updatedFrom: from, updatedTo: listedTo, pageSize };
  const placed = { placedFrom: from, placedTo: listedTo, pageSize };
  const heads: OrderHead[] = [];
  for (const filter of [updated, placed]) heads.push(...(await listInPasses(client, filter, options, within(window))));
  return [...new Map(heads.map((head) => [head.id, head])).values()];
}

async function listInPasses(...listing: Parameters<typeof pagesInPasses>): Promise<OrderHead[]> {
  const heads: OrderHead[] = [];
  for await (const page of pagesInPasses(...listing)) heads.push(...page);
  return heads;
}

function pagesInPasses(
  client: NetoClient,
  filter: Window,
  options: ReadOptions,
  counts?: (head: OrderHead) => boolean,
  listed?: ListedEnd,
): AsyncIterable<readonly OrderHead[]> {
  const list = (passes?: Passes) => headsOf(client, filter, { ...options, passes });
  const first = listed === undefined ? list : () => listedBefore(client, filter, options, listed);
  // So many and no more: the first ones will do.
  return filter.limit === undefined ? inPasses(client.store, list, ({ id }) => id, counts, first) : list();
}

/** What was listed already, and what of the window lies before it. */
async function* listedBefore(
  client: NetoClient,
  filter: Window,
  options: ReadOptions,
  { from, heads }: ListedEnd,
): AsyncGenerator<readonly OrderHead[]> {
  const { updatedFrom } = filter;
  for (const page of heads.pages())
    yield updatedFrom === undefined
      ? page
      : page.filter(({ updatedAt }) => updatedAt === null || updatedAt >= updatedFrom);
  if (updatedFrom === undefined || updatedFrom < from) yield* headsOf(client, { ...filter, updatedTo: from }, options);
}

async function* headsOf(client: NetoClient, filter: Window, options: ReadOptions): AsyncGenerator<OrderHead[]> {
  for await (const { orders } of listOrders(client, filter, options)) yield orders;
}

interface OrderExtraction extends RequestOptions {
  /** Whether another invoice date makes it another order: for copies that the books alone need. */
  readonly followInvoiceDate: boolean;
}

/** The orders with these ids in full, up to 200 a page. @throws ConsolidatorError */
export async function* extractOrders(
  client: NetoClient,
  ids: readonly string[],
  options: OrderExtraction,
): AsyncGenerator<ExtractedPage & { readonly orders: readonly Order[] }> {
  const pages: string[][] = [];
  for (let start = 0; start < ids.length; start += DETAILS) pages.push(ids.slice(start, start + DETAILS));
  yield* ahead(pages, (asked) => readDetails(client, asked, options), DETAILS_IN_FLIGHT);
}

async function readDetails(
  client: NetoClient,
  asked: readonly string[],
  options: OrderExtraction,
): Promise<ExtractedPage & { readonly orders: readonly Order[] }> {
  const quarantined: QuarantinedRecord[] = [];
  const { orders } = await readOrders(client, asked, {
    ...options,
    areThere: true,
    mustShow: ordersMustShow,
    onUnreadable: holder(quarantined),
  });
  const delivered = new Set(
    [...orders.map(({ id }) => id), ...quarantined.map(({ sourceId }) => sourceId)].map(upperCase),
  );
  for (const id of asked.filter((one) => !delivered.has(upperCase(one)))) {
    quarantined.push({
      sourceId: id,
      reason: 'vanished',
      message: `${client.store} lists ${id}, but does not deliver it.`,
    });
  }
  const make = (order: Order): ExtractedRecord => {
    const { store, timeZone } = client;
    return orderRecord(order, { ...options, store, timeZone });
  };
  const records = recordsOf(orders, make, ({ id }) => id, quarantined);
  const made = new Set(records.map(({ sourceId }) => sourceId));
  return { orders: orders.filter(({ id }) => made.has(id)), records, quarantined };
}

interface RecordReading extends Pick<OrderExtraction, 'followInvoiceDate'> {
  readonly store: string;
  readonly timeZone: string;
}

export function orderRecord(order: Order, options: RecordReading): ExtractedRecord {
  const { followInvoiceDate } = options;
  const { store } = options;
  const by = (salt: string | undefined) =>
    JSON.stringify(withoutHidden(snapshotOf(order, { followInvoiceDate, salt }), order));
  const formerSnapshot = (form: FormerForm) => by(form === 'unsalted' ? undefined : longSalt(store, order.id));
  return { ...unfollowedRecord(order, options), snapshot: by(snapshotSalt(store, order.id)), formerSnapshot };
}

/** The same without what a later reading by the API is compared with. */
export function unfollowedRecord(order: Order, { followInvoiceDate, timeZone }: RecordReading): ExtractedRecord {
  const { amount, gst, day } = orderPosting(order, timeZone);
  return {
    sourceId: order.id,
    hash: orderHash(followInvoiceDate ? order : { ...order, invoicedOn: null, paymentDueAt: null }),
    payload: JSON.stringify(order),
    amount,
    changedAt: order.updatedAt,
    facts: { bookedOn: day, tax: gst, status: order.status },
  };
}

/**
 * Of what the copy of an order shows. Left out: what moves on without the copy having to follow (fulfilment,
 * payments, notes of the staff). A cancelled order is another one.
 */
function orderHash(order: Order): string {
  const {
    updatedAt,
    paidAt,
    completedOn,
    requiredAt,
    payments,
    stickyNotes,
    internalNotes,
    status,
    currency,
    notShown,
    ...shown
  } = order;
  const lines = shown.lines.map(
    ({ trackingNumber, shippingMethod, serialNumber, costPrice, notShown: _, ...line }) => line,
  );
  return contentHash({
    ...shown,
    lines,
    approval: '',
    onHoldType: '',
    cancelled: status.toLowerCase() === 'cancelled',
  });
}

function upperCase(id: string): string {
  return upperKey(id);
}

/** What an order puts into the books, and on which day of its store's zone. */
export function orderPosting(
  order: Order,
  timeZone: string,
): { readonly amount: Decimal; readonly gst: Decimal; readonly day: LocalDate | null } {
  return { amount: order.grandTotal, gst: order.orderTax, day: accountingDate(order, timeZone) ?? null };
}
