import type { Decision } from '../../ledger/decision.ts';
import { formatMoney, isNegative, isZero } from '../../model/money.ts';
import { enteredByHand } from '../../run/copies/by-hand.ts';
import type { Linking } from './linking.ts';
import type { LinkReport } from './report.ts';

/**
 * Payments that waited for an order that was entered by hand, and were not entered with it: nothing is ever written on such a
 * copy, so that they are a person's at once, not only when a run has come. What rules may leave out is left to the run, and so
 * are returns, of which that depends on the day.
 */
export async function stillToEnter(
  { ledger, rules: { lockDate } }: Pick<Linking, 'ledger' | 'rules'>,
  { store, entity, sourceId: orderId, as: [targetId = ''], unpaired }: Omit<LinkReport, 'result'>,
): Promise<Decision[]> {
  if (entity !== 'orders') return [];
  const decisions: Decision[] = [];
  for (const { entity: kind, sourceId, amount, day } of unpaired) {
    if (kind !== 'payments' || sourceId === null || isZero(amount)) continue;
    if (day === null || (lockDate !== undefined && day <= lockDate)) continue;
    const key = { store, entity: kind, sourceId };
    const known = await ledger.find(key);
    if (known?.state !== 'quarantined' || known.reason !== 'waits-for') continue;
    const sum = formatMoney(amount);
    decisions.push(
      isNegative(amount)
        ? {
            ...{ kind: 'quarantine', key, reason: 'payment-negative' },
            message: `Payment ${sourceId} of ${orderId} is ${sum}`,
          }
        : {
            ...{ kind: 'quarantine', key, reason: 'copy-by-hand' },
            message: enteredByHand(`Payment ${sourceId} (${sum})`, { sourceId: orderId, targetId }),
          },
    );
  }
  return decisions;
}
