import type { PaymentDraft } from '../model/drafts.ts';
import type { Payment } from '../model/payment.ts';
import { type Instant, type LocalDate, localDateOf } from '../model/time.ts';
import type { NetoClient, RequestOptions } from './client.ts';
import { type FilteredRead, readByFilter } from './filtered-read.ts';
import { readByKeys, sameCase } from './keyed-read.ts';
import { type Listing, pages } from './pages.ts';
import {
  dateField,
  demandPlainId,
  firstText,
  hasTime,
  instantField,
  keyText,
  type RawRecord,
  requiredDecimal,
  text,
} from './read-fields.ts';
import { type ReadOptions, readRecords } from './records.ts';
import { readRows } from './rows.ts';
import { shownNow } from './shown-payments.ts';
import type { DeliveredFor } from './store-memory.ts';
import { given, netoAmount, netoTime } from './write-fields.ts';
import { type WriteReply, write } from './write-reply.ts';

/** Nothing about cards and accounts but the gateway's reference: what is not read can't leak. */
export const paymentSelectors: readonly string[] = [
  'ID',
  'PaymentID',
  'OrderID',
  'AmountPaid',
  'CurrencyCode',
  'DatePaid',
  'DatePaidLocal',
  'DatePaidUTC',
  'PaymentMethod',
  'PaymentMethodName',
  'CardAuthorisation',
  'PaymentNotes',
];

/** A payment is a small part of what an order is, for which the page size is meant. */
const PAYMENTS_PER_ORDER = 5;

/** Payments that a listing asks for at once. */
export function paymentsPerPage({ pageSize }: Pick<NetoClient, 'pageSize'>): number {
  return PAYMENTS_PER_ORDER * pageSize;
}

interface PaymentsRead extends ReadOptions {
  /** Payments by their authorisations: once all have come, no further page is asked for. */
  readonly until?: ((authorisations: readonly string[]) => boolean) | undefined;
  /**
   * A short reply that has as many payments of each order as it showed when it was read a moment ago, or shows now, is taken
   * for whole. Not for copies that payments are just being added to: an order that was read before shows too few.
   */
  readonly besideOrders?: boolean | undefined;
  /** Keeps the answer for whoever asks for the same orders within seconds. */
  readonly remember?: DeliveredFor | undefined;
  /** Of these orders such an answer will do, where there is one; each serves once. */
  readonly remembered?: { readonly orders: ReadonlySet<string>; readonly for: DeliveredFor } | undefined;
}

/** All payments of these orders. @throws ConsolidatorError */
export async function readPaymentsOfOrders(
  client: NetoClient,
  orderIds: readonly string[],
  options: PaymentsRead = {},
): Promise<{ payments: Payment[]; currentTime: Instant | null }> {
  const { rows, currentTime } = await paymentRowsOfOrders(client, orderIds, options);
  try {
    return { payments: paymentsIn(client, rows, options), currentTime };
  } catch (error) {
    // Nobody has them: whoever asks again must not be told that they were read a moment ago.
    client.memory.forgetDelivered(orderIds);
    throw error;
  }
}

/** The same, as the store delivers them. @throws ConsolidatorError */
export async function paymentRowsOfOrders(
  client: NetoClient,
  orderIds: readonly string[],
  options: PaymentsRead = {},
): Promise<{ readonly rows: readonly RawRecord[]; readonly currentTime: Instant | null }> {
  const { memory } = client;
  const { remember, remembered, until } = options;
  const known = new Map<string, readonly RawRecord[]>();
  for (const id of orderIds) {
    const delivered = remembered?.orders.has(id) === true ? memory.takeDelivered(id, remembered.for) : undefined;
    if (delivered === undefined) continue;
    known.set(id, delivered.rows);
    // As old as it was.
    if (remember !== undefined) memory.noteDelivered(id, { ...delivered, delivered: remember });
  }
  const at = memory.now();
  const asked = orderIds.filter((id) => !known.has(id));
  const read = await readByFilter(client, ofOrders(client, options), paymentIdOf, asked, options);
  if (remember !== undefined && until === undefined) {
    const found = Map.groupBy(read.rows, orderKeyOf);
    for (const id of asked) memory.noteDelivered(id, { rows: found.get(sameCase(id)) ?? [], delivered: remember, at });
  }
  return { rows: [...[...known.values()].flat(), ...read.rows], currentTime: read.currentTime };
}

function orderKeyOf(row: RawRecord): string {
  return sameCase(keyText(row, 'OrderID'));
}

function ofOrders(client: NetoClient, options: PaymentsRead): FilteredRead {
  const { until, besideOrders } = options;
  return {
    action: 'GetPayment',
    entity: 'Payment',
    filterField: 'OrderID',
    selectors: paymentSelectors,
    keyOf: (raw) => keyText(raw, 'OrderID'),
    ...(until === undefined ? {} : { isEnough: (rows) => until(rows.map((row) => keyText(row, 'CardAuthorisation'))) }),
    ...(besideOrders !== true
      ? {}
      : {
          shown: (ids) => shownNow(client, ids, options),
          withRows: (ids) => client.memory.withPayments(ids),
          onHidden: () => {
            client.memory.ordersHidePayments = true;
          },
        }),
  };
}

