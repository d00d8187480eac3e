import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { add, type Decimal, decimal, equal, subtract, ZERO } from '../../src/model/money.ts';
import { type Allowance, explainTotal } from '../../src/transform/explain-total.ts';
import {
  type PricedDraft,
  priceOrder,
  type Reading,
  readings,
  standardReading,
} from '../../src/transform/price-order.ts';

const GST = decimal(10);

type PricedLine = PricedDraft['lines'][number];

function pricedLine(changes: Partial<PricedLine> = {}): PricedLine {
  return {
    quantity: decimal(1),
    unitPrice: decimal('11'),
    discountPercent: ZERO,
    discountAmount: ZERO,
    taxFree: false,
    ...changes,
  };
}

function draft(changes: Partial<PricedDraft> = {}): PricedDraft {
  return {
    taxInclusive: true,
    taxFreeShipping: false,
    shippingCost: ZERO,
    shippingDiscount: ZERO,
    rounding: null,
    lines: [pricedLine()],
    ...changes,
  };
}

const totalOf = (priced: PricedDraft, reading: Partial<Reading> = {}): Decimal =>
  priceOrder(priced, { ...standardReading, ...reading }, GST).total;

describe('priceOrder', () => {
  it('agrees with the live order of the reference: two lines at 3.50 hold 0.32 of tax each', () => {
    const two = draft({
      lines: [pricedLine({ unitPrice: decimal('3.50') }), pricedLine({ unitPrice: decimal('3.50') })],
    });
    expect(priceOrder(two, standardReading, GST)).toMatchObject({
      total: '7',
      lineTaxes: ['0.32', '0.32'],
      tax: '0.64',
    });
  });

  it('agrees with order N10155 of the reference: 626.95 and 26.62 of shipping', () => {
    const sample = draft({ lines: [pricedLine({ unitPrice: decimal('626.95') })], shippingCost: decimal('26.62') });
    expect(totalOf(sample)).toBe('653.57');
  });

  it('adds tax rounded half up for each line where prices are without it', () => {
    // 0.05 of tax each would be 0.045 unrounded: three lines show that no sum is rounded instead.
    const lines = [1, 2, 3].map(() => pricedLine({ unitPrice: decimal('0.45') }));
    expect(totalOf(draft({ taxInclusive: false, lines }))).toBe('1.5');
  });

  it('rounds a line once, after its discounts', () => {
    const lines = [pricedLine({ unitPrice: decimal('1.005'), quantity: decimal(3), discountPercent: decimal(10) })];
    expect(totalOf(draft({ lines }))).toBe('2.71');
  });

  it('reads the discount amount per line or per unit', () => {
    const lines = [pricedLine({ quantity: decimal(3), discountAmount: decimal(2) })];
    expect(totalOf(draft({ lines }))).toBe('31');
    expect(totalOf(draft({ lines }), { discountAmount: 'per-unit' })).toBe('27');
  });

  it('takes the shipping discount off, and reads shipping with or without its tax', () => {
    const shipped = draft({ shippingCost: decimal(10), shippingDiscount: decimal(4) });
    expect(totalOf(shipped)).toBe('17');
    expect(totalOf(shipped, { shippingTax: 'without-tax' })).toBe('17.6');
  });

  it('charges no tax on tax-free lines and tax-free shipping', () => {
    const free = draft({
      taxInclusive: false,
      taxFreeShipping: true,
      shippingCost: decimal(10),
      lines: [pricedLine({ taxFree: true })],
    });
    expect(priceOrder(free, { ...standardReading, shippingTax: 'without-tax' }, GST)).toMatchObject({
      total: '21',
      tax: '0',
    });
  });
});

const NOTHING: Allowance = { tolerance: ZERO, rounding: ZERO };

const explain = (grandTotal: Decimal, priced: PricedDraft, allowance: Partial<Allowance> = {}) =>
  explainTotal(grandTotal, readings, () => priced, GST, { ...NOTHING, ...allowance });

describe('explainTotal', () => {
  it('takes the standard reading where several fit', () => {
    const explained = explain(decimal(11), draft());
    expect(explained).toMatchObject({ kind: 'explained', reading: standardReading, price: { total: '11', tax: '1' } });
  });

  it('finds the one reading that fits', () => {
    const several = draft({ lines: [pricedLine({ quantity: decimal(3), discountAmount: decimal(2) })] });
    const explained = explain(decimal('27'), several);
    expect(explained).toMatchObject({
      kind: 'explained',
      reading: { ...standardReading, discountAmount: 'per-unit' },
    });
  });

  it('names every other prediction where none fits, though it be by one cent', () => {
    const shipped = draft({ shippingCost: decimal(10), shippingDiscount: decimal(4) });
    expect(explain(decimal('17.01'), shipped)).toMatchObject({
      kind: 'unexplained',
      predictions: [{ total: '17' }, { total: '17.6' }],
      difference: '-0.01',
    });
  });

  it('allows exactly the tolerance', () => {
    expect(explain(decimal('11.01'), draft(), { tolerance: decimal('0.01') }).kind).toBe('explained');
    expect(explain(decimal('11.02'), draft(), { tolerance: decimal('0.01') }).kind).toBe('unexplained');
  });
});

