import type { OrderLineDraft } from '../model/drafts.ts';
import {
  absolute,
  add,
  compare,
  type Decimal,
  decimal,
  divide,
  equal,
  isNegative,
  isZero,
  multiply,
  roundToCents,
  subtract,
  ZERO,
} from '../model/money.ts';
import type { Order } from '../model/order.ts';
import { afterPercentage, type LineReading, lineValue } from './price-order.ts';
import { spread } from './spread.ts';

const ONE = decimal(1);

export function hasCoupon(order: Pick<Order, 'couponDiscount' | 'lines'>): boolean {
  return !isZero(order.couponDiscount) || order.lines.some(({ couponDiscount }) => !isZero(couponDiscount));
}

/**
 * Takes the coupon off the lines: AddOrder has a field for a coupon only by the id of the primary's own (reference,
 * section 2.2). A line bears what its store says it bears; the rest is spread by value, to the cent. It becomes the line's
 * discount; on several units it goes into the unit price instead, where nothing tells how the store means discounts.
 * @param lines of `order.lines`, in the same sequence
 * @returns undefined where the coupon is more than the lines come to
 */
export function takeCouponOff(
  order: Order,
  lines: readonly OrderLineDraft[],
  storeReading: LineReading,
): readonly OrderLineDraft[] | undefined {
  // Shares are whole cents, so each line's value has to be.
  const { discountRounding } = storeReading;
  const reading = {
    ...storeReading,
    discountRounding: discountRounding === 'per-order' ? 'per-line' : discountRounding,
  } as const;
  const values = lines.map((line) => lineValue(line, reading));
  const shares = couponShares(order, values);
  // Whether a discount is per line or per unit shows only where there is one on several units (U24).
  const known = lines.some((line) => !isZero(line.discountAmount) && !equal(line.quantity, ONE));
  return shares && lines.map((line, place) => lowered(line, shares[place] ?? ZERO, reading, known));
}

/** What each line bears of the coupon, in cents. */
function couponShares(order: Order, values: readonly Decimal[]): readonly Decimal[] | undefined {
  const own = ownShares(order);
  const whole = isZero(order.couponDiscount) ? add(...own) : roundToCents(order.couponDiscount);
  const borne = compare(add(...own), whole) <= 0 ? own : own.map(() => ZERO);
  const room = values.map((value, place) => atLeastZero(subtract(value, borne[place] ?? ZERO)));
  const left = subtract(whole, ...borne);
  const onAll = spread(left, room);
  const taxed = room.map((one, place) => (isZero(order.lines[place]?.tax ?? ZERO) ? ZERO : one));
  // A store that takes the tax on the whole coupon off its order's has taken it off what is taxed, be that less.
  const onTaxed = spread(left, taxed, 'borne');
  const rest = onAll && onTaxed && isNearerToTax(order, room, onTaxed, onAll) ? onTaxed : onAll;
  return rest && borne.map((share, place) => add(share, rest[place] ?? ZERO));
}

/**
 * Where some lines are free of tax, the order's own tax tells whether its store took the coupon off all of them, or off
 * those alone that are taxed. Each line shows its own rate.
 * @param room what each line came to when its tax was worked out
 */
function isNearerToTax(
  { lines, orderTax, shippingTax, surchargeTaxable }: Order,
  room: readonly Decimal[],
  one: readonly Decimal[],
  other: readonly Decimal[],
): boolean {
  if (lines.every(({ tax }) => isZero(tax)) || lines.every(({ tax }) => !isZero(tax))) return false;
  const taxed = lines.map(({ tax }, place) => (isZero(tax) ? ZERO : (room[place] ?? ZERO)));
  const taxes = add(ZERO, ...lines.map(({ tax }) => tax));
  const onSurcharge = share(taxes, surchargeTaxable, add(ZERO, ...taxed));
  const apart = (shares: readonly Decimal[]): Decimal => {
    const off = lines.map(({ tax }, place) => share(tax, shares[place] ?? ZERO, room[place] ?? ZERO));
    const ofLines = subtract(add(taxes, onSurcharge), ...off);
    // The reference does not say whether OrderTax takes in the tax on shipping.
    const withShipping = absolute(subtract(add(ofLines, shippingTax), orderTax));
    const without = absolute(subtract(ofLines, orderTax));
    return compare(withShipping, without) < 0 ? withShipping : without;
  };
  return compare(apart(one), apart(other)) < 0;
}

function share(amount: Decimal, part: Decimal, all: Decimal): Decimal {
  return isZero(all) ? ZERO : (divide(multiply(amount, part), all, 8) ?? ZERO);
}

/** OrderLine.CouponDiscount is per line or per unit, as all discounts (U24): what adds up to the order's tells which. */
function ownShares({ lines, couponDiscount }: Order): Decimal[] {
  const perLine = lines.map((line) => roundToCents(line.couponDiscount));
  const perUnit = lines.map((line) => roundToCents(multiply(line.couponDiscount, line.quantity)));
  const meansUnits = !equal(add(...perLine), couponDiscount) && equal(add(...perUnit), couponDiscount);
  return meansUnits ? perUnit : perLine;
}

function lowered(
  line: OrderLineDraft,
  ofCoupon: Decimal,
  reading: LineReading,
  readingIsKnown: boolean,
): OrderLineDraft {
  if (isZero(ofCoupon)) return line;
  const target = subtract(lineValue(line, reading), ofCoupon);
  const isTarget = (changed: OrderLineDraft | undefined): changed is OrderLineDraft =>
    changed !== undefined && equal(lineValue(changed, reading), target);
  if (!readingIsKnown && !equal(line.quantity, ONE)) {
    const repriced = withUnitPrice(line, target, reading);
    if (isTarget(repriced)) return repriced;
  }
  const perUnit = reading.discountAmount === 'per-unit';
  const added = perUnit ? divide(ofCoupon, line.quantity) : ofCoupon;
  const plain = added && { ...line, discountAmount: add(line.discountAmount, added) };
  if (isTarget(plain)) return plain;
  // Half a cent, or a share that its units can't be divided by: the amount that leads to the target whatever is rounded.
  const amount = subtract(afterPercentage(line, reading), target);
  return { ...line, discountAmount: perUnit ? (divide(amount, line.quantity, 8) ?? ZERO) : amount };
}

/**
 * The price at which the line comes to its target, in as few decimals as do; a percentage goes on being taken off where
 * one does so with it. Where each unit's price is rounded there may be none, and the price bears the percentage too.
 */
function withUnitPrice(line: OrderLineDraft, target: Decimal, reading: LineReading): OrderLineDraft | undefined {
  return [line, { ...line, discountPercent: ZERO }]
    .flatMap((one) => {
      const units = afterPercentage({ ...one, unitPrice: ONE }, { ...reading, discountRounding: 'per-line' });
      return [4, 8].map((decimals) => {
        const unitPrice = divide(target, units, decimals);
        return unitPrice && { ...one, unitPrice, discountAmount: ZERO };
      });
    })
    .find((changed) => changed !== undefined && equal(lineValue(changed, reading), target));
}

function atLeastZero(value: Decimal): Decimal {
  return isNegative(value) ? ZERO : absolute(value);
}
