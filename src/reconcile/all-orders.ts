import { type BatchedOrder, ordersOf } from '../arrival/batches/orders.ts';
import type { Part } from '../arrival/books.ts';
import type { ExpectedCopy } from '../arrival/expected.ts';
import { ConsolidatorError } from '../model/errors.ts';
import { inBooksDays } from '../model/in-books-note.ts';
import { isApproved, isCancelled, type Order } from '../model/order.ts';
import { isClosed } from '../model/rma.ts';
import { addSeconds, dayAfter, daysAfter, type Instant, type LocalDate, startOfDay } from '../model/time.ts';
import type { NetoClient } from '../neto/client.ts';
import { listOrders, readOrders } from '../neto/orders.ts';
import { readPaymentsOfOrders } from '../neto/payments.ts';
import { readCurrencySettings } from '../neto/reference-lists.ts';
import { readRmasOfOrders } from '../neto/rmas.ts';
import { amountsOf } from './amounts.ts';
import { sameId } from './belongs.ts';
import { expectedPayment, expectedReturn } from './expected-copies.ts';

/** A date without a time may lie a day off, where a zone is taken for another. */
const DAY = 86_400;
/** Days before and after: batches of these days may hold orders of theirs. */
const BESIDE = 3;

/**
 * All that an export in batches takes: beside the copies, the primary's own orders of these days, and all orders of a few days
 * before and after. Read only where single orders can't be found in the books.
 * @throws ConsolidatorError where the primary can't be read
 */
export async function readAllOrders(
  primary: NetoClient,
  {
    copies,
    days,
    isKept,
    signal,
  }: {
    readonly copies: readonly ExpectedCopy[];
    readonly days: { readonly from: LocalDate; readonly to: LocalDate } | undefined;
    /** Stores whose copies never go to the books. */
    readonly isKept: (number: string) => boolean;
    readonly signal: AbortSignal | undefined;
  },
): Promise<Part<BatchedOrder>> {
  const ours = ordersOf(copies);
  if (days === undefined) return { kind: 'read', rows: ours };
  const known = new Set(copies.map(({ number }) => sameId(number)));
  const [from, to] = [daysAfter(days.from, -BESIDE), daysAfter(days.to, BESIDE)];
  const window = {
    invoicedFrom: addSeconds(startOfDay(from, primary.timeZone), -DAY),
    invoicedTo: addSeconds(startOfDay(dayAfter(to), primary.timeZone), DAY),
    withCompletion: true,
  };
  const completed = new Map<string, Instant | null>();
  const ids: string[] = [];
  for await (const { orders } of listOrders(primary, window, { signal }))
    for (const { id, completedAt } of orders) {
      completed.set(sameId(id), completedAt);
      if (!known.has(sameId(id))) ids.push(id);
    }
  const withCompletion = (one: BatchedOrder): BatchedOrder => ({
    ...one,
    completedAt: completed.get(sameId(one.number)) ?? null,
  });
  if (ids.length === 0) return { kind: 'read', rows: ours.map(withCompletion) };
  const { currency, gstPercent } = await readCurrencySettings(primary, { signal });
  const unreadable: string[] = [];
  const onUnreadable = ({ id }: { readonly id: string }): void => {
    unreadable.push(id);
  };
  const { orders } = await readOrders(primary, ids, { signal, onUnreadable });
  const [first] = unreadable;
  if (first !== undefined) {
    const why = `The batches could not be compared: the primary's own order ${first} could not be read.`;
    return { kind: 'unread', why };
  }
  const money = await moneyOf(primary, orders, signal);
  const own = orders.flatMap((order): BatchedOrder[] => {
    const { id: number, invoicedOn: day, updatedAt: changedAt, status } = order;
    if (day === null || day < from || day > to || !isExported(order) || isKept(number)) return [];
    return [
      {
        isBeside: day <= days.from || day >= days.to,
        ...{ store: null, number, day, total: order.grandTotal, changedAt },
        gst: amountsOf(order, [], gstPercent).gst,
        currency: (order.currency || currency).toUpperCase(),
        roundings: order.lines.length + 2,
        isDispatched: status.toLowerCase() === 'dispatched',
        ...money(order),
      },
    ];
  });
  // Of one second its own come first: a run that writes copies then has begun before.
  return { kind: 'read', rows: [...own, ...ours].map(withCompletion) };
}

type Money = (order: Order) => Pick<BatchedOrder, 'payments' | 'returns'>;

/** What was paid on the primary's own orders, and what was taken back: a key without the right to it costs no more than that. */
async function moneyOf(primary: NetoClient, orders: readonly Order[], signal: AbortSignal | undefined): Promise<Money> {
  const ids = orders.map(({ id }) => id);
  const read = async <Row extends { readonly orderId: string }>(work: () => Promise<readonly Row[]>) => {
    try {
      return Map.groupBy(await work(), ({ orderId }) => sameId(orderId));
    } catch (error) {
      if (!(error instanceof ConsolidatorError) || error.code === 'stopped') throw error;
      return null;
    }
  };
  const payments = await read(async () => (await readPaymentsOfOrders(primary, ids, { signal })).payments);
  const returns = await read(() => readRmasOfOrders(primary, ids, { signal }));
  return ({ id }) => ({
    payments: payments === null ? null : (payments.get(sameId(id)) ?? []).map(expectedPayment),
    returns: returns === null ? null : (returns.get(sameId(id)) ?? []).filter(isClosed).map(expectedReturn),
  });
}

function isExported(order: Order): boolean {
  return isApproved(order) && !isCancelled(order) && inBooksDays(order.internalNotes) === undefined;
}
