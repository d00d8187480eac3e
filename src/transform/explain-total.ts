import { absolute, add, compare, type Decimal, decimal, isZero, subtract, ZERO } from '../model/money.ts';
import { type Price, type PricedDraft, priceOrder, type Reading } from './price-order.ts';

/** More than this is no rounding at a till, and is never hidden as one. */
export const MAXIMUM_ROUNDING = decimal('0.05');

export interface Allowance {
  /** By how much the copy may differ, as the pipeline file or a person has said. */
  readonly tolerance: Decimal;
  /** Differences up to this are sent as OrderRounding; zero for none. */
  readonly rounding: Decimal;
}

export interface Explained<Draft> {
  readonly kind: 'explained';
  readonly reading: Reading;
  readonly draft: Draft;
  readonly price: Price;
  /** What the copy comes to, less what its source does: zero but where a tolerance was used. */
  readonly difference: Decimal;
}

export interface Prediction {
  readonly reading: Reading;
  readonly total: Decimal;
}

export type Explanation<Draft> =
  | Explained<Draft>
  | {
      readonly kind: 'unexplained';
      /** Without those that come to the same as an earlier one. */
      readonly predictions: readonly Prediction[];
      /** Of the nearest one: what the copy would come to, less what its source does. */
      readonly difference: Decimal;
    };

/**
 * Finds the reading under which the order comes to its own total: exactly; else within the tolerance; else with an
 * OrderRounding, whose sign is unknown (U22), so that only the read-back can say that it was right.
 * @param draftFor what would be sent under a reading; undefined where nothing can be
 */
export function explainTotal<Draft extends PricedDraft>(
  grandTotal: Decimal,
  readings: readonly Reading[],
  draftFor: (reading: Reading) => Draft | undefined,
  gstPercent: Decimal,
  allowance: Allowance,
): Explanation<Draft> {
  let nearest: Explained<Draft> | undefined;
  const predictions = new Map<Decimal, Prediction>();
  for (const reading of readings) {
    const draft = draftFor(reading);
    if (draft === undefined) continue;
    const price = priceOrder(draft, reading, gstPercent);
    const difference = subtract(price.total, grandTotal);
    const found: Explained<Draft> = { kind: 'explained', reading, draft, price, difference };
    if (isZero(difference)) return found;
    if (nearest === undefined || isNearer(difference, nearest.difference)) nearest = found;
    if (!predictions.has(price.total)) predictions.set(price.total, { reading, total: price.total });
  }
  if (nearest !== undefined && isWithin(nearest.difference, allowance.tolerance)) return nearest;
  if (nearest !== undefined && isWithin(nearest.difference, allowance.rounding)) return rounded(nearest);
  return {
    kind: 'unexplained',
    predictions: [...predictions.values()],
    difference: nearest?.difference ?? subtract(ZERO, grandTotal),
  };
}

function rounded<Draft extends PricedDraft>(found: Explained<Draft>): Explained<Draft> {
  const rounding = subtract(ZERO, found.difference);
  return {
    ...found,
    draft: { ...found.draft, rounding },
    price: { ...found.price, total: add(found.price.total, rounding) },
    difference: ZERO,
  };
}

function isNearer(one: Decimal, other: Decimal): boolean {
  return compare(absolute(one), absolute(other)) < 0;
}

function isWithin(difference: Decimal, limit: Decimal): boolean {
  return compare(absolute(difference), limit) <= 0;
}
