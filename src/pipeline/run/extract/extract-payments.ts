import { extractPaymentsByDate, extractPaymentsOfOrders } from '../../../extract/payments.ts';
import { addSeconds } from '../../../model/time.ts';
import { stopIfAsked } from '../context.ts';
import { findGonePayments } from '../find-gone-payments.ts';
import { isDue } from './daily.ts';
import { stage } from './stage-page.ts';
import { mayMoveMarks, moveMark, type StoreWindow } from './store-window.ts';

const DAY = 86_400;
/** The mark up to which all payments have been read. */
export const PAYMENTS_SLICE = 'sweep';

/**
 * Payments by their own dates: the last days in each run, once a day all since the beginning, and in between those of
 * copied orders that are not fully paid. A late payment need not show as a change of its order (reference, section 4).
 * @param first in the first run all payments have come with their orders
 */
export async function extractLatePayments(window: StoreWindow, first: boolean): Promise<void> {
  const { context, store, time, beginning } = window;
  const { ledger, signal } = context;
  const { store: name } = store.fixed;
  const due = !first && (await isDue(window, 'payments', PAYMENTS_SLICE));
  const lookBack = addSeconds(time.upTo, -DAY * store.secondary.payments.lookBackDays);
  const from = due || lookBack < beginning ? beginning : lookBack;
  if (!first) {
    for await (const page of extractPaymentsByDate(store.client, { from, to: time.listedTo }, { signal })) {
      stopIfAsked(context);
      await stage(window, 'payments', page);
    }
  }
  if (due && mayMoveMarks(context)) {
    await findGonePayments(context, store, (records) => stage(window, 'payments', { records: [...records], held: [] }));
  }
  if (due || first) await moveMark(window, 'payments', PAYMENTS_SLICE);
  for await (const page of extractPaymentsOfOrders(store.client, await ledger.ordersNotFullyPaid(name), { signal })) {
    stopIfAsked(context);
    await stage(window, 'payments', page);
  }
}
