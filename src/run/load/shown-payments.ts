import type { ReadingRun } from '../context/parts.ts';
import { statesNow } from '../copies/orders-now.ts';

const SCOPE = 'orders-show-payments';

/** Whether this primary's orders were ever seen to show payments. */
export async function doOrdersShowPayments(
  { ledger }: Pick<ReadingRun, 'ledger'>,
  primaryHost: string,
): Promise<boolean> {
  return (await ledger.learned(SCOPE, primaryHost)) !== null;
}

/**
 * Looks, once for a primary, whether an order that was just paid shows it. While none does, its orders' own lists of payments
 * prove nothing, and each copy is asked for its payments before any is booked.
 */
export async function learnWhetherShown(context: ReadingRun, paidCopy: string): Promise<void> {
  const { freshCopies, ledger, primary, destination } = context;
  if (freshCopies.showPayments || !destination.keeps) return;
  const [state] = (await statesNow(context, [paidCopy])).values();
  if (state === undefined || state.payments.length === 0) return;
  freshCopies.showPayments = true;
  await ledger.learn(SCOPE, primary.host, 'yes');
}
