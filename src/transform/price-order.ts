import type { OrderDraft, OrderLineDraft } from '../model/drafts.ts';
import {
  add,
  type Decimal,
  decimal,
  fractionToCents,
  isZero,
  multiply,
  roundToCents,
  subtract,
  ZERO,
} from '../model/money.ts';
import type { Order } from '../model/order.ts';

/** How Neto may mean its money fields, where the reference contradicts itself (U23, U24, U25). */
export interface Reading {
  /** Whether a coupon is still to be taken off the lines, or is part of their discounts already. */
  readonly coupon: 'off-the-lines' | 'in-the-prices';
  readonly discountAmount: 'per-line' | 'per-unit';
  /** Whether the source's ShippingTotal is the amount before ShippingDiscount is taken off, or after. */
  readonly shipping: 'before-discount' | 'after-discount';
  /** Whether ShippingTotal holds its own tax. */
  readonly shippingTax: 'with-tax' | 'without-tax';
  /** Whether tax is rounded for each line, or once for all of them. */
  readonly taxRounding: 'per-line' | 'per-order';
}

export const standardReading: Reading = {
  coupon: 'off-the-lines',
  discountAmount: 'per-line',
  shipping: 'before-discount',
  shippingTax: 'with-tax',
  taxRounding: 'per-line',
};

/** Of orders without a coupon. The standard reading first: where several fit, it is the one that is taken. */
export const readings: readonly Reading[] = (['with-tax', 'without-tax'] as const).flatMap((shippingTax) =>
  (['per-line', 'per-order'] as const).flatMap((taxRounding) =>
    (['before-discount', 'after-discount'] as const).flatMap(
      (shipping) =>
      (['per-line', 'per-unit'] as const).map((discountAmount) => ({
        coupon: 'off-the-lines' as const, discountAmount, shipping, shippingTax, taxRounding,
      })), // biome-ignore format: a table
    ),
  ),
);

export const couponReadings: readonly Reading[] = (['off-the-lines', 'in-the-prices'] as const).flatMap((coupon) =>
  readings.map((reading) => ({ ...reading, coupon })),
);

export type PricedLine = Pick<
  OrderLineDraft,
  'quantity' | 'unitPrice' | 'discountPercent' | 'discountAmount' | 'taxFree'
>;

/** The readings that can make a difference to this order: most orders have a single one. */
export function readingsFor(order: Order, hasCoupon: boolean): readonly Reading[] {
  const discounted = order.lines.some((line) => !isZero(line.productDiscount) && line.quantity !== ONE);
  return (hasCoupon ? couponReadings : readings).filter(
    ({ discountAmount, shipping, shippingTax, taxRounding }) =>
      (discounted || discountAmount === standardReading.discountAmount) &&
      (!isZero(order.shippingDiscount) || shipping === standardReading.shipping) &&
      (!isZero(order.shippingTotal) || shippingTax === standardReading.shippingTax) &&
      (!order.taxInclusive || taxRounding === standardReading.taxRounding),
  );
}

/** The fields of a draft that its total follows from. */
export type PricedDraft = Pick<
  OrderDraft,
  'taxInclusive' | 'taxFreeShipping' | 'shippingCost' | 'shippingDiscount' | 'rounding'
> & { readonly lines: readonly PricedLine[] };

export interface Price {
  readonly total: Decimal;
  readonly lineTaxes: readonly Decimal[];
  readonly shippingTax: Decimal;
  /** Of lines and shipping. */
  readonly tax: Decimal;
}

const ONE = decimal(1);
const HUNDRED = decimal(100);

/** The primary's arithmetic, predicted to the cent from what will be sent. */
export function priceOrder(draft: PricedDraft, reading: Reading, gstPercent: Decimal): Price {
  const values = draft.lines.map((line) => lineValue(line, reading.discountAmount));
  const lineTaxes = draft.lines.map((line, place) =>
    line.taxFree ? ZERO : taxOf(values[place] ?? ZERO, draft.taxInclusive, gstPercent),
  );
  const taxable = draft.lines.map((line, place) => (line.taxFree ? ZERO : (values[place] ?? ZERO)));
  const taxOfLines =
    reading.taxRounding === 'per-line' ? add(...lineTaxes) : taxOf(add(...taxable), draft.taxInclusive, gstPercent);
  const shipping = roundToCents(subtract(draft.shippingCost, draft.shippingDiscount));
  const shippingHoldsTax = reading.shippingTax === 'with-tax';
  const shippingTax = draft.taxFreeShipping ? ZERO : taxOf(shipping, shippingHoldsTax, gstPercent);
  return {
    total: add(
      ...values,
      draft.taxInclusive ? ZERO : taxOfLines,
      shipping,
      shippingHoldsTax ? ZERO : shippingTax,
      draft.rounding ?? ZERO,
    ),
    lineTaxes,
    shippingTax,
    tax: add(taxOfLines, shippingTax),
  };
}

/** What is left of price × quantity after the percentage: exact, not yet in cents. */
export function afterPercentage(line: Pick<PricedLine, 'quantity' | 'unitPrice' | 'discountPercent'>): Decimal {
  const gross = multiply(line.unitPrice, line.quantity);
  return subtract(gross, multiply(multiply(gross, line.discountPercent), decimal('0.01')));
}

/** In cents: rounded only once, after all discounts. */
export function lineValue(line: Omit<PricedLine, 'taxFree'>, discountAmount: Reading['discountAmount']): Decimal {
  const amount = discountAmount === 'per-line' ? line.discountAmount : multiply(line.discountAmount, line.quantity);
  return roundToCents(subtract(afterPercentage(line), amount));
}

function taxOf(value: Decimal, inclusive: boolean, gstPercent: Decimal): Decimal {
  return fractionToCents(value, gstPercent, inclusive ? add(HUNDRED, gstPercent) : HUNDRED);
}

export function describeReading(reading: Reading): string {
  const { coupon, discountAmount, shipping, shippingTax, taxRounding } = reading;
  const words = [
    `discount ${discountAmount}`,
    `shipping ${shipping}`,
    `shipping ${shippingTax}`,
    `tax rounded ${taxRounding}`,
  ];
  return (coupon === standardReading.coupon ? words : [...words, `coupon ${coupon}`]).join(', ');
}
