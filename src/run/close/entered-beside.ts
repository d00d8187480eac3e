import type { LedgerRecord } from '../../ledger/record.ts';
import { equal, formatMoney } from '../../model/money.ts';
import type { Payment } from '../../model/payment.ts';
import { referenceIn } from '../../model/payment-reference.ts';
import { lowerKey } from '../../model/text-key.ts';
import type { ReadingRun } from '../context/parts.ts';
import type { RunDifference } from '../context/warnings.ts';

/**
 * A copy that this run added, and that showed no payment a moment before its own was booked, shows the same amount once more
 * without a reference of ours: somebody entered it by hand in those seconds.
 */
export async function enteredBeside(
  context: ReadingRun,
  payments: readonly Payment[],
  referencePrefixes: readonly string[],
): Promise<RunDifference[]> {
  const differences: RunDifference[] = [];
  for (const [, on] of Map.groupBy(payments, ({ orderId }) => lowerKey(orderId))) {
    const ours = on.filter((one) => referenceOn(one, referencePrefixes) !== undefined);
    const others = on.filter((one) => !ours.includes(one));
    for (const one of ours) {
      const like = others.find(({ amount }) => equal(amount, one.amount));
      if (like === undefined) continue;
      const [record] = await context.ledger.findByTarget('payments', referenceOn(one, referencePrefixes) ?? '');
      if (record === undefined || !(await wasAddedNow(context, record))) continue;
      differences.push({
        kind: 'doubled',
        entity: 'payments',
        store: record.store,
        sourceId: record.sourceId,
        targetId: record.targetId ?? '',
        message: `${one.orderId} shows ${formatMoney(one.amount)} twice: the payment ${record.targetId} that this run booked, and payment ${like.id} that somebody entered there at the same time. If it is the same money, take one of them back in the primary's control panel.`,
      });
    }
  }
  return differences;
}

/** Whether the order of a payment was added by this run. */
async function wasAddedNow({ ledger, run }: ReadingRun, { store, parent }: LedgerRecord): Promise<boolean> {
  const history = await ledger.history({ store, entity: 'orders', sourceId: parent ?? '' });
  return history.some((entry) => entry.run === run && entry.event === 'intent' && entry.detail.startsWith('add '));
}

/** The reference of ours that it bears, whatever the primary has put around it. Marks of two stores never begin alike. */
export function referenceOn({ authorisation }: Payment, referencePrefixes: readonly string[]): string | undefined {
  return referencePrefixes
    .map((referencePrefix) => referenceIn(authorisation, referencePrefix))
    .find((reference) => reference !== undefined);
}
