import type { PaidOrder } from '../../entities/payment/transform.ts';
import type { LedgerRecord } from '../../ledger/record.ts';
import { add, ZERO } from '../../model/money.ts';
import { upperKey } from '../../model/text-key.ts';
import { isInAccounting } from '../../transform/history.ts';
import type { StoreRules } from '../../transform/rules.ts';
import type { ReadingRun } from '../context/parts.ts';
import { readCopyStates, whyGone } from '../copies/copies-in-primary.ts';
import { shoppersAmong } from './shopper-accounts.ts';

export type CopiedOrder = Omit<PaidOrder, 'alreadyPaid' | 'paidInSource'>;

/**
 * What must be known of copies before a payment is booked on them: what they come to in the primary, which is not their
 * source's total where a person has accepted a difference, and whose account an overpayment would go to.
 * @returns both by source id; gone: why nothing can be booked on a copy any more
 */
export async function lookAtCopies(
  context: ReadingRun,
  rules: StoreRules,
  orders: readonly LedgerRecord[],
): Promise<{ readonly copies: Map<string, CopiedOrder>; readonly gone: Map<string, string> }> {
  const copied = new Map(orders.map((order) => [order.sourceId, order]));
  const targetIds = [...copied.values()].map(({ targetId }) => targetId ?? '');
  const states = await readCopyStates(context, targetIds);
  const found = new Map<string, CopiedOrder>();
  const gone = new Map<string, string>();
  const accountOf = (id: string) => states.get(upperKey(id))?.username ?? '';
  const shoppers = await shoppersAmong(context, targetIds.map(accountOf));
  for (const { sourceId, targetId, amount, accepted, bookedOn } of copied.values()) {
    const id = targetId ?? '';
    const state = states.get(upperKey(id));
    const why = whyGone(id, state);
    if (why !== undefined) gone.set(sourceId, why);
    found.set(sourceId, {
      sourceId,
      targetId: id,
      copyTotal: state?.grandTotal ?? add(amount ?? ZERO, accepted ?? ZERO),
      inAccounting: isInAccounting(bookedOn, rules),
      ofMatchedCustomer: shoppers.has(accountOf(id)),
    });
  }
  return { copies: found, gone };
}
