import { absolute, compare, decimal, multiply, ZERO } from '../model/money.ts';
import { toleratedIn } from '../reconcile/compare-orders.ts';
import type { ComparedCase } from '../reconcile/reconcile.ts';
import type { BothCounted } from './counted.ts';
import { type DifferenceCauses, worstOf } from './label-differences.ts';
import { isNone, minusMeasures, noMeasures, sumOfMeasures } from './measures.ts';
import { type Cause, causes, type Measures, type StoreMonth } from './pack.ts';

export interface Caused {
  readonly cause: Cause;
  readonly of: Measures;
}

/**
 * What the primary counts in excess of the store because of one order, taken apart by its causes to the cent. What no
 * difference names is unexplained, so that nothing falls between the comparison and the sums.
 */
export function causesOfCase(
  { order, differences, rounding }: ComparedCase,
  counted: BothCounted,
  known: DifferenceCauses,
): Caused[] {
  const delta = minusMeasures(counted.primary.measures, counted.secondary.measures);
  const isCounted = order.secondary !== null && order.primary.length > 0;
  const tolerated = isCounted ? toleratedIn(order) : ZERO;
  const named: Caused[] = [
    { cause: 'rounding', of: { ...noMeasures, gst: isCounted ? rounding : ZERO } },
    { cause: 'tolerance', of: { ...noMeasures, total: tolerated } },
  ];
  const rest = minusMeasures(delta, sumOfMeasures(named.map(({ of }) => of)));
  const worst = worstOf(differences.flatMap((one) => known.get(one) ?? []));
  return [...named, { cause: worst ?? causeWithout(rest, counted), of: rest }].filter(({ of }) => !isNone(of));
}

/** Where no difference was found: the GST of a credit may be rounded otherwise. */
function causeWithout(rest: Measures, { secondary, primary }: BothCounted): Cause {
  const isOfCredit = isNone({ ...rest, creditedGst: ZERO });
  const lines = Math.max(secondary.credits.length, primary.credits.length) + 1;
  const most = multiply(decimal('0.01'), decimal(lines));
  return isOfCredit && compare(absolute(rest.creditedGst), most) <= 0 ? 'rounding' : 'unexplained';
}

export function summedCauses(all: readonly Caused[]): StoreMonth['causes'] {
  return causes.flatMap((cause) => {
    const own = all.filter((one) => one.cause === cause);
    return own.length === 0 ? [] : [{ cause, of: sumOfMeasures(own.map(({ of }) => of)) }];
  });
}
