import type { PaymentDraft } from '../model/drafts.ts';
import type { Payment } from '../model/payment.ts';
import { type Instant, type LocalDate, localDateOf } from '../model/time.ts';
import type { NetoClient, RequestOptions } from './client.ts';
import { readByFilter } from './keyed-read.ts';
import { pages } from './pages.ts';
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

interface PaymentsRead extends ReadOptions {
  /** Payments by their authorisations: once all have come, no further page is asked for. */
  readonly until?: ((authorisations: readonly string[]) => boolean) | undefined;
}

/** All payments of these orders. @throws ConsolidatorError */
export async function readPaymentsOfOrders(
  client: NetoClient,
  orderIds: readonly string[],
  options: PaymentsRead = {},
): Promise<{ payments: Payment[]; currentTime: Instant | null }> {
  const read = {
    action: 'GetPayment',
    entity: 'Payment',
    filterField: 'OrderID',
    selectors: paymentSelectors,
    keyOf: (raw: RawRecord) => keyText(raw, 'OrderID'),
    isEnough: (rows: readonly RawRecord[]) =>
      options.until?.(rows.map((row) => keyText(row, 'CardAuthorisation'))) === true,
  };
  const { rows, currentTime } = await readByFilter(client, read, paymentIdOf, orderIds, options);
  return { payments: records(client, rows, options), currentTime };
}

/** The payments with these ids; deleted ones are simply absent. @throws ConsolidatorError */
export async function readPaymentsById(
  client: NetoClient,
  ids: readonly string[],
  options: ReadOptions = {},
): Promise<Payment[]> {
  const read = {
    action: 'GetPayment',
    entity: 'Payment',
    filterField: 'PaymentID',
    selectors: paymentSelectors,
    keyOf: paymentIdOf,
  };
  return records(client, (await readByFilter(client, read, paymentIdOf, ids, options)).rows, options);
}

/** The payments of a window of DatePaid, the only date that GetPayment filters by (reference, section 2.3). @throws ConsolidatorError */
export async function* listPayments(
  client: NetoClient,
  window: { readonly from: Instant; readonly to: Instant },
  options: ReadOptions = {},
): AsyncGenerator<{ payments: Payment[]; currentTime: Instant | null }> {
  const filter = { DatePaidFrom: netoTime(window.from), DatePaidTo: netoTime(window.to) };
  const listing = { action: 'GetPayment', entity: 'Payment', filter, selectors: paymentSelectors, keyOf: paymentIdOf };
  for await (const page of pages(client, listing, options)) {
    yield { payments: records(client, page.rows, options), currentTime: page.currentTime };
  }
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

function paymentIdOf(raw: RawRecord): string {
  return firstText(raw, 'PaymentID', 'ID');
}

function records(client: NetoClient, rows: readonly RawRecord[], options: ReadOptions): Payment[] {
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
