import type { StoreTime } from '../../entities/reading/store-clock.ts';
import { startOfDay } from '../../model/time.ts';
import type { StoreRun } from '../../session/store-run.ts';
import { selected } from '../context/context.ts';
import { picksOrders } from '../context/narrowing.ts';
import type { DailyWork, ReadingRun } from '../context/parts.ts';
import type { Backlog } from './backlog.ts';
import { extractOrderWindow } from './extract-orders.ts';
import { extractLatePayments } from './extract-payments.ts';
import { extractReferences } from './extract-references.ts';
import { extractReturns } from './extract-returns.ts';
import { readNamedOrders } from './read-named-orders.ts';
import { mayMoveMarks, type StoreWindow } from './store-window.ts';
import { takeBackMarks } from './take-back-marks.ts';

/**
 * Reads what is new in one secondary, and stages it.
 * @returns what is read of it once a day goes on from there (`listDaily`)
 * @throws ConsolidatorError
 */
export async function extractStore(
  context: ReadingRun & DailyWork,
  store: StoreRun,
  backlog: Backlog,
  time: StoreTime,
): Promise<{ readonly window: StoreWindow; readonly first: boolean }> {
  const { ledger, narrowing } = context;
  const { store: name, since, timeZone } = store.fixed;
  const beginning = startOfDay(narrowing.history?.from ?? since, timeZone);
  const window: StoreWindow = { context, store, backlog, time, beginning, named: new Set() };
  if (mayMoveMarks(context)) await takeBackMarks(window);
  const first = (await ledger.cursor(name, 'orders')) === null && !(await ledger.hasCopies(name, 'orders'));
  const orders = selected(context, store, 'orders') ? await extractOrderWindow(window) : [];
  if (selected(context, store, 'rmas')) await extractReturns(window, orders);
  const { limit, latest } = narrowing;
  const isLimited = limit !== undefined && selected(context, store, 'orders');
  if (isLimited || latest !== undefined) context.readNow.set(name, new Set(orders));
  if (isLimited || picksOrders({ ...narrowing, limit: undefined })) return { window, first };
  if (selected(context, store, 'payments')) await extractLatePayments(window, first);
  for (const entity of ['customers', 'products'] as const) {
    if (selected(context, store, entity) && store.secondary[entity].scope === 'all')
      await extractReferences(window, entity);
  }
  await readNamedOrders(window);
  return { window, first };
}
