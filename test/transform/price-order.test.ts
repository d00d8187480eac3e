import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { absolute, add, type Decimal, decimal, equal, type HalfCents, subtract, ZERO } from '../../src/model/money.ts';
import { explainTotal, type TotalToExplain } from '../../src/transform/explain-total.ts';
import { type PricedDraft, priceOrder, pricesOf } from '../../src/transform/price-order.ts';
import { type Reading, readings, standardReading } from '../../src/transform/readings.ts';

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

type Allowance = Partial<
  Pick<TotalToExplain<PricedDraft>, 'tolerance' | 'maximumDoubt' | 'primaryReadings' | 'readings' | 'restated'>
>;

const explain = (grandTotal: Decimal, priced: PricedDraft, allowance: Allowance = {}) =>
  explainTotal({
    grandTotal,
    readings,
    draftFor: () => priced,
    primaryReadings: () => [standardReading],
    restated: () => [],
    gstPercent: GST,
    tolerance: ZERO,
    maximumDoubt: ZERO,
    ...allowance,
  });

describe('explainTotal', () => {
  it('takes the standard reading where several fit', () => {
    const explained = explain(decimal(11), draft());
    expect(explained).toMatchObject({ kind: 'explained', reading: standardReading, price: { total: '11', tax: '1' } });
  });

  it('finds the one reading that fits', () => {
    const several = draft({ lines: [pricedLine({ quantity: decimal(3), discountAmount: decimal(2) })] });
    const explained = explain(decimal('27'), several, { primaryReadings: () => readings });
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

describe('a prediction that misses by cents', () => {
  const maximumDoubt = decimal('0.05');

  it('is a doubt up to five, and the order goes as its fields say, with its source’s total as what is meant', () => {
    for (const grandTotal of [decimal('11.05'), decimal('10.95'), decimal('11.02')]) {
      const explained = explain(grandTotal, draft(), { maximumDoubt });
      const doubt = absolute(subtract(grandTotal, decimal(11)));
      expect(explained).toMatchObject({ kind: 'explained', price: { total: grandTotal }, difference: '0', doubt });
      expect(explained.kind === 'explained' && explained.draft).toEqual(draft());
    }
  });

  it('never hides six', () => {
    expect(explain(decimal('11.06'), draft(), { maximumDoubt })).toMatchObject({
      kind: 'unexplained',
      difference: '-0.06',
    });
    expect(explain(decimal('10.94'), draft(), { maximumDoubt }).kind).toBe('unexplained');
  });

  it('is no doubt where a tolerance covers the difference, which then stays to be seen', () => {
    const explained = explain(decimal('11.02'), draft(), { maximumDoubt, tolerance: decimal('0.02') });
    expect(explained).toMatchObject({ price: { total: '11' }, difference: '-0.02', doubt: '0' });
  });
});

describe('what the primary may make of the fields', () => {
  // 33.33 % off 9.99 leaves 6.660333 a piece: 24 of them are 159.85, or 159.84 where each unit is rounded.
  const many = draft({
    lines: [pricedLine({ unitPrice: decimal('9.99'), quantity: decimal(24), discountPercent: decimal('33.33') })],
  });
  const maximumDoubt = decimal('0.05');
  const perUnit: Reading = { ...standardReading, discountRounding: 'per-unit' };

  it('is a doubt where its readings part by cents', () => {
    const explained = explain(decimal('159.85'), many, {
      primaryReadings: () => [standardReading, perUnit],
      maximumDoubt,
    });
    expect(explained).toMatchObject({ kind: 'explained', doubt: '0.01', reading: standardReading });
  });

  it('is written so that no reading matters where they part by more', () => {
    const dear = draft({
      lines: [pricedLine({ unitPrice: decimal('9.97'), quantity: decimal(24), discountPercent: decimal('12.5') })],
    });
    const plain = draft({ lines: [pricedLine({ unitPrice: decimal('8.72375'), quantity: decimal(24) })] });
    const grandTotal = priceOrder(dear, standardReading, GST).total;
    const primaryReadings = () => [standardReading, perUnit];
    const explained = explain(grandTotal, dear, { primaryReadings, maximumDoubt, restated: () => [plain] });
    expect(explained).toMatchObject({ kind: 'explained', draft: plain, doubt: '0' });
  });

  it('leaves an order to a person that no reading which the primary may have brings to its total', () => {
    const shipped = draft({ taxInclusive: false, shippingCost: decimal(10) });
    const withoutTax: Reading = { ...standardReading, shippingTax: 'without-tax' };
    const grandTotal = priceOrder(shipped, standardReading, GST).total;
    expect(explain(grandTotal, shipped, { primaryReadings: () => [withoutTax], maximumDoubt }).kind).toBe(
      'unexplained',
    );
  });
});

/** The same arithmetic in bigint, so that a mistake would have to be made twice in two ways. */
function totalInCents(priced: GeneratedOrder, reading: Reading): bigint {
  const halves = { up: 0n, even: 0n, down: 0n } as Record<HalfCents, bigint>;
  const round = (numerator: bigint, denominator: bigint, half: HalfCents): bigint => {
    const size = numerator < 0n ? -numerator : numerator;
    const whole = size / denominator;
    const twice = 2n * (size % denominator);
    const goesUp =
      twice > denominator || (twice === denominator && (half === 'up' || (half === 'even' && whole % 2n === 1n)));
    const rounded = whole + (goesUp ? 1n : halves[half]);
    return numerator < 0n ? -rounded : rounded;
  };
  // In hundredths of a cent until the store rounds.
  let total = 0n;
  let taxable = 0n;
  let lineTaxes = 0n;
  for (const { price, quantity, percent, discount, taxFree } of priced.lines) {
    const unit = BigInt(price) * BigInt(100 - percent);
    const net =
      reading.discountRounding === 'per-unit' && percent > 0 ? round(unit, 100n, reading.lineHalfCents) * 100n : unit;
    const amount = BigInt(discount) * (reading.discountAmount === 'per-unit' ? BigInt(quantity) : 1n);
    const exact = net * BigInt(quantity) - amount * 100n;
    const value = reading.discountRounding === 'per-order' ? exact : round(exact, 100n, reading.lineHalfCents) * 100n;
    const taxed = priced.taxInclusive || taxFree ? 0n : value;
    total += value;
    taxable += taxed;
    lineTaxes += round(taxed, 1000n, reading.taxHalfCents);
  }
  const ofLines = round(total, 100n, reading.lineHalfCents);
  const tax = reading.taxRounding === 'per-order' ? round(taxable, 1000n, reading.taxHalfCents) : lineTaxes;
  const shipping = BigInt(priced.shipping) - BigInt(priced.shippingDiscount);
  const shippingTax =
    priced.taxFreeShipping || reading.shippingTax === 'with-tax' ? 0n : round(shipping, 10n, reading.taxHalfCents);
  return ofLines + tax + shipping + shippingTax;
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

  it('are the same whether one reading is asked about or all of them, in any order', () => {
    const shuffled = fc.shuffledSubarray([...readings], { minLength: 20, maxLength: 20 });
    fc.assert(
      fc.property(generatedOrder, shuffled, (generated, some) => {
        const priceUnder = pricesOf(toDraft(generated), GST);
        expect(some.map(priceUnder)).toEqual(some.map((reading) => priceOrder(toDraft(generated), reading, GST)));
      }),
      { numRuns: 25 },
    );
  });

  it('explain the order to the cent, and never an order that no reading comes to', () => {
    const likely = readings.filter(({ shipping }) => shipping === 'before-discount');
    const someReadings = likely.filter((_, place) => place % 13 === 0);
    fc.assert(
      fc.property(
        generatedOrder,
        fc.constantFrom(...someReadings),
        fc.integer({ min: -3, max: 3 }),
        (generated, reading, off) => {
          const priced = toDraft(generated);
          const grandTotal = add(priceOrder(priced, reading, GST).total, money(off));
          const possible = someReadings.some((each) => equal(priceOrder(priced, each, GST).total, grandTotal));
          const explained = explain(grandTotal, priced, {
            readings: someReadings,
            primaryReadings: () => someReadings,
          });
          expect(explained.kind).toBe(possible ? 'explained' : 'unexplained');
          if (explained.kind === 'explained') expect(explained.price.total).toBe(grandTotal);
        },
      ),
    );
  });
});