describe('order rounding', () => {
  const rounding = decimal('0.05');

  it('is sent for up to five cents either way, so that the total is the source’s to the cent', () => {
    for (const grandTotal of [decimal('11.05'), decimal('10.95'), decimal('11.02')]) {
      const explained = explain(grandTotal, draft(), { rounding });
      expect(explained).toMatchObject({ kind: 'explained', price: { total: grandTotal }, difference: '0' });
      expect(explained.kind === 'explained' && explained.draft.rounding).toBe(subtract(grandTotal, decimal(11)));
    }
  });

  it('never hides six', () => {
    expect(explain(decimal('11.06'), draft(), { rounding })).toMatchObject({
      kind: 'unexplained',
      difference: '-0.06',
    });
    expect(explain(decimal('10.94'), draft(), { rounding }).kind).toBe('unexplained');
  });

  it('is not sent where a tolerance covers the difference, which then stays to be seen', () => {
    const explained = explain(decimal('11.02'), draft(), { rounding, tolerance: decimal('0.02') });
    expect(explained).toMatchObject({ price: { total: '11' }, difference: '-0.02', draft: { rounding: null } });
  });
});

/** The same arithmetic on whole cents in bigint, so that a mistake would have to be made twice in two ways. */
function totalInCents(priced: GeneratedOrder, reading: Reading): bigint {
  const halfUp = (numerator: bigint, denominator: bigint): bigint => {
    const twice = 2n * (numerator < 0n ? -numerator : numerator) + denominator;
    const rounded = twice / (2n * denominator);
    return numerator < 0n ? -rounded : rounded;
  };
  let total = 0n;
  let taxable = 0n;
  for (const { price, quantity, percent, discount, taxFree } of priced.lines) {
    const gross = BigInt(price) * BigInt(quantity);
    const amount = BigInt(discount) * (reading.discountAmount === 'per-unit' ? BigInt(quantity) : 1n);
    const value = halfUp(gross * BigInt(100 - percent) - amount * 100n, 100n);
    const taxed = priced.taxInclusive || taxFree ? 0n : value;
    taxable += taxed;
    total += value + (reading.taxRounding === 'per-line' ? halfUp(taxed, 10n) : 0n);
  }
  if (reading.taxRounding === 'per-order') total += halfUp(taxable, 10n);
  const shipping = BigInt(priced.shipping) - BigInt(priced.shippingDiscount);
  const shippingTax = priced.taxFreeShipping || reading.shippingTax === 'with-tax' ? 0n : halfUp(shipping, 10n);
  return total + shipping + shippingTax;
}

const cents = fc.integer({ min: 0, max: 500_000 });
const generatedOrder = fc.record({
  taxInclusive: fc.boolean(),
  taxFreeShipping: fc.boolean(),
  shipping: cents,
  shippingDiscount: cents,
  lines: fc.array(
    fc.record({
      price: cents,
      quantity: fc.integer({ min: 1, max: 500 }),
      percent: fc.integer({ min: 0, max: 100 }),
      discount: cents,
      taxFree: fc.boolean(),
    }),
    { minLength: 1, maxLength: 8 },
  ),
});
type GeneratedOrder = typeof generatedOrder extends fc.Arbitrary<infer Value> ? Value : never;

const money = (value: number | bigint): Decimal => {
  const digits = String(value < 0 ? -value : value).padStart(3, '0');
  return decimal(`${value < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`);
};

function toDraft(generated: GeneratedOrder): PricedDraft {
  return {
    taxInclusive: generated.taxInclusive,
    taxFreeShipping: generated.taxFreeShipping,
    shippingCost: money(generated.shipping),
    shippingDiscount: money(generated.shippingDiscount),
    rounding: null,
    lines: generated.lines.map((each) => ({
      quantity: decimal(each.quantity),
      unitPrice: money(each.price),
      discountPercent: decimal(each.percent),
      discountAmount: money(each.discount),
      taxFree: each.taxFree,
    })),
  };
}

describe('predicted totals of generated orders', () => {
  it('equal an independent calculation in whole cents, under every reading', () => {
    fc.assert(
      fc.property(generatedOrder, fc.constantFrom(...readings), (generated, reading) => {
        expect(priceOrder(toDraft(generated), reading, GST).total).toBe(money(totalInCents(generated, reading)));
      }),
    );
  });

  it('explain the order to the cent, and never an order that no reading comes to', () => {
    fc.assert(
      fc.property(
        generatedOrder,
        fc.constantFrom(...readings),
        fc.integer({ min: -3, max: 3 }),
        (generated, reading, off) => {
          const priced = toDraft(generated);
          const grandTotal = add(priceOrder(priced, reading, GST).total, money(off));
          const possible = readings.some((each) => equal(priceOrder(priced, each, GST).total, grandTotal));
          const explained = explain(grandTotal, priced);
          expect(explained.kind).toBe(possible ? 'explained' : 'unexplained');
          if (explained.kind === 'explained') expect(explained.price.total).toBe(grandTotal);
        },
      ),
    );
  });
});
