import type { Decimal } from '../model/money.ts';
import type { Order, OrderPayment } from '../model/order.ts';
import type { OrderOrigin } from '../model/origin.ts';
import type { Instant } from '../model/time.ts';
import type { NetoClient, RequestOptions } from './client.ts';
import { readByFilter } from './filtered-read.ts';
import { type KeyedRead, readByKeys, sameCase } from './keyed-read.ts';
import { orderIdOf, readOrder, readOrderPayment } from './order-fields.ts';
import { orderListSelectors, orderOriginSelectors, orderSelectors, orderStateSelectors } from './order-selectors.ts';
import { pages } from './pages.ts';
import {
  asArray,
  dayField,
  decimalField,
  FieldProblem,
  parseInstant,
  type RawRecord,
  requiredDecimal,
  sublist,
  text,
} from './read-fields.ts';
import { type ReadOptions, type RecordReader, readRecords } from './records.ts';
import { readRows } from './rows.ts';
import { shownPayments } from './shown-payments.ts';
import { given, netoTime } from './write-fields.ts';

export type { ExportedMark } from './order-writer.ts';
export { addOrders, cancelOrders, completeOrders, markExported, setRounding, updateOrders } from './order-writer.ts';

/** Which orders to list; the bounds are inclusive as far as the store's own are. */
export interface OrderWindow {
  readonly updatedFrom?: Instant | undefined;
  readonly updatedTo?: Instant | undefined;
  readonly placedFrom?: Instant | undefined;
  readonly placedTo?: Instant | undefined;
  readonly invoicedFrom?: Instant | undefined;
  readonly invoicedTo?: Instant | undefined;
  /** Stop after so many orders. */
  readonly limit?: number | undefined;
  readonly ids?: readonly string[] | undefined;
  /** With how many payments each shows. */
  readonly withPayments?: boolean | undefined;
  /** With when each was completed. */
  readonly withCompletion?: boolean | undefined;
  /** Heads per page; the client's page size when left out. */
  readonly pageSize?: number | undefined;
}

export interface OrderHead {
  readonly id: string;
  readonly updatedAt: Instant | null;
  /** How many it shows; 0 where it was not asked. */
  readonly payments: number;
  /** When the store calls it completed; null where it does not say, or was not asked. */
  readonly completedAt: Instant | null;
}

/** What a read-back looks at. */
export interface OrderState {
  readonly id: string;
  readonly status: string;
  readonly approval: string;
  readonly grandTotal: Decimal;
  readonly username: string;
  readonly payments: readonly OrderPayment[];
}

/** An id and a time are a small part of an order, for which the page size is meant. */
const HEADS_PER_ORDER = 10;

/** Ids, with the time or the payments of each, that a listing asks for at once. */
export function headsPerPage({ pageSize }: Pick<NetoClient, 'pageSize'>): number {
  return HEADS_PER_ORDER * pageSize;
}

/** Before any Neto store: an unfiltered GetOrder finds nothing (reference, section 4, quirk 19). */
const BEGINNING = '2000-01-01 00:00:00';

/** The orders of a window, page by page, each once. The first page comes even when it is empty. @throws ConsolidatorError */
export async function* listOrders(
  client: NetoClient,
  window: OrderWindow,
  options: ReadOptions = {},
): AsyncGenerator<{ orders: OrderHead[]; currentTime: Instant | null }> {
  if (window.ids !== undefined) {
    const { rows, currentTime } = await readByKeys(client, keyed(orderListSelectors), window.ids, options);
    const first = rows.slice(0, window.limit ?? rows.length);
    yield { orders: readRecords(client, heads, first, options), currentTime };
    return;
  }
  const dates = given({
    DateUpdatedFrom: netoTimeOf(window.updatedFrom),
    DateUpdatedTo: netoTimeOf(window.updatedTo),
    DatePlacedFrom: netoTimeOf(window.placedFrom),
    DatePlacedTo: netoTimeOf(window.placedTo),
    DateInvoicedFrom: netoTimeOf(window.invoicedFrom),
    DateInvoicedTo: netoTimeOf(window.invoicedTo),
  });
  const filter = Object.keys(dates).length === 0 ? { DatePlacedFrom: BEGINNING } : dates;
  const listing = {
    action: 'GetOrder',
    entity: 'Order',
    filter,
    selectors: [
      ...orderListSelectors,
      ...(window.withPayments === true ? ['OrderPayment'] : []),
      ...(window.withCompletion === true ? ['DateCompletedUTC'] : []),
    ],
    keyOf: orderIdOf,
    limit: window.limit,
    pageSize: window.pageSize,
  };
  for await (const page of pages(client, listing, options)) {
    yield { orders: readRecords(client, heads, page.rows, options), currentTime: page.currentTime };
  }
}

