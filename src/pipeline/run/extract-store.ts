import type { StoreTime } from '../../extract/store-clock.ts';
import { startOfDay } from '../../model/time.ts';
import type { Backlog } from './backlog.ts';
import { type RunContext, selected } from './context.ts';
import { extractOrderWindow } from './extract/extract-orders.ts';
import { extractLatePayments } from './extract/extract-payments.ts';
import { extractReferences } from './extract/extract-references.ts';
import { extractReturns } from './extract/extract-returns.ts';
import { readNamedOrders } from './extract/read-named-orders.ts';
import { mayMoveMarks, type StoreWindow } from './extract/store-window.ts';
import { takeBackMarks } from './extract/take-back-marks.ts';
import type { StoreRun } from './store-run.ts';

/**
 * Reads what is new in one secondary, and stages it.
 * @returns what is read of it once a day goes on from there (`listDaily`)
 * @throws ConsolidatorError
 */
export async function extractStore(
  context: RunContext,
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
  if (narrowing.orders !== undefined || narrowing.history !== undefined) return { window, first };
  if (selected(context, store, 'payments')) await extractLatePayments(window, first);
  for (const entity of ['customers', 'products'] as const) {
    if (selected(context, store, entity) && store.secondary[entity].scope === 'all')
      await extractReferences(window, entity);
  }
  await readNamedOrders(window);
  return { window, first };
}
