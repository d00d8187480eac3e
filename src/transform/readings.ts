import { type Decimal, decimal, type HalfCents, isZero, multiply, roundToCents, subtract } from '../model/money.ts';

/** How a store may mean its money fields, and round, where the reference contradicts itself or is silent (U23, U24, U25). */
export interface Reading {
  /** Whether a coupon is still to be taken off the lines, or is part of their discounts already. */
  readonly coupon: 'off-the-lines' | 'in-the-prices';
  readonly discountAmount: 'per-line' | 'per-unit';
  /** What is rounded to cents after a percentage: each unit's price, each line, or only the sum of all lines. */
  readonly discountRounding: 'per-line' | 'per-unit' | 'per-order';
  readonly lineHalfCents: HalfCents;
  /** Whether the source's ShippingTotal is the amount before ShippingDiscount is taken off, or after. */
  readonly shipping: 'before-discount' | 'after-discount';
  /** Whether ShippingTotal holds its own tax. */
  readonly shippingTax: 'with-tax' | 'without-tax';
  /** Whether tax is rounded for each line, or once for all of them. */
  readonly taxRounding: 'per-line' | 'per-order';
  readonly taxHalfCents: HalfCents;
}

export type Dimension = keyof Reading;

/** Each dimension's values, the one with the most evidence first: it is taken where nothing tells. */
const values = {
  coupon: ['off-the-lines', 'in-the-prices'],
  shippingTax: ['with-tax', 'without-tax'],
  taxRounding: ['per-line', 'per-order'],
  shipping: ['before-discount', 'after-discount'],
  discountAmount: ['per-line', 'per-unit'],
  discountRounding: ['per-line', 'per-unit', 'per-order'],
  lineHalfCents: ['up', 'even', 'down'],
  taxHalfCents: ['up', 'even', 'down'],
} as const satisfies { readonly [D in Dimension]: readonly Reading[D][] };

export const standardReading: Reading = {
  coupon: 'off-the-lines',
  discountAmount: 'per-line',
  discountRounding: 'per-line',
  lineHalfCents: 'up',
  shipping: 'before-discount',
  shippingTax: 'with-tax',
  taxRounding: 'per-line',
  taxHalfCents: 'up',
};

/** All readings that differ from the standard one in these dimensions alone, the standard one first. */
export function readingsIn(dimensions: ReadonlySet<Dimension>): readonly Reading[] {
  let readings: readonly Reading[] = [standardReading];
  for (const dimension of Object.keys(values) as Dimension[]) {
    if (!dimensions.has(dimension)) continue;
    readings = readings.flatMap((reading) =>
      values[dimension].map((value): Reading => ({ ...reading, [dimension]: value })),
    );
  }
  return readings;
}

/** Those that concern every order; a coupon is a matter of the orders that have one. */
export const lastingDimensions: ReadonlySet<Dimension> = new Set(
  (Object.keys(values) as Dimension[]).filter((dimension) => dimension !== 'coupon'),
);

export const readings: readonly Reading[] = readingsIn(lastingDimensions);

interface ReadableOrder {
  readonly taxInclusive: boolean;
  readonly shippingCost: Decimal;
  readonly shippingDiscount: Decimal;
  readonly lines: readonly {
    readonly quantity: Decimal;
    readonly unitPrice: Decimal;
    readonly discountPercent: Decimal;
    readonly discountAmount: Decimal;
  }[];
}

/** In which dimensions the readings can come to different totals for this order: most orders have none. */
export function dimensionsOf(order: ReadableOrder, hasCoupon: boolean): ReadonlySet<Dimension> {
  const dimensions = new Set<Dimension>();
  if (hasCoupon) dimensions.add('coupon');
  if (!isZero(order.shippingDiscount)) dimensions.add('shipping');
  // Of tax-inclusive orders the recorded totals leave no doubt: shipping holds its tax (reference, section 3.4).
  if (!order.taxInclusive && !isZero(order.shippingCost)) dimensions.add('shippingTax');
  if (!order.taxInclusive) dimensions.add('taxRounding').add('taxHalfCents');
  for (const line of order.lines) {
    const several = line.quantity !== ONE;
    if (several && !isZero(line.discountAmount)) dimensions.add('discountAmount');
    if (several && !isZero(line.discountPercent)) dimensions.add('discountRounding');
    if (hasPartsOfCents(line)) dimensions.add('discountRounding').add('lineHalfCents');
  }
  return dimensions;
}

/** Whether anything of the line has to be rounded at all. */
function hasPartsOfCents({
  quantity,
  unitPrice,
  discountPercent,
  discountAmount,
}: ReadableOrder['lines'][number]): boolean {
  // Most lines: without any discount, of a whole number at a price in cents.
  if (isZero(discountPercent) && isZero(discountAmount) && isWholeCents(unitPrice) && !quantity.includes('.'))
    return false;
  const net = multiply(unitPrice, multiply(subtract(HUNDRED, discountPercent), HUNDREDTH));
  return [net, multiply(net, quantity), discountAmount, multiply(discountAmount, quantity)].some(
    (amount) => roundToCents(amount) !== amount,
  );
}

function isWholeCents(amount: Decimal): boolean {
  const point = amount.indexOf('.');
  return point === -1 || amount.length - point <= 3;
}

const ONE = decimal(1);
const HUNDRED = decimal(100);
const HUNDREDTH = decimal('0.01');

const words: { readonly [D in Dimension]: (value: Reading[D]) => string } = {
  coupon: (value) => `coupon ${value}`,
  discountAmount: (value) => `discount ${value}`,
  discountRounding: (value) => `prices rounded ${value}`,
  lineHalfCents: (value) => `half cents of prices ${value}`,
  shipping: (value) => `shipping ${value}`,
  shippingTax: (value) => `shipping ${value}`,
  taxRounding: (value) => `tax rounded ${value}`,
  taxHalfCents: (value) => `half cents of tax ${value}`,
};

/** For people: `discount per-line, shipping before-discount`; of the dimensions that are told alone. */
export function describeReading(reading: Reading, dimensions: ReadonlySet<Dimension>): string {
  return [...dimensions]
    .map((dimension) => (words[dimension] as (value: string) => string)(reading[dimension]))
    .join(', ');
}
