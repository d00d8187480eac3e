import { absolute, compare, type Decimal, isZero, subtract, ZERO } from '../model/money.ts';
import { type Price, type PricedDraft, priceOrder, pricesOf } from './price-order.ts';
import type { Reading } from './readings.ts';

export interface Explained<Draft> {
  readonly kind: 'explained';
  /** The source's own. */
  readonly reading: Reading;
  readonly draft: Draft;
  /** By the source's reading, with the total that is meant. */
  readonly price: Price;
  /** What the copy is to come to, less what its source does: zero but where a tolerance was used. */
  readonly difference: Decimal;
  /** Cents of the source's total that none of its fields shows, such as a till's rounding. */
  readonly hidden: Decimal;
  /** By how much a prediction of the copy's total misses what is meant; its read-back decides. Zero: none does. */
  readonly doubt: Decimal;
}

interface Prediction {
  readonly reading: Reading;
  readonly total: Decimal;
}

type Explanation<Draft> =
  | Explained<Draft>
  | {
      readonly kind: 'unexplained';
      /** Without those that come to the same as an earlier one. */
      readonly predictions: readonly Prediction[];
      /** Of the nearest one: what the copy would come to, less what its source does. */
      readonly difference: Decimal;
    };

export interface TotalToExplain<Draft> {
  readonly grandTotal: Decimal;
  /** Those that the source may have. */
  readonly readings: readonly Reading[];
  /** What would be sent under a reading of the source; undefined where nothing can be. */
  readonly draftFor: (reading: Reading) => Draft | undefined;
  /** Those that the primary may have, as far as they can make a difference to this draft. */
  readonly primaryReadings: (draft: Draft) => readonly Reading[];
  /**
   * The same order in other fields, the ones that are most like its own first: they may mean to the primary what the
   * order's own mean to its source.
   * @param reading the source's
   * @param isExact whether it explains the total to the cent
   */
  readonly restated: (draft: Draft, reading: Reading, isExact: boolean) => Iterable<Draft>;
  readonly gstPercent: Decimal;
  /** By how much the copy may differ, as the pipeline file or a person has said. */
  readonly tolerance: Decimal;
  /** Misses up to this are left to the read-back; zero for none. */
  readonly maximumDoubt: Decimal;
  /** Cents can't be set right afterwards: fields under which the primary can't miss by any come before the order's own. */
  readonly wantsExact?: boolean | undefined;
}

/**
 * Finds the reading under which the order comes to its own total: exactly; else within the tolerance; else within the
 * doubt. Its fields go as they are where the primary may make the same of them, for both ends are the same software. Where
 * what the primary may be can't, or parts by more than a doubt, the order goes in fields that say the same to it.
 */
export function explainTotal<Draft extends PricedDraft>(order: TotalToExplain<Draft>): Explanation<Draft> {
  const found = nearestReading(order);
  if (found.nearest === undefined)
    return { kind: 'unexplained', predictions: [], difference: subtract(ZERO, order.grandTotal) };
  const { reading, draft, price, difference } = found.nearest;
  const tolerated = !isZero(difference) && isWithin(difference, order.tolerance);
  const unexplained = { kind: 'unexplained', predictions: found.predictions, difference } as const;
  if (!tolerated && !isWithin(difference, order.maximumDoubt)) return unexplained;
  const meant = tolerated ? price.total : order.grandTotal;
  const sent = sendable(order, { draft, reading, isExact: isZero(difference) || tolerated }, meant);
  if (sent === undefined) return unexplained;
  return {
    kind: 'explained',
    reading,
    draft: sent.draft,
    price: { ...price, total: meant },
    difference: tolerated ? difference : ZERO,
    hidden: tolerated ? ZERO : subtract(ZERO, difference),
    doubt: sent.doubt,
  };
}

interface Nearest<Draft> {
  readonly reading: Reading;
  readonly draft: Draft;
  readonly price: Price;
  readonly difference: Decimal;
}

