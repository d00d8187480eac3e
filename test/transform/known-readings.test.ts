import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimal } from '../../src/model/money.ts';
import { KnownReadings } from '../../src/transform/known-readings.ts';
import { type PricedDraft, priceOrder } from '../../src/transform/price-order.ts';
import { dimensionsOf, type Reading, readings, standardReading } from '../../src/transform/readings.ts';

const GST = decimal(10);

function order(unitPrice: string, quantity: number, percent: string, taxInclusive = true): PricedDraft {
  const line = {
    unitPrice: decimal(unitPrice),
    quantity: decimal(quantity),
    discountPercent: decimal(percent),
    discountAmount: decimal(0),
    taxFree: false,
  };
  return {
    taxInclusive, taxFreeShipping: false, shippingCost: decimal(0), shippingDiscount: decimal(0), lines: [line],
  }; // biome-ignore format: a table
}

/** What a store of this reading shows of such an order. */
function teach(known: KnownReadings, shown: PricedDraft, store: Reading): boolean {
  const { total } = priceOrder(shown, store, GST);
  return known.teach(dimensionsOf(shown, false), (reading) => priceOrder(shown, reading, GST).total === total);
}

describe('what the orders of a store teach about its arithmetic', () => {
  const perUnit: Reading = { ...standardReading, discountRounding: 'per-unit' };
  const telling = order('9.97', 24, '12.5');
  const dimensions = dimensionsOf(telling, false);

  it('is kept as far as no order contradicts it', () => {
    const known = new KnownReadings();
    expect(teach(known, telling, perUnit)).toBe(true);
    expect(new Set(known.in(dimensions).map(({ discountRounding }) => discountRounding))).toEqual(
      new Set(['per-unit']),
    );
    expect(known.in(new Set(['taxRounding']))).toHaveLength(2);
  });

  it('is nothing where all readings come to the same, or none to the total', () => {
    const known = new KnownReadings();
    expect(teach(known, order('10', 2, '10'), perUnit)).toBe(false);
    expect(known.teach(dimensions, () => false)).toBe(false);
    expect(known.in(dimensions).length).toBeGreaterThan(1);
  });

  it('gives way to what the store shows later', () => {
    const known = new KnownReadings();
    teach(known, telling, perUnit);
    expect(teach(known, telling, standardReading)).toBe(true);
    expect(known.in(dimensions).map(({ discountRounding }) => discountRounding)).not.toContain('per-unit');
  });

  it('survives being kept as text, and text that is damaged counts as nothing known', () => {
    const known = new KnownReadings();
    teach(known, telling, perUnit);
    expect(KnownReadings.parse(known.text()).in(dimensions)).toEqual(known.in(dimensions));
    for (const text of [null, '', 'x', '99999', '1 x']) {
      expect(KnownReadings.parse(text).in(dimensions)).toEqual(new KnownReadings().in(dimensions));
    }
  });

  it('never loses the store’s own reading', () => {
    const orders = fc.array(
      fc.tuple(
        fc.integer({ min: 1, max: 9999 }),
        fc.integer({ min: 1, max: 24 }),
        fc.constantFrom('5', '12.5', '33.33'),
        fc.boolean(),
      ),
      { minLength: 1, maxLength: 4 },
    );
    fc.assert(
      fc.property(fc.constantFrom(...readings.filter((_, place) => place % 11 === 0)), orders, (store, shown) => {
        const known = new KnownReadings();
        for (const [cents, quantity, percent, inclusive] of shown) {
          teach(known, order((cents / 100).toFixed(2), quantity, percent, inclusive), store);
        }
        const all = dimensionsOf(order('9.97', 24, '12.5', false), false);
        const own = [...all].map((dimension) => store[dimension]);
        expect(known.in(all).map((reading) => [...all].map((dimension) => reading[dimension]))).toContainEqual(own);
      }),
      { numRuns: 25 },
    );
  });
});
