import type { EntityDefinition } from '../../entities/definition/definition.ts';
import { order as orders } from '../../entities/order/definition.ts';
import { accountingDate, judgeOrder } from '../../entities/order/transform/judge-order.ts';
import type { ExtractedRecord, QuarantinedRecord } from '../../entities/reading/extracted-record.ts';
import { entities } from '../../entities/registry.ts';
import type { Order } from '../../model/order.ts';
import type { AskedStore } from '../../session/store-run.ts';
import { selected, stopIfAsked } from '../context/context.ts';
import type { ReadingRun } from '../context/parts.ts';
import { walksByIds } from './id-walk-state.ts';
import { stage } from './stage-page.ts';
import { mayMoveWatermarks, moveWatermark, readFrom, type StoreWindow } from './store-window.ts';

/**
 * The orders that changed, with the payments of those that are to be copied: the stage of a run that all others follow, since
 * its orders decide what else is read. @returns the source ids of those that concern the run
 */
export async function extractOrderWindow(window: StoreWindow): Promise<string[]> {
  const read = await readOrdersInFull(window, await orderIds(window));
  await moveWatermark(window, orders.name);
  return read;
}

/** Some orders in full, those of them that concern the run. */
export interface PageOfOrders {
  readonly orders: readonly Order[];
  readonly records: readonly ExtractedRecord[];
}

interface HowToRead {
  /** Else all are staged. @returns the source ids of those that it has staged */
  readonly take?: (page: PageOfOrders) => Promise<string[]>;
  /** Whether no further page is wanted. */
  readonly isEnough?: () => boolean;
  readonly holdVanished?: boolean;
}

/** @returns the source ids of those that the store delivered and that concern the run */
export async function readOrdersInFull(
  window: StoreWindow,
  ids: readonly string[],
  { take = (page) => stageAll(window, page), isEnough = () => false, holdVanished = true }: HowToRead = {},
): Promise<string[]> {
  const { context, store, backlog } = window;
  const { signal, progress } = context;
  const read: string[] = [];
  progress({ kind: 'expected', store: store.fixed.store, entity: orders.name, count: ids.length });
  for await (const page of store.source.reader(orders.read).inFull(ids, { signal })) {
    stopIfAsked(context);
    const wanted = page.orders.filter((order) => inNarrowing(order, window));
    const taken = await take({ orders: wanted, records: page.records });
    read.push(...taken);
    const quarantined: readonly QuarantinedRecord[] = holdVanished
      ? page.quarantined
      : page.quarantined.filter(({ reason }) => reason !== 'vanished');
    await stage(window, orders.name, { records: [], quarantined });
    backlog.staged(taken.length);
    if (isEnough()) break;
    await backlog.room();
  }
  return read;
}

async function stageAll(window: StoreWindow, page: PageOfOrders): Promise<string[]> {
  await stageOrders(window, page.orders, page);
  return page.orders.map(({ id }) => id);
}

/** Some of a page, with what is read with them. */
export async function stageOrders(
  window: StoreWindow,
  some: readonly Order[],
  { records }: Pick<PageOfOrders, 'records'>,
): Promise<void> {
  const ids = new Set(some.map(({ id }) => id));
  await stageWithOrders(window, some);
  await stage(window, orders.name, { records: records.filter(({ sourceId }) => ids.has(sourceId)), quarantined: [] });
}

async function orderIds(window: StoreWindow): Promise<string[]> {
  const { context, store, time, beginning } = window;
  const { ledger, narrowing, signal } = context;
  const { name, read } = orders;
  const reader = store.source.reader(read);
  if (narrowing.orders !== undefined) return [...narrowing.orders];
  if (narrowing.history !== undefined) return reader.ofDays(narrowing.history, { signal });
  if (narrowing.latest !== undefined) {
    const sample = { since: beginning, now: time.listedTo, limit: narrowing.latest };
    return reader.latest(sample, { signal });
  }
  const from = (await readFrom(window, name)) ?? read.windows.begins(beginning);
  const { ids, quarantined } = await reader.changed({ from, ...time }, { signal });
  await stage(window, name, { records: [], quarantined });
  if (!mayMoveWatermarks(context)) return ids;
  return [...new Set([...ids, ...(await ledger.idsToReadAgain(store.fixed.store, name, store.rulesHash))])];
}

function inNarrowing(order: Order, { context, store }: StoreWindow): boolean {
  const { history } = context.narrowing;
  const since = history?.from ?? context.narrowing.since;
  const until = history?.to ?? context.narrowing.until;
  if (since === undefined && until === undefined) return true;
  const date = accountingDate(order, store.fixed.timeZone);
  return date !== undefined && (since === undefined || date >= since) && (until === undefined || date <= until);
}

/**
 * Payments come with the orders that are to be copied, or wait for a person; those that come later are found by themselves.
 * Where they are found by their ids, those of copied orders come with these, too: nothing else shows soon that one of them was
 * changed. So do those of orders that a person names: nothing else is read then.
 */
async function stageWithOrders(window: StoreWindow, read: readonly Order[]): Promise<void> {
  const { context, store, loadsLater = false } = window;
  const { ledger } = context;
  const along = readWithOrders(context, store);
  if (along.length === 0) return;
  const wanted = read.filter((order) => judgeOrder(order, store.fixed).kind !== 'skip').map(({ id }) => id);
  const ids = read.map(({ id }) => id);
  const known = await ledger.known(store.fixed.store, orders.name, ids);
  const isCopied = (id: string): boolean => known.get(id)?.state === 'loaded';
  const uncopied = wanted.filter((id) => !isCopied(id));
  for (const definition of along) {
    const isAsked = context.narrowing.orders !== undefined || (await walksByIds(window, definition));
    const asked = [...(loadsLater ? [] : uncopied), ...(isAsked ? ids.filter(isCopied) : [])];
    await stageOfOrders(window, definition, asked);
  }
}

/**
 * What is read with orders, of some that are about to be loaded: of those of which it was not read within the last half a
 * minute.
 */
export async function stageWithUncopied(
  context: ReadingRun,
  store: AskedStore,
  orderIds: readonly string[],
): Promise<void> {
  const asked = store.source.withoutFreshPayments(orderIds);
  for (const definition of readWithOrders(context, store)) await stageOfOrders({ context, store }, definition, asked);
}

function readWithOrders(context: ReadingRun, store: AskedStore): EntityDefinition[] {
  return entities.filter((one) => one.read.ofOrder === 'with-order' && selected(context, store, one.name));
}

async function stageOfOrders(
  { context, store }: Pick<StoreWindow, 'store'> & { readonly context: ReadingRun },
  { name, read }: EntityDefinition,
  asked: readonly string[],
): Promise<void> {
  const { signal } = context;
  const pages = store.source.reader(read).ofOrders?.(asked, { signal }) ?? [];
  // Their orders are being read: nobody has to look for those that they name.
  for await (const page of pages) await stage({ context, store }, name, page);
}
