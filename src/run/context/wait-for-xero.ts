import { addSeconds, instantOfMilliseconds } from '../../model/time.ts';
import type { OrderRun } from './parts.ts';

/** The trouble is no passing one any more, and a person has to see to it. */
const LASTS_SECONDS = 86_400;

/** A run that leaves such behind is not good. */
export function reportWaitingForXero({
  problems,
  progress,
  waitForXero,
  now,
}: Pick<OrderRun, 'problems' | 'progress' | 'waitForXero' | 'now'>): void {
  for (const [store, { orders, why, since }] of waitForXero) {
    const [wait, theirs] =
      orders.size === 1 ? ['new order waits', 'its number is'] : ['new orders wait', 'their numbers are'];
    const asked = `${store}: ${orders.size} ${wait} for the next run, since Xero could not be asked whether ${theirs} free there. ${why}`;
    const lasts = since !== null && addSeconds(since, LASTS_SECONDS) <= instantOfMilliseconds(now());
    const message = lasts
      ? `${asked} Xero has not been readable since ${since.slice(0, 16).replace('T', ' ')} UTC, and until it is no new order is copied whose number was not known to be free.`
      : asked;
    const problem = { store: 'xero', code: 'xero-not-asked', message };
    problems.push(problem);
    progress({ kind: 'problem', ...problem });
  }
}