/** The orders of a window with their origins, page by page, each once. @throws ConsolidatorError */
export async function* listOrigins(
  client: NetoClient,
  window: Pick<OrderWindow, 'updatedFrom' | 'pageSize'>,
  options: ReadOptions = {},
): AsyncGenerator<OrderOrigin[]> {
  const listing = {
    action: 'GetOrder',
    entity: 'Order',
    filter:
      window.updatedFrom === undefined
        ? { DatePlacedFrom: BEGINNING }
        : { DateUpdatedFrom: netoTime(window.updatedFrom) },
    selectors: orderOriginSelectors,
    keyOf: orderIdOf,
    pageSize: window.pageSize,
  };
  for await (const page of pages(client, listing, options)) {
    yield readRecords(client, originReader(client.timeZone), page.rows, options);
  }
}

/** An order that changed lately, and its notes. */
export interface OrderNotes {
  readonly id: string;
  readonly internalNotes: string;
}

/** Of a first page that is as short as this nobody need ask whether there is another one. */
const FEW_ROWS = 20;

/**
 * What changed since then in a sales channel, with the notes, page by page: one request where that is little, as it mostly is.
 * @param salesChannel empty: of all channels
 * @throws ConsolidatorError
 */
export async function* latestNotes(
  client: NetoClient,
  window: { readonly updatedFrom: Instant; readonly salesChannel: string; readonly pageSize: number },
  options: ReadOptions = {},
): AsyncGenerator<OrderNotes[]> {
  const filter = {
    DateUpdatedFrom: netoTime(window.updatedFrom),
    ...(window.salesChannel === '' ? {} : { SalesChannel: window.salesChannel }),
  };
  const selectors = ['ID', 'InternalOrderNotes', 'DateUpdated'];
  const read = { action: 'GetOrder', entity: 'Order' };
  const limit = { Limit: String(window.pageSize), OutputSelector: selectors };
  const { rows } = await readRows(client, read, { Filter: { ...filter, ...limit } }, options);
  if (rows.length < FEW_ROWS) {
    yield readRecords(client, notesReader, rows, options);
    return;
  }
  const listing = { ...read, filter, selectors, keyOf: orderIdOf, pageSize: window.pageSize };
  for await (const page of pages(client, listing, options)) yield readRecords(client, notesReader, page.rows, options);
}

/**
 * The orders with these ids, in full; the ones that the store does not have are simply absent.
 * @returns unknownFields: how often each key came that the model has no place for (`OrderLine.BinLoc`)
 * @throws ConsolidatorError `answer-unexpected` where an amount or a date can't be read and no `onUnreadable` is given
 */
export async function readOrders(
  client: NetoClient,
  ids: readonly string[],
  options: ReadOptions = {},
): Promise<{ orders: Order[]; currentTime: Instant | null; unknownFields: Map<string, number> }> {
  const at = client.memory.now();
  const { rows, currentTime } = await readByKeys(client, keyed(orderSelectors), ids, options);
  for (const row of rows) client.memory.noteShown(orderIdOf(row), shownPayments(row), at);
  const unknownFields = new Map<string, number>();
  const reader = orderReader((raw) => readOrder(raw, client.timeZone, unknownFields));
  const orders = readRecords(client, reader, rows, options);
  return { orders, currentTime, unknownFields };
}

/** The orders of these accounts, in full, each once. @throws ConsolidatorError */
export async function readOrdersOfUsers(
  client: NetoClient,
  usernames: readonly string[],
  options: ReadOptions = {},
): Promise<Order[]> {
  const read = {
    ...keyed(orderSelectors),
    ...{ filterField: 'Username', keyOf: (raw: RawRecord) => text(raw, 'Username').trim() },
  };
  const { rows } = await readByFilter(client, read, orderIdOf, usernames, options);
  return readRecords(
    client,
    orderReader((raw) => readOrder(raw, client.timeZone, new Map())),
    rows,
    options,
  );
}

/** A light read-back. @returns keyed by the id in upper case @throws ConsolidatorError */
export async function readOrderStates(
  client: NetoClient,
  ids: readonly string[],
  options: ReadOptions = {},
): Promise<Map<string, OrderState>> {
  const { rows } = await readByKeys(client, keyed(orderStateSelectors), ids, options);
  const states = readRecords(client, orderReader(readState), rows, options);
  return new Map(states.map((state) => [sameCase(state.id), state]));
}

/**
 * Which of these orders went to the accounting link already. There is no selector for that, only a filter; a store that
 * ignores it makes all of them count as exported. @returns ids in upper case @throws ConsolidatorError
 */
export function readExportedIds(
  client: NetoClient,
  ids: readonly string[],
  options: RequestOptions = {},
): Promise<Set<string>> {
  return readIdsOfExport(client, ids, 'Exported', options);
}

