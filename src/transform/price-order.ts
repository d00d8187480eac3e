import type { OrderDraft, OrderLineDraft } from '../model/drafts.ts';
import {
  absolute,
  add,
  compare,
  type Decimal,
  decimal,
  fractionToCents,
  multiply,
  roundToCents,
  subtract,
  ZERO,
} from '../model/money.ts';
import type { Order } from '../model/order.ts';

/** How Neto may mean its money fields, where the reference contradicts itself (U23, U24). */
export interface Reading {
  readonly discountAmount: 'per-line' | 'per-unit';
  /** Whether ShippingTotal is the amount before ShippingDiscount is taken off, or after. */
  readonly shipping: 'before-discount' | 'after-discount';
  /** Whether ShippingTotal holds its own tax. */
  readonly shippingTax: 'with-tax' | 'without-tax';
}

export const standardReading: Reading = {
  discountAmount: 'per-line',
  shipping: 'before-discount',
  shippingTax: 'with-tax',
};

/** The standard reading first: where several fit, it is the one that is taken. */
export const readings: readonly Reading[] = (['with-tax', 'without-tax'] as const).flatMap((shippingTax) =>
  (['before-discount', 'after-discount'] as const).flatMap((shipping) =>
    (['per-line', 'per-unit'] as const).map((discountAmount) => ({ discountAmount, shipping, shippingTax })),
  ),
);

/** The fields of a draft that its total follows from. */
export type PricedDraft = Pick<
  OrderDraft,
  'taxInclusive' | 'taxFreeShipping' | 'shippingCost' | 'shippingDiscount' | 'rounding'
> & {
  readonly lines: readonly Pick<
    OrderLineDraft,
    'quantity' | 'unitPrice' | 'discountPercent' | 'discountAmount' | 'taxFree'
  >[];
};

export interface Price {
  readonly total: Decimal;
  readonly lineTaxes: readonly Decimal[];
  readonly shippingTax: Decimal;
  /** Of lines and shipping. */
  readonly tax: Decimal;
}

const HUNDRED = decimal(100);

/** The primary's arithmetic, predicted to the cent from what will be sent. */
export function priceOrder(draft: PricedDraft, reading: Reading, gstPercent: Decimal): Price {
  const values = draft.lines.map((line) => lineValue(line, reading));
  const lineTaxes = draft.lines.map((line, place) =>
    line.taxFree ? ZERO : taxOf(values[place] ?? ZERO, draft.taxInclusive, gstPercent),
  );
  const shipping = roundToCents(
    reading.shipping === 'before-discount' ? subtract(draft.shippingCost, draft.shippingDiscount) : draft.shippingCost,
  );
  const shippingHoldsTax = reading.shippingTax === 'with-tax';
  const shippingTax = draft.taxFreeShipping ? ZERO : taxOf(shipping, shippingHoldsTax, gstPercent);
  return {
    total: add(
      ...values,
      ...(draft.taxInclusive ? [] : lineTaxes),
      shipping,
      shippingHoldsTax ? ZERO : shippingTax,
      draft.rounding ?? ZERO,
    ),
    lineTaxes,
    shippingTax,
    tax: add(...lineTaxes, shippingTax),
  };
}

function lineValue(line: PricedDraft['lines'][number], reading: Reading): Decimal {
  const gross = multiply(line.unitPrice, line.quantity);
  // The percentage's exact hundredth: rounded only once, with the whole line.
  const percentage = multiply(multiply(gross, line.discountPercent), decimal('0.01'));
  const amount =
    reading.discountAmount === 'per-line' ? line.discountAmount : multiply(line.discountAmount, line.quantity);
  return roundToCents(subtract(gross, percentage, amount));
}

function taxOf(value: Decimal, inclusive: boolean, gstPercent: Decimal): Decimal {
  return fractionToCents(value, gstPercent, inclusive ? add(HUNDRED, gstPercent) : HUNDRED);
}

export type Explanation =
  | {
      readonly kind: 'explained';
      readonly reading: Reading;
      readonly total: Decimal;
      readonly tax: Decimal;
      readonly price: Price;
    }
  | {
      readonly kind: 'unexplained';
      readonly predictions: readonly { readonly reading: Reading; readonly total: Decimal }[];
    };

/** Finds the reading under which the draft comes to the source's own total. */
export function explainTotal(
  order: Pick<Order, 'grandTotal'>,
  draft: PricedDraft,
  gstPercent: Decimal,
  tolerance: Decimal,
): Explanation {
  const predictions: { reading: Reading; total: Decimal }[] = [];
  for (const reading of readings) {
    const price = priceOrder(draft, reading, gstPercent);
    if (compare(absolute(subtract(price.total, order.grandTotal)), tolerance) <= 0) {
      return { kind: 'explained', reading, total: price.total, tax: price.tax, price };
    }
    predictions.push({ reading, total: price.total });
  }
  return { kind: 'unexplained', predictions };
}

export function describeReading(reading: Reading): string {
  return `discount ${reading.discountAmount}, shipping ${reading.shipping}, ${reading.shippingTax}`;
}
