import type { StoreTime } from '../../extract/store-clock.ts';
import { startOfDay } from '../../model/time.ts';
import type { Backlog } from './backlog.ts';
import { type RunContext, type StoreRun, selected } from './context.ts';
import { extractOrderWindow } from './extract/extract-orders.ts';
import { extractLatePayments } from './extract/extract-payments.ts';
import { extractReferences } from './extract/extract-references.ts';
import { extractReturns } from './extract/extract-returns.ts';
import { readNamedOrders } from './extract/read-named-orders.ts';
import { mayMoveMarks, type StoreWindow } from './extract/store-window.ts';
import { sweepStore } from './extract/sweep.ts';
import { takeBackMarks } from './extract/take-back-marks.ts';
import { findGoneOrders } from './find-gone-orders.ts';

/** Reads what is new in one secondary, and stages it. @throws ConsolidatorError */
export async function extractStore(
  context: RunContext,
  store: StoreRun,
  backlog: Backlog,
  time: StoreTime,
): Promise<void> {
  const { ledger, narrowing } = context;
  const { store: name, since, timeZone } = store.fixed;
  const beginning = startOfDay(narrowing.history?.from ?? since, timeZone);
  const window: StoreWindow = { context, store, backlog, time, beginning, named: new Set() };
  if (mayMoveMarks(context)) await takeBackMarks(window);
  const first = (await ledger.cursor(name, 'orders')) === null && !(await ledger.hasCopies(name, 'orders'));
  const orders = selected(context, store, 'orders') ? await extractOrderWindow(window) : [];
  if (selected(context, store, 'rmas')) await extractReturns(window, orders);
  if (selected(context, store, 'orders') && mayMoveMarks(context)) await findGoneOrders(context, store, time.upTo);
  if (narrowing.orders !== undefined || narrowing.history !== undefined) return;
  if (selected(context, store, 'payments')) await extractLatePayments(window, first);
  for (const entity of ['customers', 'products'] as const) {
    if (selected(context, store, entity) && store.secondary[entity].scope === 'all')
      await extractReferences(window, entity);
  }
  await sweepStore(window, first);
  await readNamedOrders(window);
}