/** The payments with these ids; deleted ones are simply absent. @throws ConsolidatorError */
export async function readPaymentsById(
  client: NetoClient,
  ids: readonly string[],
  options: ReadOptions = {},
): Promise<Payment[]> {
  return paymentsIn(client, (await readByKeys(client, byId, ids, options)).rows, options);
}

/**
 * What one request for these ids brings; at most 100.
 * @returns isFiltered: false where the store does not keep to them
 * @throws ConsolidatorError
 */
export async function askPayments(
  client: NetoClient,
  ids: readonly string[],
  options: ReadOptions = {},
): Promise<{ readonly payments: Payment[]; readonly isFiltered: boolean }> {
  const body = { PaymentID: ids, Limit: String(2 * ids.length), OutputSelector: paymentSelectors };
  const { rows } = await readRows(client, byId, { Filter: body }, options);
  const asked = new Set(ids);
  const own = rows.filter((row) => asked.has(paymentIdOf(row)));
  return { payments: paymentsIn(client, own, options), isFiltered: own.length === rows.length };
}

/** The payments of a window of DatePaid, the only date that GetPayment filters by (reference, section 2.3). @throws ConsolidatorError */
export async function* listPayments(
  client: NetoClient,
  window: { readonly from: Instant; readonly to: Instant },
  options: ReadOptions = {},
): AsyncGenerator<{ payments: Payment[]; currentTime: Instant | null }> {
  const filter = { DatePaidFrom: netoTime(window.from), DatePaidTo: netoTime(window.to) };
  const listing: Listing = {
    action: 'GetPayment',
    entity: 'Payment',
    filter,
    selectors: paymentSelectors,
    keyOf: paymentIdOf,
    pageSize: paymentsPerPage(client),
    firstPageUnnumbered: true,
  };
  for await (const page of pages(client, listing, options)) {
    yield { payments: paymentsIn(client, page.rows, options), currentTime: page.currentTime };
  }
}

/** What one request for the payments of some days brings, which may be a part of them. @throws ConsolidatorError */
export async function listPaymentRows(
  client: NetoClient,
  { from, to, limit }: { readonly from: Instant; readonly to: Instant; readonly limit: number },
  options: RequestOptions = {},
): Promise<readonly RawRecord[]> {
  const days = { DatePaidFrom: netoTime(from), DatePaidTo: netoTime(to) };
  const body = { ...days, Limit: String(limit), OutputSelector: paymentSelectors };
  const { rows } = await readRows(client, { action: 'GetPayment', entity: 'Payment' }, { Filter: body }, options);
  return [...new Map(rows.map((row) => [paymentIdOf(row), row])).values()];
}

/** Books payments. There is no way to change or remove one afterwards (reference, section 2.4). @throws ConsolidatorError */
export function addPayments(
  client: NetoClient,
  drafts: readonly PaymentDraft[],
  options: RequestOptions = {},
): Promise<WriteReply> {
  const records = drafts.map((draft) => ({
    OrderID: draft.orderId,
    PaymentMethodName: draft.methodName,
    CardAuthorisation: draft.authorisation,
    AmountPaid: netoAmount(draft.amount),
    ...given({ DatePaid: draft.paidOn }),
  }));
  return write(client, { action: 'AddPayment', entity: 'Payment', idField: 'PaymentID' }, records, options);
}

const byId = {
  action: 'GetPayment',
  entity: 'Payment',
  filterField: 'PaymentID',
  selectors: paymentSelectors,
  keyOf: paymentIdOf,
} as const;

export function paymentIdOf(raw: RawRecord): string {
  return firstText(raw, 'PaymentID', 'ID');
}

/** Payments as a store delivered them, read. @throws ConsolidatorError where one can't be, unless `onUnreadable` takes it */
export function paymentsIn(client: NetoClient, rows: readonly RawRecord[], options: ReadOptions): Payment[] {
  return readRecords(
    client,
    { kind: 'payment', idFields: ['PaymentID', 'ID'], read: (raw: RawRecord) => readPayment(raw, client.timeZone) },
    rows,
    options,
  );
}

/** @throws FieldProblem */
export function readPayment(raw: RawRecord, timeZone: string): Payment {
  const id = paymentIdOf(raw);
  demandPlainId('PaymentID', id);
  const paidAt = instantField(raw, 'DatePaidUTC') ?? instantField(raw, 'DatePaid');
  return {
    id,
    orderId: text(raw, 'OrderID'),
    amount: requiredDecimal(raw, 'AmountPaid'),
    currency: text(raw, 'CurrencyCode'),
    method: text(raw, 'PaymentMethodName'),
    paidAt,
    paidOn: readPaidOn(raw, paidAt, timeZone),
    authorisation: text(raw, 'CardAuthorisation'),
    notes: text(raw, 'PaymentNotes'),
  };
}

/** The day in the store's books: its own word for it, else the day of the moment in its zone. */
function readPaidOn(raw: RawRecord, paidAt: Instant | null, timeZone: string): LocalDate | null {
  const local = dateField(raw, 'DatePaidLocal');
  if (local !== null || paidAt === null) return local;
  // Text without a time is a day already and must not be shifted.
  const source = firstText(raw, 'DatePaidUTC', 'DatePaid');
  return hasTime(source)
    ? localDateOf(paidAt, timeZone)
    : dateField(raw, text(raw, 'DatePaidUTC') === source ? 'DatePaidUTC' : 'DatePaid');
}
