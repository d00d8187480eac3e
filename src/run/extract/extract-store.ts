import { order } from '../../entities/order/definition.ts';
import type { StoreTime } from '../../entities/reading/store-clock.ts';
import { startOfDay } from '../../model/time.ts';
import type { AskedStore } from '../../session/store-run.ts';
import { selected } from '../context/context.ts';
import type { DailyWork, ReadingRun } from '../context/parts.ts';
import type { Backlog } from './backlog.ts';
import { besideOrders, extractEntity } from './extract-entity.ts';
import { extractOrderWindow } from './extract-orders.ts';
import { readNamedOrders } from './read-named-orders.ts';
import { mayMoveWatermarks, type StoreWindow } from './store-window.ts';
import { takeBackWatermarks } from './take-back-watermarks.ts';
import { readUpToLimit } from './up-to-limit.ts';

/**
 * Reads what is new in one secondary, and stages it.
 * @returns what is read of it once a day goes on from there (`listDaily`)
 * @throws ConsolidatorError
 */
export async function extractStore(
  context: ReadingRun & DailyWork,
  store: AskedStore,
  backlog: Backlog,
  time: StoreTime,
  { loadsLater }: Pick<StoreWindow, 'loadsLater'> = {},
): Promise<{ readonly window: StoreWindow; readonly first: boolean }> {
  const { ledger, narrowing } = context;
  const { store: name, since, timeZone } = store.fixed;
  const beginning = startOfDay(narrowing.history?.from ?? since, timeZone);
  const window: StoreWindow = { context, store, backlog, time, beginning, named: new Set(), loadsLater };
  if (mayMoveWatermarks(context)) await takeBackWatermarks(window);
  const first = (await ledger.watermark(name, order.name)) === null && !(await ledger.hasCopies(name, order.name));
  const { limit, latest, history } = narrowing;
  const isListed = narrowing.orders === undefined && latest === undefined && history === undefined;
  const read = limit !== undefined && isListed ? () => readUpToLimit(window, limit) : () => extractOrderWindow(window);
  const orders = selected(context, store, order.name) ? await read() : [];
  const isLimited = limit !== undefined && selected(context, store, order.name);
  if (isLimited || latest !== undefined) context.readNow.set(name, new Set(orders));
  const ofOrders = history === undefined && latest === undefined ? narrowing.orders : orders;
  for (const definition of besideOrders(context, store)) {
    // A few orders are read whole, with the returns of all; the rest is for a run without a limit.
    if (isLimited && definition.read.ofOrder !== 'apart') continue;
    await extractEntity(definition, { window, first, ofOrders });
  }
  await readNamedOrders(window);
  return { window: { ...window, loadsLater: false }, first };
}
