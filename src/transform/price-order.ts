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

type PricedLine = Pick<OrderLineDraft, 'quantity' | 'unitPrice' | 'discountPercent' | 'discountAmount' | 'taxFree'>;

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
const HUNDREDTH = decimal('0.01');

/** A store's arithmetic, predicted to the cent from its fields. */
export function priceOrder(draft: PricedDraft, reading: Reading, gstPercent: Decimal): Price {
  return pricesOf(draft, gstPercent)(reading);
}

/** The same for all readings of one draft: what several of them have in common is computed once. */
export function pricesOf(draft: PricedDraft, gstPercent: Decimal): (reading: Reading) => Price {
  const { taxInclusive } = draft;
  const whole = add(HUNDRED, gstPercent);
  const taxOf = (value: Decimal, inclusive: boolean, { taxHalfCents }: Reading): Decimal =>
    fractionToCents(value, gstPercent, inclusive ? whole : HUNDRED, taxHalfCents);
  const linesUnder = once(lineNameOf, (reading) => {
    const values = draft.lines.map((line) => lineValue(line, reading));
    const taxable = draft.lines.map((line, place) => (line.taxFree ? ZERO : (values[place] ?? ZERO)));
    return { taxable, total: roundToCents(add(...values), reading.lineHalfCents) };
  });
  const taxesUnder = once(
    (reading) => `${lineNameOf(reading)} ${reading.taxRounding} ${reading.taxHalfCents}`,
    (reading) => {
      const { taxable } = linesUnder(reading);
      const lineTaxes = taxable.map((value) => taxOf(value, taxInclusive, reading));
      const isPerLine = reading.taxRounding === 'per-line';
      return { lineTaxes, total: isPerLine ? add(...lineTaxes) : taxOf(add(...taxable), taxInclusive, reading) };
    },
  );
  const shipping = roundToCents(subtract(draft.shippingCost, draft.shippingDiscount));
  const shippingTaxUnder = once(
    ({ shippingTax, taxHalfCents }) => `${shippingTax} ${taxHalfCents}`,
    (reading) => (draft.taxFreeShipping ? ZERO : taxOf(shipping, reading.shippingTax === 'with-tax', reading)),
  );
  return (reading) => {
    const lines = linesUnder(reading);
    const taxes = taxesUnder(reading);
    const shippingTax = shippingTaxUnder(reading);
    return {
      total: add(
        lines.total,
        taxInclusive ? ZERO : taxes.total,
        shipping,
        reading.shippingTax === 'with-tax' ? ZERO : shippingTax,
      ),
      lineTaxes: taxes.lineTaxes,
      shippingTax,
      tax: add(taxes.total, shippingTax),
    };
  };
}

/** @param nameOf names alike what comes to the same */
function once<Result>(
  nameOf: (reading: Reading) => string,
  compute: (reading: Reading) => Result,
): (reading: Reading) => Result {
  const known = new Map<string, Result>();
  return (reading) => {
    const name = nameOf(reading);
    const result = known.get(name) ?? compute(reading);
    known.set(name, result);
    return result;
  };
}

function lineNameOf({ discountAmount, discountRounding, lineHalfCents }: LineReading): string {
  return `${discountAmount} ${discountRounding} ${lineHalfCents}`;
}

type PricedUnits = Pick<PricedLine, 'quantity' | 'unitPrice' | 'discountPercent'>;
export type LineReading = Pick<Reading, 'discountAmount' | 'discountRounding' | 'lineHalfCents'>;

/** What is left of price × quantity after the percentage; in whole cents only where each unit's price is rounded. */
export function afterPercentage(
  { unitPrice, quantity, discountPercent }: PricedUnits,
  { discountRounding, lineHalfCents }: Omit<LineReading, 'discountAmount'>,
): Decimal {
  if (isZero(discountPercent)) return multiply(unitPrice, quantity);
  const net = multiply(unitPrice, multiply(subtract(HUNDRED, discountPercent), HUNDREDTH));
  return multiply(discountRounding === 'per-unit' ? roundToCents(net, lineHalfCents) : net, quantity);
}

/** In cents, but for a store that rounds only the sum of all lines. */
export function lineValue(line: Omit<PricedLine, 'taxFree'>, reading: LineReading): Decimal {
  const { discountAmount, discountRounding, lineHalfCents } = reading;
  const off = discountAmount === 'per-line' ? line.discountAmount : multiply(line.discountAmount, line.quantity);
  const value = subtract(afterPercentage(line, reading), off);
  return discountRounding === 'per-order' ? value : roundToCents(value, lineHalfCents);
}
