import { add, type Decimal, decimal, subtract, ZERO } from '../model/money.ts';
import { type Instant, millisecondsOf } from '../model/time.ts';
import { nothing, plus } from './amounts.ts';
import { effectOf, type OrderCase } from './cases.ts';
import { compareOrder, toleratedIn } from './compare-orders.ts';
import { comparePayments } from './compare-payments.ts';
import { compareRefunds } from './compare-refunds.ts';
import type { ReadReturns } from './read-returns.ts';
import type { Amounts, Difference } from './result.ts';

export interface Grace {
  readonly at: Instant;
  readonly minutes: number;
}

/**
 * All that is wrong with one order. The effects of an order's differences add up to what the primary counts in excess
 * because of it, so that all effects together explain the difference of the sums to the cent.
 */
export function differencesOf(one: OrderCase, returns: ReadReturns, grace: Grace): Difference[] {
  const orders = compareOrder(one);
  const payments = comparePayments(one);
  const refunds = returns.kind === 'read' ? compareRefunds(one, returns.source, returns.primary) : [];
  const effect = effectOf(one);
  const ofOrder: Amounts = { ...effect, total: subtract(effect.total, toleratedIn(one)), paid: nothing.paid };
  const underWay = isUnderWay(one, grace);
  const own = payments.map(paidBy);
  const left = subtract(effect.paid, add(ZERO, ...own));
  const withOwn = payments.map((given, place) => ({ ...given, effect: { ...nothing, paid: own[place] ?? ZERO } }));
  // What no payment by itself explains, such as that the whole order counts on one side only, is the order's.
  const found = [...orders, ...withOwn];
  const withEffects = found.map((given, place) =>
    place === 0 ? { ...given, effect: plus(given.effect, { ...ofOrder, paid: left }) } : given,
  );
  return [...withEffects, ...refunds].map((given) => ({ ...given, underWay }));
}

/** By how much this one makes the primary's payments more, or less. */
function paidBy({ kind, field, secondary, primary }: Difference): Decimal {
  if (kind === 'missing') return subtract(ZERO, decimal(secondary ?? '0'));
  if (kind === 'extra' || kind === 'doubled') return decimal(primary ?? '0');
  return field === 'amount' ? subtract(decimal(primary ?? '0'), decimal(secondary ?? '0')) : ZERO;
}

function isUnderWay({ source }: OrderCase, { at, minutes }: Grace): boolean {
  if (source === null || source.updatedAt === null || minutes <= 0) return false;
  return millisecondsOf(at) - millisecondsOf(source.updatedAt) < minutes * 60_000;
}
