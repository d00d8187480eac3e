import { extractOrders, listChangedOrders, listOrdersOfDays } from '../../entities/order/read/read.ts';
import { accountingDate, judgeOrder } from '../../entities/order/transform/judge-order.ts';
import { extractPaymentsOfOrders } from '../../entities/payment/read.ts';
import type { HeldRecord } from '../../entities/reading/extracted-record.ts';
import { latestOrderIds } from '../../entities/reading/latest-orders.ts';
import { holder } from '../../entities/reading/unreadable.ts';
import type { Order } from '../../model/order.ts';
import { addSeconds, type Instant } from '../../model/time.ts';
import { selected, stopIfAsked } from '../context/context.ts';
import { stage } from './stage-page.ts';
import { mayMoveMarks, moveMark, readFrom, type StoreWindow } from './store-window.ts';

const DAY = 86_400;

/** The orders that changed, with the payments of those that are to be copied. @returns the source ids of those that concern the run */
export async function extractOrderWindow(window: StoreWindow): Promise<string[]> {
  const read = await readOrdersInFull(window, await orderIds(window));
  await moveMark(window, 'orders');
  return read;
}

/** @returns the source ids of those that the store delivered and that concern the run */
export async function readOrdersInFull(
  window: StoreWindow,
  ids: readonly string[],
  options: { readonly holdVanished: boolean } = { holdVanished: true },
): Promise<string[]> {
  const { context, store, backlog } = window;
  const { signal, progress } = context;
  const read: string[] = [];
  progress({ kind: 'expected', store: store.fixed.store, entity: 'orders', count: ids.length });
  const followInvoiceDate = store.fixed.purpose === 'books';
  for await (const page of extractOrders(store.client, ids, { signal, followInvoiceDate })) {
    stopIfAsked(context);
    const orders = page.orders.filter((order) => inNarrowing(order, window));
    const kept = new Set(orders.map(({ id }) => id));
    read.push(...kept);
    if (selected(context, store, 'payments')) await stagePaymentsOf(window, orders);
    const held = options.holdVanished ? page.held : page.held.filter(({ reason }) => reason !== 'vanished');
    const records = page.records.filter(({ sourceId }) => kept.has(sourceId));
    await stage(window, 'orders', { records, held });
    backlog.staged(orders.length);
    await backlog.room();
  }
  return read;
}

async function orderIds(window: StoreWindow): Promise<string[]> {
  const { context, store, time, beginning } = window;
  const { ledger, narrowing, signal } = context;
  if (narrowing.orders !== undefined) return [...narrowing.orders];
  if (narrowing.history !== undefined) return listOrdersOfDays(store.client, narrowing.history, { signal });
  if (narrowing.latest !== undefined) {
    const sample = { since: beginning, now: time.listedTo, limit: narrowing.latest };
    return latestOrderIds(store.client, sample, { signal });
  }
  const from = (await readFrom(window, 'orders')) ?? ordersFrom(beginning);
  const { upTo, listedTo } = time;
  const held: HeldRecord[] = [];
  const listed = { from, upTo, listedTo, limit: narrowing.limit };
  const changed = await listChangedOrders(store.client, listed, { signal, onUnreadable: holder(held) });
  await stage(window, 'orders', { records: [], held });
  if (!mayMoveMarks(context)) return changed;
  return [...new Set([...changed, ...(await ledger.idsToReadAgain(store.fixed.store, 'orders', store.rulesHash))])];
}

/** An order that counts from `since` on was changed then or later; a day more allows for invoices dated ahead. */
export function ordersFrom(beginning: Instant): Instant {
  return addSeconds(beginning, -DAY);
}

function inNarrowing(order: Order, { context, store }: StoreWindow): boolean {
  const { history } = context.narrowing;
  const since = history?.from ?? context.narrowing.since;
  const until = history?.to ?? context.narrowing.until;
  if (since === undefined && until === undefined) return true;
  const date = accountingDate(order, store.fixed.timeZone);
  return date !== undefined && (since === undefined || date >= since) && (until === undefined || date <= until);
}

/** Payments come with the orders that are to be copied; those that come later are found by their dates. */
async function stagePaymentsOf(window: StoreWindow, orders: readonly Order[]): Promise<void> {
  const { context, store } = window;
  const wanted = orders.filter((order) => judgeOrder(order, store.fixed).kind === 'wanted').map(({ id }) => id);
  const known = await context.ledger.known(store.fixed.store, 'orders', wanted);
  const uncopied = wanted.filter((id) => known.get(id)?.state !== 'loaded');
  for await (const page of extractPaymentsOfOrders(store.client, uncopied, { signal: context.signal })) {
    await stage({ context, store }, 'payments', page);
  }
}
