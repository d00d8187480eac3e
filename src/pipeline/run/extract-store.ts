import { extractChangedCustomers, extractCustomers } from '../../extract/customers.ts';
import type { ExtractedPage, HeldRecord } from '../../extract/extracted-record.ts';
import { extractOrders, listChangedOrders, listOrdersOfDays } from '../../extract/orders.ts';
import { extractPaymentsByDate, extractPaymentsOfOrders } from '../../extract/payments.ts';
import { extractChangedProducts, extractProducts } from '../../extract/products.ts';
import { extractChangedRmas, extractRmas, extractRmasOfOrders } from '../../extract/rmas.ts';
import { probeStore } from '../../extract/store-time.ts';
import type { StagedRecord } from '../../ledger/ledger.ts';
import type { EntityName } from '../../model/entities.ts';
import type { Order } from '../../model/order.ts';
import { addSeconds, type Instant, millisecondsOf, startOfDay } from '../../model/time.ts';
import { accountingDate, judgeOrder } from '../../transform/judge-order.ts';
import type { Backlog } from './backlog.ts';
import { type RunContext, type StoreRun, selected, stopIfAsked } from './context.ts';
import { findGoneOrders } from './find-gone-orders.ts';
import { findGonePayments } from './find-gone-payments.ts';
import { isNarrowed } from './narrowing.ts';

const DAY = 86_400;
/** Known orders of which at least one must still be seen, so that one that was deleted does not stop the run. */
const PROBES = 3;

/** Reads what is new in one secondary, and stages it. @returns the store's time up to which it was read @throws ConsolidatorError */
export async function extractStore(context: RunContext, store: StoreRun, backlog: Backlog): Promise<Instant> {
  const { ledger, narrowing } = context;
  const { store: name, since, timeZone } = store.fixed;
  const beginning = startOfDay(narrowing.history?.from ?? since, timeZone);
  const bound = await probeStore(
    store.client,
    {
      knownIds: await ledger.recentIds(name, 'orders', PROBES),
      placedFrom: beginning,
      allowEmpty: context.allowEmpty,
      now: context.now(),
    },
    { signal: context.signal },
  );
  const window: StoreWindow = { context, store, backlog, bound, beginning };
  const first = (await ledger.cursor(name, 'orders')) === null && !(await ledger.hasCopies(name, 'orders'));
  const orders = selected(context, store, 'orders') ? await extractOrderWindow(window) : [];
  if (selected(context, store, 'rmas')) await extractReturns(window, orders);
  if (selected(context, store, 'orders') && !isNarrowed(narrowing)) await findGoneOrders(context, store, bound);
  if (narrowing.orders !== undefined || narrowing.history !== undefined) return bound;
  if (selected(context, store, 'payments')) await extractLatePayments(window, first);
  for (const entity of ['customers', 'products'] as const) {
    if (selected(context, store, entity) && store.secondary[entity].scope === 'all') await extractAll(window, entity);
  }
  return bound;
}

interface StoreWindow {
  readonly context: RunContext;
  readonly store: StoreRun;
  readonly backlog: Backlog;
  /** The store's own time, beyond which this run reads nothing. */
  readonly bound: Instant;
  /** The start of the day that the pipeline begins with. */
  readonly beginning: Instant;
}

/** @returns the source ids of those that concern the run */
async function extractOrderWindow(window: StoreWindow): Promise<string[]> {
  const { context, store, backlog, bound } = window;
  const { ledger, run, signal, narrowing, progress } = context;
  const { store: name } = store.fixed;
  const ids = await orderIds(window);
  const read: string[] = [];
  progress({ kind: 'expected', store: name, entity: 'orders', count: ids.length });
  const followInvoiceDate = store.fixed.purpose === 'books';
  for await (const page of extractOrders(store.client, ids, { signal, followInvoiceDate })) {
    stopIfAsked(context);
    const orders = page.orders.filter((order) => inNarrowing(order, window));
    const kept = new Set(orders.map(({ id }) => id));
    read.push(...kept);
    if (selected(context, store, 'payments')) await stagePaymentsOf(window, orders);
    await stage(window, 'orders', { ...page, records: page.records.filter(({ sourceId }) => kept.has(sourceId)) });
    backlog.staged(orders.length);
    await backlog.room();
  }
  if (!isNarrowed(narrowing)) await ledger.completeWindow(run, name, 'orders', bound);
  return read;
}

async function orderIds({ context, store, bound, beginning }: StoreWindow): Promise<string[]> {
  const { ledger, narrowing, pipeline, signal } = context;
  const { store: name } = store.fixed;
  if (narrowing.orders !== undefined) return [...narrowing.orders];
  if (narrowing.history !== undefined) return listOrdersOfDays(store.client, narrowing.history, { signal });
  const cursor = await ledger.cursor(name, 'orders');
  // An order that counts from `since` on was changed then or later; a day more allows for invoices dated ahead.
  const from = cursor === null ? addSeconds(beginning, -DAY) : addSeconds(cursor, -pipeline.load.overlapSeconds);
  const changed = await listChangedOrders(store.client, { from, to: bound, limit: narrowing.limit }, { signal });
  if (isNarrowed(narrowing)) return changed;
  return [...new Set([...changed, ...(await ledger.idsToReadAgain(name, 'orders', store.rulesHash))])];
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
    await stage(window, 'payments', page);
  }
}

