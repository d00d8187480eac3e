import { contentHash } from '../../model/hashes.ts';
import { methodKey } from '../../model/method-names.ts';
import { type Payment, paymentSchema } from '../../model/payment.ts';
import { type Instant, instantOfMilliseconds } from '../../model/time.ts';
import type { NetoClient, RequestOptions } from '../../neto/client.ts';
import { MOST_KEYS } from '../../neto/long-lists.ts';
import { paymentsMustShow } from '../../neto/must-show.ts';
import {
  askPayments,
  listPayments,
  paymentsPerPage,
  readPaymentsById,
  readPaymentsOfOrders,
} from '../../neto/payments.ts';
import { currencyKey } from '../../transform/currency.ts';
import type { Posting } from '../definition/definition.ts';
import {
  type EntityReads,
  type KnownRecord,
  looksChanged,
  type RunningIds,
  type ShownOfOrders,
} from '../definition/reads.ts';
import type { ExtractedPage, ExtractedRecord, QuarantinedRecord } from '../reading/extracted-record.ts';
import { holder, recordsOf, showing } from '../reading/unreadable.ts';

const ORDERS = MOST_KEYS;

/** The payments of a window of DatePaid, the only date that a store filters payments by. @throws ConsolidatorError */
async function* extractPaymentsByDate(
  client: NetoClient,
  window: { readonly from: Instant; readonly to: Instant },
  options: RequestOptions = {},
): AsyncGenerator<ExtractedPage> {
  const quarantined: QuarantinedRecord[] = [];
  for await (const { payments } of listPayments(client, window, {
    ...options,
    mustShow: paymentsMustShow,
    onUnreadable: holder(quarantined),
  })) {
    const records = recordsOf(payments, paymentRecord, ({ id }) => id, quarantined);
    yield { records, quarantined: quarantined.splice(0) };
  }
}

/** All payments of these orders. @throws ConsolidatorError */
async function* extractPaymentsOfOrders(
  client: NetoClient,
  orderIds: readonly string[],
  options: RequestOptions = {},
): AsyncGenerator<ExtractedPage> {
  for (let start = 0; start < orderIds.length; start += ORDERS) {
    const quarantined: QuarantinedRecord[] = [];
    const ids = orderIds.slice(start, start + ORDERS);
    const { payments } = await readPaymentsOfOrders(client, ids, {
      ...options,
      besideOrders: true,
      remember: 'staged',
      mustShow: paymentsMustShow,
      onUnreadable: holder(quarantined),
    });
    yield { records: recordsOf(payments, paymentRecord, ({ id }) => id, quarantined), quarantined };
  }
}

export function paymentRecord(payment: Payment): ExtractedRecord {
  const { id, orderId, currency, method } = payment;
  const { amount, day: paidOn } = paymentPosting(payment);
  return {
    sourceId: id,
    // Names of methods are compared without their case wherever they are used.
    hash: contentHash({ amount, currency, method: methodKey(method), paidOn }),
    formerHash: contentHash({ amount, currency, method, paidOn }),
    payload: JSON.stringify(payment),
    parent: orderId,
    amount,
    facts: { bookedOn: paidOn, currency, method },
  };
}

const EVER = instantOfMilliseconds(0);

/**
 * Payments have no change stamp that a store could list them by, but the day they were paid. A late payment need not show as
 * a change of its order, either (reference, section 4).
 */
export const paymentReads = {
  list: 'Payment',
  idOf: (key) => key,
  isReadInFull: () => true,
  ofOrder: 'with-order',
  windows: { by: 'own-dates' },
  gone: {
    reason: 'payment-gone',
    replacing: 'payment-replaced',
    namedBy: ({ payments }) => payments.map(({ id }) => id),
  },
  asKnown,
  of: (client) => ({
    inWindow: ({ from = EVER, listedTo }, options) => extractPaymentsByDate(client, { from, to: listedTo }, options),
    async *byIds(ids, options) {
      const quarantined: QuarantinedRecord[] = [];
      const read = { ...options, mustShow: paymentsMustShow, onUnreadable: holder(quarantined) };
      const payments = await readPaymentsById(client, ids, read);
      yield { records: recordsOf(payments, paymentRecord, ({ id }) => id, quarantined), quarantined };
    },
    ofOrders: (orderIds, options) => extractPaymentsOfOrders(client, orderIds, options),
    runningIds: runningIdsOf(client),
    shown: shownBy(client),
  }),
} as const satisfies EntityReads;

function runningIdsOf(client: NetoClient): RunningIds {
  return {
    perPage: paymentsPerPage(client),
    async ask(ids, options) {
      const quarantined: QuarantinedRecord[] = [];
      const read = { ...options, mustShow: paymentsMustShow, onUnreadable: holder(quarantined) };
      const { payments, isFiltered } = await askPayments(client, ids, read);
      return {
        page: { records: recordsOf(payments, paymentRecord, ({ id }) => id, quarantined), quarantined },
        isFiltered,
      };
    },
  };
}

function shownBy(client: NetoClient): ShownOfOrders<Payment> {
  return {
    ofOrders: (orderIds, { signal, untouched }) => {
      const remembered = untouched === undefined ? undefined : ({ orders: untouched, for: 'before-writing' } as const);
      const read = { signal, remembered, besideOrders: true };
      return showing(
        async (onUnreadable) => (await readPaymentsOfOrders(client, orderIds, { ...read, onUnreadable })).payments,
      );
    },
    byIds: (ids, options: RequestOptions) =>
      showing((onUnreadable) => readPaymentsById(client, ids, { ...options, onUnreadable })),
    recordOf: paymentRecord,
  };
}

/** A blank currency is the store's own; of method and day the ledger keeps what was shown. */
async function asKnown(
  record: ExtractedRecord,
  before: KnownRecord,
  currency: () => Promise<string>,
): Promise<ExtractedRecord> {
  if (!looksChanged(record, before)) return record;
  const payment: Payment = paymentSchema.parse(JSON.parse(record.payload));
  const alike = alikes(payment, before, await currency());
  if (!alike.some((one) => one.hash === before.hash || one.formerHash === before.hash)) return record;
  const hidesSome = payment.currency.trim() === '' || payment.method === '' || payment.paidOn === null;
  if (!hidesSome) return { ...record, formerHash: before.hash };
  // What is known of it stays known while its store leaves it out.
  const { facts: _, ...rest } = record;
  return { ...rest, hash: before.hash };
}

/** The same payment as its store would show it with what it leaves out now, or without what it left out before. */
function alikes(payment: Payment, before: KnownRecord, currency: string): ExtractedRecord[] {
  const { method, paidOn } = payment;
  const isOwn = ['', currencyKey(currency)].includes(currencyKey(payment.currency));
  const whole = { ...payment, method: method || (before.method ?? ''), paidOn: paidOn ?? before.bookedOn ?? null };
  return (isOwn ? ['', currency, payment.currency] : [payment.currency]).map((one) =>
    paymentRecord({ ...whole, currency: one }),
  );
}

export function paymentPosting({ amount, paidOn }: Payment): Posting {
  return { amount, day: paidOn };
}
