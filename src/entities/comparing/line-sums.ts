import {
  absolute,
  add,
  centsBeside,
  compare,
  type Decimal,
  decimal,
  divide,
  equal,
  isZero,
  multiply,
  negate,
  roundToCents,
  subtract,
  ZERO,
} from '../../model/money.ts';
import type { Order, OrderLine } from '../../model/order.ts';

/** Whether a store takes ProductDiscount off the line, or off each unit: the reference contradicts itself (U24). */
export type DiscountReading = 'per-line' | 'per-unit';
const discountReadings: readonly DiscountReading[] = ['per-line', 'per-unit'];

export const CENT = decimal('0.01');
const HALF_A_CENT = decimal('0.005');
const HUNDRED = decimal(100);

type Priced = Pick<OrderLine, 'quantity' | 'unitPrice' | 'percentDiscount' | 'productDiscount'>;

/** What a line comes to before any coupon, in cents. */
export function lineSum(line: Priced, reading: DiscountReading): Decimal {
  const { quantity, unitPrice, percentDiscount, productDiscount } = line;
  // Most lines: under every reading the same, in a quarter of the time.
  if (isZero(percentDiscount) && isZero(productDiscount)) return roundToCents(multiply(unitPrice, quantity));
  const left = multiply(subtract(HUNDRED, percentDiscount), CENT);
  const off = reading === 'per-unit' ? multiply(productDiscount, quantity) : productDiscount;
  return roundToCents(subtract(multiply(multiply(unitPrice, quantity), left), off));
}

/**
 * What a line with a discount may come to in cents, by every way in which its store may round: what it would be billed
 * as where the discount is part of the unit price. A part of a cent may go to either side, as the order's sum needs it.
 */
export function roundedSums(line: Priced): readonly Decimal[] {
  const { quantity, unitPrice, percentDiscount, productDiscount } = line;
  const net = multiply(unitPrice, multiply(subtract(HUNDRED, percentDiscount), CENT));
  const units = [net, ...(['up', 'even', 'down'] as const).map((half) => roundToCents(net, half))];
  return units.flatMap((unit) =>
    [productDiscount, multiply(productDiscount, quantity)].flatMap((off) =>
      centsBeside(subtract(multiply(unit, quantity), off)),
    ),
  );
}

/**
 * The readings under which the lines come to what the store itself says that they come to, give or take a cent a line,
 * and half a cent for each unit of which a percentage is taken off: its price may be rounded by itself.
 * @param subtotal the store's own; null where it does not show it: both may be meant then
 */
export function readingsOf(lines: readonly Priced[], subtotal: Decimal | null): readonly DiscountReading[] {
  if (subtotal === null) return discountReadings;
  const slack = add(ZERO, ...lines.map((line) => add(CENT, unitSlack(line))));
  return discountReadings.filter((reading) => {
    const sum = add(ZERO, ...lines.map((line) => lineSum(line, reading)));
    return isWithin(subtract(sum, subtotal), slack);
  });
}

/** By how much a line may come to something else where each unit's price is rounded after a percentage. */
export function unitSlack({ quantity, percentDiscount }: Pick<OrderLine, 'quantity' | 'percentDiscount'>): Decimal {
  return isZero(percentDiscount) ? ZERO : multiply(absolute(quantity), HALF_A_CENT);
}

export function isWithin(difference: Decimal, slack: Decimal): boolean {
  return compare(absolute(difference), slack) <= 0;
}

/**
 * What each line comes to once the coupon is taken off: what its store says that it bears of it, and of the rest as much
 * as its own part of the whole, or of what is taxed: the GST of the order tells whether that was the right one. Not
 * rounded: to the cent, its place in the order decides.
 * @returns one list of sums for each way in which it can be taken off
 */
export function sumsAfterCoupon(
  { couponDiscount, lines }: Pick<Order, 'couponDiscount' | 'lines'>,
  reading: DiscountReading,
): readonly (readonly Decimal[])[] {
  const whole = isZero(couponDiscount)
    ? add(ZERO, ...lines.map((line) => line.couponDiscount))
    : roundToCents(couponDiscount);
  if (isZero(whole)) return [];
  const sums = lines.map((line) => lineSum(line, reading));
  const own = ownCoupons(lines, whole);
  const room = sums
    .map((sum, place) => subtract(sum, own[place] ?? ZERO))
    .map((left) => (sign(left) < 0 ? ZERO : left));
  const rest = subtract(whole, ...own);
  const taxed = room.map((left, place) => (isZero(lines[place]?.tax ?? ZERO) ? ZERO : left));
  return (isZero(rest) ? [room] : [room, taxed]).flatMap((rooms) => {
    const all = add(ZERO, ...rooms);
    if (isZero(all) && !isZero(rest)) return [];
    const after = sums.map((sum, place) => {
      const share = isZero(rest) ? ZERO : (divide(multiply(rest, rooms[place] ?? ZERO), all, 8) ?? ZERO);
      return subtract(sum, own[place] ?? ZERO, share);
    });
    return [after];
  });
}

/** A line's coupon is per line or per unit as its discount is: what comes to the order's own coupon tells which. */
function ownCoupons(lines: readonly OrderLine[], whole: Decimal): readonly Decimal[] {
  const perLine = lines.map(({ couponDiscount }) => roundToCents(couponDiscount));
  const perUnit = lines.map(({ couponDiscount, quantity }) => roundToCents(multiply(couponDiscount, quantity)));
  const sum = (amounts: readonly Decimal[]): Decimal => add(ZERO, ...amounts);
  const own = !equal(sum(perLine), whole) && equal(sum(perUnit), whole) ? perUnit : perLine;
  return compare(sum(own), whole) <= 0 ? own : own.map(() => ZERO);
}

function sign(value: Decimal): -1 | 0 | 1 {
  return compare(value, ZERO);
}

/** Both ends of a range, the lesser first. */
export function range(one: Decimal, other: Decimal, slack: Decimal = ZERO): { least: Decimal; most: Decimal } {
  const [least, most] = compare(one, other) <= 0 ? [one, other] : [other, one];
  return { least: add(least, negate(slack)), most: add(most, slack) };
}

/**
 * How many amounts of tax of an order are rounded by themselves: those of its lines, at whichever end there are more, and
 * that of its shipping, where there is some. A surcharge is a line of its copy. What is not shown may be there.
 * @param copied how many of its own lines its copy is to have
 */
export function roundingsOf(source: Order, copied: number): number {
  const has = (field: 'shippingTotal' | 'surchargeTotal'): number => {
    const amount = shown(source, field);
    return amount === null || !isZero(amount) ? 1 : 0;
  };
  return Math.max(source.lines.length, copied + has('surchargeTotal')) + has('shippingTotal');
}

/** A record of the normal form that says which of its amounts its store did not show. */
interface Showing {
  readonly notShown?: readonly string[] | undefined;
}

/** An amount as its store shows it. @returns null where it shows none: what is missing is not zero */
export function shown<Field extends string>(
  record: Showing & Readonly<Record<Field, Decimal>>,
  field: Field,
): Decimal | null {
  return record.notShown?.includes(field) === true ? null : record[field];
}