/**
 * Which of these orders may still go to the accounting link; a store that ignores the filter makes all of them do so.
 * @returns ids in upper case @throws ConsolidatorError
 */
export function readUnexportedIds(
  client: NetoClient,
  ids: readonly string[],
  options: RequestOptions = {},
): Promise<Set<string>> {
  return readIdsOfExport(client, ids, 'Pending', options);
}

async function readIdsOfExport(
  client: NetoClient,
  ids: readonly string[],
  status: 'Exported' | 'Pending',
  options: RequestOptions,
): Promise<Set<string>> {
  const read = { ...keyed(['ID']), also: { ExportStatus: status } };
  const { rows } = await readByKeys(client, read, ids, options);
  return new Set(rows.map((row) => sameCase(orderIdOf(row))));
}

/** Whether there is any such order: one request for one row. @throws ConsolidatorError */
export async function probeOrder(
  client: NetoClient,
  filter: { readonly id: string } | { readonly placedFrom: Instant },
  options: RequestOptions = {},
): Promise<{ found: boolean; currentTime: Instant | null }> {
  const wanted = 'id' in filter ? { OrderID: [filter.id] } : { DatePlacedFrom: netoTime(filter.placedFrom) };
  const body = { Filter: { ...wanted, Limit: '1', OutputSelector: ['ID'] } };
  const { rows, currentTime } = await readRows(client, { action: 'GetOrder', entity: 'Order' }, body, options);
  // A store that ignores the filter answers with another order.
  const found = 'id' in filter ? rows.some((row) => sameCase(orderIdOf(row)) === sameCase(filter.id)) : rows.length > 0;
  return { found, currentTime };
}

/** The store's own time, for one row at most; null where it does not tell. @throws ConsolidatorError */
export async function readTime(client: NetoClient, options: RequestOptions = {}): Promise<Instant | null> {
  const body = { Filter: { DatePlacedFrom: BEGINNING, Limit: '1', OutputSelector: ['ID'] } };
  return (await readRows(client, { action: 'GetOrder', entity: 'Order' }, body, options)).currentTime;
}

/** A date that can't be read is told when the order is read in full. */
const heads = orderReader((raw): OrderHead => {
  const id = orderIdOf(raw);
  if (id === '') throw new FieldProblem('OrderID is missing');
  const updatedAt = parseInstant(text(raw, 'DateUpdated')) ?? null;
  const completedAt = parseInstant(text(raw, 'DateCompletedUTC')) ?? null;
  // One that can't be read is one, and is told where the payments themselves are read.
  return { id, updatedAt, completedAt, payments: asArray(raw['OrderPayment']).length };
});

const notesReader = orderReader(
  (raw): OrderNotes => ({ id: orderIdOf(raw), internalNotes: text(raw, 'InternalOrderNotes') }),
);

/** What can't be read of it is no reason to know nothing of it. */
function originReader(timeZone: string): RecordReader<OrderOrigin> {
  return orderReader((raw) => {
    return {
      id: orderIdOf(raw),
      internalNotes: text(raw, 'InternalOrderNotes'),
      lines: sublist(raw, 'OrderLine').map((line) => ({
        externalSystem: text(line, 'ExternalSystemIdentifier'),
        externalOrder: text(line, 'ExternalOrderReference'),
      })),
      status: text(raw, 'OrderStatus'),
      username: text(raw, 'Username'),
      email: text(raw, 'Email'),
      grandTotal: ifReadable(() => decimalField(raw, 'GrandTotal')),
      placedAt: parseInstant(text(raw, 'DatePlaced')) ?? null,
      invoicedOn: ifReadable(() => dayField(raw, 'DateInvoiced', timeZone)) ?? null,
    };
  });
}

function ifReadable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof FieldProblem)) throw error;
    return undefined;
  }
}

function readState(raw: RawRecord): OrderState {
  return {
    id: orderIdOf(raw),
    status: text(raw, 'OrderStatus'),
    approval: text(raw, 'CompleteStatus'),
    grandTotal: requiredDecimal(raw, 'GrandTotal'),
    username: text(raw, 'Username'),
    payments: sublist(raw, 'OrderPayment').map(readOrderPayment),
  };
}

function keyed(selectors: readonly string[]): KeyedRead {
  return { action: 'GetOrder', entity: 'Order', filterField: 'OrderID', selectors, keyOf: orderIdOf };
}

function orderReader<T>(read: (raw: RawRecord) => T): RecordReader<T> {
  return { kind: 'order', idFields: ['OrderID', 'ID'], read };
}

function netoTimeOf(at: Instant | undefined): string | undefined {
  return at === undefined ? undefined : netoTime(at);
}