function nearestReading<Draft extends PricedDraft>(order: TotalToExplain<Draft>) {
  let nearest: Nearest<Draft> | undefined;
  const predictions = new Map<Decimal, Prediction>();
  for (const reading of order.readings) {
    const draft = order.draftFor(reading);
    if (draft === undefined) continue;
    const price = priceOrder(draft, reading, order.gstPercent);
    const difference = subtract(price.total, order.grandTotal);
    if (nearest === undefined || isNearer(difference, nearest.difference))
      nearest = { reading, draft, price, difference };
    if (isZero(difference)) break;
    if (!predictions.has(price.total)) predictions.set(price.total, { reading, total: price.total });
  }
  return { nearest, predictions: [...predictions.values()] };
}

/** @returns undefined where no reading of the primary comes near to what is meant */
function sendable<Draft extends PricedDraft>(
  order: TotalToExplain<Draft>,
  { draft, reading, isExact }: { readonly draft: Draft; readonly reading: Reading; readonly isExact: boolean },
  meant: Decimal,
): { readonly draft: Draft; readonly doubt: Decimal } | undefined {
  let best = { draft, ...missesOf(order, draft, meant) };
  if (isGoodEnough(best, order)) return { draft, doubt: best.largest };
  for (const other of order.restated(draft, reading, isExact)) {
    const misses = missesOf(order, other, meant);
    if (isBetter(misses, best, order)) best = { draft: other, ...misses };
    if (isGoodEnough(best, order)) break;
  }
  return best.near > 0 ? { draft: best.draft, doubt: best.largest } : undefined;
}

/** How far what the primary may make of a draft is from what is meant. */
interface Misses {
  readonly least: Decimal;
  readonly largest: Decimal;
  /** The share of the primary's readings that come near. */
  readonly near: number;
}

/** All that the primary may be comes near, and may come to the cent, or does. */
function isGoodEnough({ least, largest }: Misses, { maximumDoubt, wantsExact = false }: Limits): boolean {
  return isZero(wantsExact ? largest : least) && isWithin(largest, maximumDoubt);
}

/** Near under more of what the primary may be, whose read-back decides; else nearer where the other one can't be right. */
function isBetter(one: Misses, other: Misses, limits: Limits): boolean {
  if (one.near !== other.near) return one.near > other.near;
  if (isGoodEnough(one, limits) !== isGoodEnough(other, limits)) return isGoodEnough(one, limits);
  // As long as nothing tells how the primary reads, it most likely reads as the source does.
  return isWithin(other.largest, limits.maximumDoubt) && compare(one.largest, other.largest) < 0;
}

type Limits = Pick<TotalToExplain<unknown>, 'maximumDoubt' | 'wantsExact'>;

function missesOf<Draft extends PricedDraft>(
  { primaryReadings, gstPercent, maximumDoubt }: TotalToExplain<Draft>,
  draft: Draft,
  meant: Decimal,
): Misses {
  const totalUnder = totalsOf(draft, gstPercent);
  const misses = primaryReadings(draft).map((reading) => absolute(subtract(totalUnder(reading), meant)));
  const [first = ZERO] = misses;
  return {
    least: misses.reduce((one, other) => (compare(other, one) < 0 ? other : one), first),
    largest: misses.reduce((one, other) => (compare(other, one) > 0 ? other : one), first),
    near: misses.filter((miss) => isWithin(miss, maximumDoubt)).length / misses.length,
  };
}

/** What a store of each reading makes of such fields, be they sent to it or shown by it. */
export function totalsOf(draft: PricedDraft, gstPercent: Decimal): (reading: Reading) => Decimal {
  const before = pricesOf(draft, gstPercent);
  const after = isZero(draft.shippingDiscount) ? before : pricesOf({ ...draft, shippingDiscount: ZERO }, gstPercent);
  return (reading) => (reading.shipping === 'after-discount' ? after : before)(reading).total;
}

function isNearer(one: Decimal, other: Decimal): boolean {
  return compare(absolute(one), absolute(other)) < 0;
}

function isWithin(difference: Decimal, limit: Decimal): boolean {
  return compare(absolute(difference), limit) <= 0;
}
