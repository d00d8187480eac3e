import { extractPaymentsByDate, extractPaymentsOfOrders } from '../../entities/payment/read.ts';
import type { ExtractedRecord } from '../../entities/reading/extracted-record.ts';
import { addSeconds, type Instant } from '../../model/time.ts';
import { stopIfAsked } from '../context/context.ts';
import { isDue } from './daily.ts';
import { DailyProgress } from './daily-progress.ts';
import { findGonePayments } from './find-gone-payments.ts';
import { inPieces } from './in-pieces.ts';
import { stage } from './stage-page.ts';
import { moveMark, type StoreWindow } from './store-window.ts';

const DAY = 86_400;
/** The mark up to which all payments have been read. */
export const PAYMENTS_SLICE = 'sweep';

/**
 * Payments by their own dates: the last days, and besides those of copied orders that are not fully paid. A late payment
 * need not show as a change of its order (reference, section 4).
 * @param first in the first run all payments have come with their orders
 */
export async function extractLatePayments(window: StoreWindow, first: boolean): Promise<void> {
  const { context, store, time, beginning } = window;
  const { ledger, signal } = context;
  const range = { from: later(lookBackOf(window), beginning), to: time.listedTo };
  for await (const page of first ? [] : extractPaymentsByDate(store.client, range, { signal })) {
    stopIfAsked(context);
    await stage(window, 'payments', page);
  }
  for await (const page of extractPaymentsOfOrders(store.client, await ledger.ordersNotFullyPaid(store.fixed.store), {
    signal,
  })) {
    stopIfAsked(context);
    await stage(window, 'payments', page);
  }
}

/** Once a day all payments since the beginning, and those that a reading of all has not brought. */
export async function readAllPayments(window: StoreWindow, first: boolean): Promise<void> {
  const { context, store, time, beginning } = window;
  const { signal } = context;
  const { store: name } = store.fixed;
  // They have come with their orders.
  if (first) return moveMark(window, 'payments', PAYMENTS_SLICE);
  if (!(await isDue(window, 'payments', PAYMENTS_SLICE))) return;
  const progress = await DailyProgress.open(context, `${name} payments`, time.upTo);
  // The days after it are read by every run, this one and those that go on with it.
  const range = { from: beginning, to: later(lookBackOf(window), beginning) };
  const isListed = await inPieces(
    { context: window.context, client: window.store.client },
    progress,
    range,
    async (client, piece) => {
      for await (const page of extractPaymentsByDate(client, piece, { signal })) {
        stopIfAsked(context);
        await stage(window, 'payments', page);
      }
    },
  );
  if (!isListed) return;
  const staging = (records: readonly ExtractedRecord[]) =>
    stage(window, 'payments', { records: [...records], held: [] });
  if (!(await findGonePayments(context, store, { progress, stage: staging }))) return;
  await context.ledger.completeWindow(context.run, name, 'payments', progress.state.bound, PAYMENTS_SLICE);
  await progress.done();
}

function lookBackOf({ store, time }: StoreWindow): Instant {
  return addSeconds(time.upTo, -DAY * store.secondary.payments.lookBackDays);
}

function later(a: Instant, b: Instant): Instant {
  return a > b ? a : b;
}
