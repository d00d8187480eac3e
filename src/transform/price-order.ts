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
import type { Reading } from './readings.ts';

export type PricedLine = Pick<
  OrderLineDraft,
  'quantity' | 'unitPrice' | 'discountPercent' | 'discountAmount' | 'taxFree'
>;

/** The fields of a draft that its total follows from. */
export type PricedDraft = Pick<OrderDraft, 'taxInclusive' | 'taxFreeShipping' | 'shippingCost' | 'shippingDiscount'> & {
  readonly lines: readonly PricedLine[];
};

export interface Price {
  readonly total: Decimal;
  readonly lineTaxes: readonly Decimal[];
  readonly shippingTax: Decimal;
  /** Of lines and shipping. */
  readonly tax: Decimal;
}

const HUNDRED = decimal(100);

/** A store's arithmetic, predicted to the cent from its fields. */
export function priceOrder(draft: PricedDraft, reading: Reading, gstPercent: Decimal): Price {
  const { taxInclusive } = draft;
  const taxOf = (value: Decimal, inclusive: boolean): Decimal =>
    fractionToCents(value, gstPercent, inclusive ? add(HUNDRED, gstPercent) : HUNDRED, reading.taxHalfCents);
  const values = draft.lines.map((line) => lineValue(line, reading));
  const taxable = draft.lines.map((line, place) => (line.taxFree ? ZERO : (values[place] ?? ZERO)));
  const lineTaxes = taxable.map((value) => taxOf(value, taxInclusive));
  const taxOfLines = reading.taxRounding === 'per-line' ? add(...lineTaxes) : taxOf(add(...taxable), taxInclusive);
  const shipping = roundToCents(subtract(draft.shippingCost, draft.shippingDiscount));
  const shippingHoldsTax = reading.shippingTax === 'with-tax';
  const shippingTax = draft.taxFreeShipping ? ZERO : taxOf(shipping, shippingHoldsTax);
  return {
    total: add(
      roundToCents(add(...values), reading.lineHalfCents),
      taxInclusive ? ZERO : taxOfLines,
      shipping,
      shippingHoldsTax ? ZERO : shippingTax,
    ),
    lineTaxes,
    shippingTax,
    tax: add(taxOfLines, shippingTax),
  };
}

type PricedUnits = Pick<PricedLine, 'quantity' | 'unitPrice' | 'discountPercent'>;
export type LineReading = Pick<Reading, 'discountAmount' | 'discountRounding' | 'lineHalfCents'>;

/** What is left of price × quantity after the percentage; in whole cents only where each unit's price is rounded. */
export function afterPercentage(
  { unitPrice, quantity, discountPercent }: PricedUnits,
  { discountRounding, lineHalfCents }: Omit<LineReading, 'discountAmount'>,
): Decimal {
  if (isZero(discountPercent)) return multiply(unitPrice, quantity);
  const net = multiply(unitPrice, multiply(subtract(HUNDRED, discountPercent), decimal('0.01')));
  return multiply(discountRounding === 'per-unit' ? roundToCents(net, lineHalfCents) : net, quantity);
}

/** In cents, but for a store that rounds only the sum of all lines. */
export function lineValue(line: Omit<PricedLine, 'taxFree'>, reading: LineReading): Decimal {
  const { discountAmount, discountRounding, lineHalfCents } = reading;
  const off = discountAmount === 'per-line' ? line.discountAmount : multiply(line.discountAmount, line.quantity);
  const value = subtract(afterPercentage(line, reading), off);
  return discountRounding === 'per-order' ? value : roundToCents(value, lineHalfCents);
}
