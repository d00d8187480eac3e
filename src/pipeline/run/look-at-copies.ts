import type { LedgerRecord } from '../../ledger/ledger.ts';
import { add, ZERO } from '../../model/money.ts';
import { historyWindowOf } from '../../transform/history.ts';
import type { PaidOrder } from '../../transform/payment.ts';
import type { StoreRules } from '../../transform/rules.ts';
import type { RunContext } from './context.ts';
import { readCopyStates, whyGone } from './copies-in-primary.ts';

export type CopiedOrder = Omit<PaidOrder, 'alreadyPaid'>;

/**
 * What must be known of copies before a payment is booked on them: what they come to in the primary, which is not their
 * source's total where a person has accepted a difference, and whose account an overpayment would go to.
 * @returns both by source id; gone: why nothing can be booked on a copy any more
 */
export async function lookAtCopies(
  context: RunContext,
  rules: StoreRules,
  orders: readonly LedgerRecord[],
): Promise<{ readonly copies: Map<string, CopiedOrder>; readonly gone: Map<string, string> }> {
  const copied = new Map(orders.map((order) => [order.sourceId, order]));
  const targetIds = [...copied.values()].map(({ targetId }) => targetId ?? '');
  const states = await readCopyStates(context, targetIds);
  const found = new Map<string, CopiedOrder>();
  const gone = new Map<string, string>();
  for (const { store, sourceId, targetId, amount, accepted, bookedOn } of copied.values()) {
    const id = targetId ?? '';
    const state = states.get(id.toUpperCase());
    const why = whyGone(context, id, state);
    if (why !== undefined) gone.set(sourceId, why);
    const username = state?.username ?? context.planned?.accountOf(id) ?? '';
    const payments = await context.ledger.belongingTo(store, 'payments', sourceId);
    found.set(sourceId, {
      sourceId,
      targetId: id,
      copyTotal: state?.grandTotal ?? add(amount ?? ZERO, accepted ?? ZERO),
      paidInSource: payments.reduce((sum, payment) => add(sum, payment.amount ?? ZERO), ZERO),
      inAccounting: historyWindowOf(bookedOn, rules)?.alreadyInAccounting === true,
      ofMatchedCustomer: rules.customers.policy !== 'house' && !(await isMadeAccount(context, username)),
    });
  }
  return { copies: found, gone };
}

/** An account that this ledger made has no password: nobody shops with it who has not asked for one. */
async function isMadeAccount({ ledger }: RunContext, username: string): Promise<boolean> {
  if (username === '') return false;
  const records = await ledger.findByTarget('customers', username);
  return records.some(({ state }) => state !== 'linked');
}
