import { subtract } from '../model/money.ts';
import { type Instant, millisecondsOf } from '../model/time.ts';
import { isNothing, nothing } from './amounts.ts';
import { effectOf, type OrderCase } from './cases.ts';
import { compareOrder, toleratedIn } from './compare-orders.ts';
import { comparePayments } from './compare-payments.ts';
import { compareRefunds } from './compare-refunds.ts';
import type { ReadRmas } from './read-rmas.ts';
import type { Amounts, Difference } from './result.ts';

export interface Grace {
  readonly at: Instant;
  readonly minutes: number;
}

/**
 * All that is wrong with one order. The effects of an order's differences add up to what the primary counts in excess
 * because of it, so that all effects together explain the difference of the sums to the cent.
 */
export function differencesOf(one: OrderCase, rmas: ReadRmas, grace: Grace): Difference[] {
  const orders = compareOrder(one);
  const payments = comparePayments(one);
  const refunds = rmas.kind === 'read' ? compareRefunds(one, rmas.source, rmas.primary) : [];
  const effect = effectOf(one);
  const ofOrder: Amounts = { ...effect, total: subtract(effect.total, toleratedIn(one)), paid: nothing.paid };
  const ofPayments: Amounts = { ...nothing, paid: effect.paid };
  const [firstPayment = orders[0]] = payments;
  const [firstOrder = firstPayment] = orders;
  const underWay = isUnderWay(one, grace);
  const withEffects = [...orders, ...payments].map((given) => {
    const parts = [given === firstOrder ? ofOrder : nothing, given === firstPayment ? ofPayments : nothing];
    const [a = nothing, b = nothing] = parts;
    const all = { ...a, paid: b.paid };
    return { ...given, effect: isNothing(all) ? nothing : all };
  });
  return [...withEffects, ...refunds].map((given) => ({ ...given, underWay }));
}

function isUnderWay({ source }: OrderCase, { at, minutes }: Grace): boolean {
  if (source === null || source.updatedAt === null || minutes <= 0) return false;
  return millisecondsOf(at) - millisecondsOf(source.updatedAt) < minutes * 60_000;
}