/**
 * Payments by their own dates: the last days in each run, once a day all since the beginning, and in between those of
 * copied orders that are not fully paid. A late payment need not show as a change of its order (reference, section 4).
 */
async function extractLatePayments(window: StoreWindow, first: boolean): Promise<void> {
  const { context, store, bound, beginning } = window;
  const { ledger, run, signal, narrowing } = context;
  const { store: name } = store.fixed;
  const swept = await ledger.cursor(name, 'payments', 'sweep');
  // In the first run all payments have come with their orders.
  const due = !first && (swept === null || millisecondsOf(bound) - millisecondsOf(swept) >= DAY * 1000);
  const lookBack = addSeconds(bound, -DAY * store.secondary.payments.lookBackDays);
  const from = due || lookBack < beginning ? beginning : lookBack;
  if (!first) {
    for await (const page of extractPaymentsByDate(store.client, { from, to: bound }, { signal })) {
      stopIfAsked(context);
      await stage(window, 'payments', page);
    }
  }
  if (due && !isNarrowed(narrowing)) {
    await findGonePayments(context, store, (records) => stage(window, 'payments', { records: [...records], held: [] }));
  }
  if ((due || first) && !isNarrowed(narrowing)) await ledger.completeWindow(run, name, 'payments', bound, 'sweep');
  for await (const page of extractPaymentsOfOrders(store.client, await ledger.ordersNotFullyPaid(name), { signal })) {
    stopIfAsked(context);
    await stage(window, 'payments', page);
  }
}

/** Returns by their own changes, and those that were too early before: not final, or their order not copied yet. */
async function extractReturns(window: StoreWindow, orders: readonly string[]): Promise<void> {
  const { context, store, bound, beginning } = window;
  const { ledger, run, signal, narrowing, pipeline } = context;
  const { store: name } = store.fixed;
  const take = async (pages: AsyncGenerator<ExtractedPage>): Promise<void> => {
    for await (const page of pages) {
      stopIfAsked(context);
      await stage(window, 'rmas', page);
    }
  };
  const ofOrders = narrowing.history === undefined ? narrowing.orders : orders;
  if (ofOrders !== undefined) {
    await take(extractRmasOfOrders(store.client, ofOrders, { signal }));
    return;
  }
  const cursor = await ledger.cursor(name, 'rmas');
  const updatedFrom = cursor === null ? beginning : addSeconds(cursor, -pipeline.load.overlapSeconds);
  await take(extractChangedRmas(store.client, { updatedFrom, updatedTo: bound }, { signal }));
  await take(extractRmas(store.client, await ledger.idsToReadAgain(name, 'rmas', store.rulesHash), { signal }));
  if (!isNarrowed(narrowing)) await ledger.completeWindow(run, name, 'rmas', bound);
}

async function extractAll(window: StoreWindow, entity: 'customers' | 'products'): Promise<void> {
  const { context, store, bound } = window;
  const { ledger, run, signal, narrowing, pipeline } = context;
  const cursor = await ledger.cursor(store.fixed.store, entity);
  const from = cursor === null ? {} : { updatedFrom: addSeconds(cursor, -pipeline.load.overlapSeconds) };
  const extract = entity === 'customers' ? extractChangedCustomers : extractChangedProducts;
  for await (const records of extract(store.client, { ...from, updatedTo: bound }, { signal })) {
    stopIfAsked(context);
    await stage(window, entity, { records, held: [] });
  }
  const again = await ledger.idsToReadAgain(store.fixed.store, entity, store.rulesHash);
  const byId = entity === 'customers' ? extractCustomers : extractProducts;
  if (again.length > 0) await stage(window, entity, { records: await byId(store.client, again, { signal }), held: [] });
  if (!isNarrowed(narrowing)) await ledger.completeWindow(run, store.fixed.store, entity, bound);
}

/** Puts a page into the ledger, with what is held and why. */
export async function stage(
  { context, store }: Pick<StoreWindow, 'context' | 'store'>,
  entity: EntityName,
  page: ExtractedPage,
): Promise<void> {
  const { ledger, run, progress } = context;
  const { store: name } = store.fixed;
  const held = await heldToStage(context, store, entity, page.held);
  const records: StagedRecord[] = [
    ...page.records,
    ...held.map(({ sourceId, reason, message }) => ({
      sourceId,
      hash: reason,
      payload: '',
      held: { reason, message },
    })),
  ];
  if (records.length === 0) return;
  await ledger.stagePage({ run, store: name, entity, rules: store.rulesHash, records });
  progress({ kind: 'read', store: name, entity, count: records.length });
}

/** What was copied is not taken back because its store does not show it any more. */
async function heldToStage(
  context: RunContext,
  store: StoreRun,
  entity: EntityName,
  held: readonly HeldRecord[],
): Promise<HeldRecord[]> {
  if (held.length === 0) return [];
  const ids = held.map(({ sourceId }) => sourceId);
  const known = await context.ledger.known(store.fixed.store, entity, ids);
  return held.filter(({ sourceId }) => (known.get(sourceId)?.targetId ?? null) === null);
}
