import { absolute, compare, type Decimal, isZero, subtract, ZERO } from '../model/money.ts';
import { type Price, type PricedDraft, priceOrder } from './price-order.ts';
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

export interface TotalToExplain<Draft> {
  readonly grandTotal: Decimal;
  /** Those that the source may have. */
  readonly readings: readonly Reading[];
  /** What would be sent under a reading of the source; undefined where nothing can be. */
  readonly draftFor: (reading: Reading) => Draft | undefined;
  /** Those that the primary may have. */
  readonly primaryReadings: readonly Reading[];
  /** The same order in fields that all readings take alike. */
  readonly plainly: (draft: Draft, reading: Reading) => Draft;
  readonly gstPercent: Decimal;
  /** By how much the copy may differ, as the pipeline file or a person has said. */
  readonly tolerance: Decimal;
  /** Misses up to this are left to the read-back; zero for none. */
  readonly maximumDoubt: Decimal;
}

/**
 * Finds the reading under which the order comes to its own total: exactly; else within the tolerance; else within the
 * doubt, and then its fields go as they are, since both ends are the same software, which makes the same of them. Where
 * the primary's readings would part by more than that, the order goes in fields that they all take alike.
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
  const sent = sendable(order, draft, reading, meant);
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
  draft: Draft,
  reading: Reading,
  meant: Decimal,
): { readonly draft: Draft; readonly doubt: Decimal } | undefined {
  const limit = order.maximumDoubt;
  const asItIs = missesOf(order, draft, meant);
  if (isWithin(asItIs.largest, limit)) return { draft, doubt: asItIs.largest };
  const plain = order.plainly(draft, reading);
  const plainly = missesOf(order, plain, meant);
  if (isWithin(plainly.largest, limit)) return { draft: plain, doubt: plainly.largest };
  // Neither comes near under all that the primary may be: the one that does so under more of it; its read-back decides.
  const [best, misses] = plainly.near > asItIs.near ? [plain, plainly] : [draft, asItIs];
  return misses.near > 0 ? { draft: best, doubt: misses.largest } : undefined;
}

/** How far the primary's possible totals are from what is meant, and how many of them come near to it. */
function missesOf<Draft extends PricedDraft>(
  { primaryReadings, gstPercent, maximumDoubt }: TotalToExplain<Draft>,
  draft: Draft,
  meant: Decimal,
) {
  const misses = primaryReadings.map((reading) => absolute(subtract(totalUnder(draft, reading, gstPercent), meant)));
  const [first = ZERO, ...others] = misses;
  return {
    largest: others.reduce((one, other) => (compare(other, one) > 0 ? other : one), first),
    near: misses.filter((miss) => isWithin(miss, maximumDoubt)).length,
  };
}

/** What a store of this reading makes of such fields, be they sent to it or shown by it. */
export function totalUnder(draft: PricedDraft, reading: Reading, gstPercent: Decimal): Decimal {
  const taken = reading.shipping === 'after-discount' ? { ...draft, shippingDiscount: ZERO } : draft;
  return priceOrder(taken, reading, gstPercent).total;
}

function isNearer(one: Decimal, other: Decimal): boolean {
  return compare(absolute(one), absolute(other)) < 0;
}

function isWithin(difference: Decimal, limit: Decimal): boolean {
  return compare(absolute(difference), limit) <= 0;
}
