import { compare, type Decimal, subtract, ZERO } from '../model/money.ts';
import type { Order } from '../model/order.ts';
import { sumOf } from '../reconcile/amounts.ts';
import { sameId } from '../reconcile/belongs.ts';
import type { ComparedCase, ComparedStore } from '../reconcile/reconcile.ts';
import type { BothCounted } from './counted.ts';
import type { ByHand } from './pack.ts';

/**
 * What Xero has of one order that somebody allocates by hand: more paid than its invoice comes to, and credits of the month
 * that were not paid out. All of it as the primary shows it now, the buyer too: the ledger keeps nothing of shoppers.
 */
export function byHandOf(
  { order: { live, currencies } }: ComparedCase,
  { primary }: BothCounted,
  { store, returns }: ComparedStore,
): ByHand[] {
  return live.flatMap(({ order, payments }) => {
    const paid = sumOf(payments);
    const all = returns.kind === 'read' ? (returns.primary.get(sameId(order.id)) ?? []) : [];
    const over = subtract(paid, order.grandTotal);
    const about = {
      store: store.rules.store,
      number: order.id,
      ...buyerOf(order),
      currency: currencies.primary,
      owed: atLeastZero(subtract(order.grandTotal, paid)),
    };
    // Keyed as negative payments, refunds are taken off already.
    const overpayment: ByHand[] =
      compare(over, ZERO) > 0 ? [{ ...about, kind: 'overpayment', returnId: null, amount: over }] : [];
    const credits = all
      .filter((one) => primary.returns.includes(one))
      .flatMap((one): ByHand[] => {
        const left = subtract(one.total, one.refunded);
        return compare(left, ZERO) > 0 ? [{ ...about, kind: 'credit', returnId: one.id, amount: left }] : [];
      });
    return [...overpayment, ...credits];
  });
}

/** As Neto's link to Xero names a contact: the company, else first and last name. */
function buyerOf({ billing, username }: Order): Pick<ByHand, 'contact' | 'username'> {
  const { company, firstName, lastName } = billing;
  return {
    contact:
      company.trim() ||
      [firstName, lastName]
        .map((name) => name.trim())
        .filter(Boolean)
        .join(' '),
    username,
  };
}

function atLeastZero(amount: Decimal): Decimal {
  return compare(amount, ZERO) > 0 ? amount : ZERO;
}
