import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OrderLoad } from '../../src/entities/order/transform/order.ts';
import { transformOrder } from '../../src/entities/order/transform/order.ts';
import { add, compare, type Decimal, decimal, ZERO } from '../../src/model/money.ts';
import type { Order } from '../../src/model/order.ts';
import { totalsOf } from '../../src/transform/explain-total.ts';
import { KnownReadings } from '../../src/transform/known-readings.ts';
import { readings } from '../../src/transform/readings.ts';
import type { StoreRules } from '../../src/transform/rules.ts';
import { spread } from '../../src/transform/spread.ts';
import { context, line, order, rules } from './samples.ts';

const money = (text: string) => decimal(text);

function load(changes: Partial<Order>, readings?: StoreRules['readings']): OrderLoad {
  const outcome = transformOrder(order(changes), { ...rules(), ...(readings && { readings }) }, context());
  if (outcome.kind !== 'load') throw new Error(JSON.stringify(outcome));
  return outcome;
}

const discounts = (outcome: OrderLoad) => outcome.draft.lines.map(({ discountAmount }) => discountAmount);

/** Three at 3.33 and one at 0.01: no share of a coupon is a whole cent. */
const lines = ['3.33', '3.33', '3.33', '0.01'].map((unitPrice, place) =>
  line({ id: `N100-${place}`, unitPrice: money(unitPrice), tax: unitPrice === '0.01' ? ZERO : money('0.30') }),
);

describe('a coupon', () => {
  it('becomes discounts of the lines that add up to it to the cent, and its code a note', () => {
    const outcome = load({
      lines,
      couponCode: 'TAKE1',
      couponDiscount: money('1'),
      grandTotal: money('9'),
      orderTax: money('0.82'),
    });
    expect(discounts(outcome)).toEqual(['0.34', '0.33', '0.33', '0']);
    expect(outcome).toMatchObject({ predictedTotal: '9', difference: '0' });
    expect(outcome.draft.internalNotes).toContain('Coupon TAKE1: 1.00 off');
  });

  it('stays on the lines that bear it in their store, and only its rest is spread', () => {
    const own = lines.map((each, place) => (place === 1 ? { ...each, couponDiscount: money('1') } : each));
    const outcome = load({ lines: own, couponDiscount: money('1'), grandTotal: money('9'), orderTax: money('0.82') });
    expect(discounts(outcome)).toEqual(['0', '1', '0', '0']);
    const more = load({ lines: own, couponDiscount: money('1.3'), grandTotal: money('8.7'), orderTax: money('0.79') });
    expect(discounts(more)).toEqual(['0.11', '1.08', '0.11', '0']);
  });

  it('comes off what is taxed where the tax of its order says so, though that be less than the coupon', () => {
    const free = line({ unitPrice: money('1000'), tax: ZERO });
    const taxed = line({ id: 'N100-1', unitPrice: money('11.50'), tax: money('1.15') });
    const outcome = load({
      taxInclusive: false,
      lines: [free, taxed],
      couponDiscount: money('78.39'),
      grandTotal: money('926.42'),
      orderTax: money('-6.69'),
    });
    expect(discounts(outcome)).toEqual(['0', '78.39']);
    expect(outcome).toMatchObject({ predictedTotal: '926.42', difference: '0', doubt: '0' });
  });

  it('is not taken off a second time where the prices hold it already', () => {
    const outcome = load({ couponDiscount: money('2') });
    expect(discounts(outcome)).toEqual(['0']);
    expect(outcome.predictedTotal).toBe('11');
  });

  it('keeps the total to the cent where its line has half a cent', () => {
    const odd = line({ unitPrice: money('1.005'), quantity: decimal(3), percentDiscount: decimal(10), tax: ZERO });
    const outcome = load({
      lines: [odd],
      couponDiscount: money('2.71'),
      grandTotal: ZERO,
      orderTax: ZERO,
    });
    expect(outcome.predictedTotal).toBe('0');
  });

  it('is spread in units where both stores are known to mean discounts per unit', () => {
    // The discount of 2 a unit shows how this store means its amounts; 7 can't be divided by 3 units.
    const three = line({ quantity: decimal(3), productDiscount: decimal(2), tax: money('1.82') });
    const perUnit = new KnownReadings(readings.filter(({ discountAmount }) => discountAmount === 'per-unit'));
    const changes = { lines: [three], couponDiscount: money('7'), grandTotal: money('20'), orderTax: money('1.82') };
    const outcome = load(changes, { source: perUnit, primary: perUnit });
    expect(outcome.predictedTotal).toBe('20');
    expect(discounts(outcome)).toEqual(['4.33333333']);
  });

  it('goes into the price where the primary may mean discounts otherwise than the source', () => {
    const three = line({ quantity: decimal(3), productDiscount: decimal(2), tax: money('1.82') });
    const outcome = load({
      lines: [three],
      couponDiscount: money('7'),
      grandTotal: money('20'),
      orderTax: money('1.82'),
    });
    expect(outcome.predictedTotal).toBe('20');
    expect(outcome.draft.lines).toMatchObject([{ quantity: '3', unitPrice: '6.6667', discountAmount: '0' }]);
  });

  it('goes into the price of several units where nothing tells how the store means discounts', () => {
    const three = line({ quantity: decimal(3), unitPrice: money('3.33'), tax: money('0.82') });
    const outcome = load({
      lines: [three],
      couponDiscount: money('1'),
      grandTotal: money('8.99'),
      orderTax: money('0.82'),
    });
    expect(outcome.draft.lines).toMatchObject([{ quantity: '3', unitPrice: '2.9967', discountAmount: '0' }]);
    expect(outcome.predictedTotal).toBe('8.99');
  });

  it('that leaves parts of cents in prices is priced by what is known of how the primary rounds them', () => {
    const [own] = readings.filter(
      (one) =>
        one.discountRounding === 'per-order' &&
        one.lineHalfCents === 'down' &&
        one.taxHalfCents === 'down' &&
        one.taxRounding === 'per-order' &&
        one.discountAmount === 'per-line',
    );
    if (own === undefined) throw new Error('There is such a reading');
    const known = new KnownReadings([own]);
    const rows = [
      ['11', '156.82', '345', '138'],
      ['18', '3.2', '11.52', '4.61'],
      ['10', '105.22', '210.44', '84.18'],
      ['10', '65.56', '131.12', '52.45'],
      ['12', '3.24', '7.77', '3.11'],
    ] as const;
    const many = rows.map(([quantity, unitPrice, couponDiscount, tax], place) =>
      line({
        id: `N100-${place}`,
        quantity: decimal(quantity),
        unitPrice: money(unitPrice),
        couponDiscount: money(couponDiscount),
        tax: money(tax),
      }),
    );
    const changes = {
      taxInclusive: false,
      lines: many,
      couponDiscount: money('705.85'),
      orderTax: money('282.34'),
      grandTotal: money('3105.79'),
    };
    const outcome = load(changes, { source: known, primary: known });
    expect(totalsOf(outcome.draft, decimal(10))(own) === '3105.79').toBe(outcome.doubt === '0');
  });

  it('that is more than the lines come to is quarantined', () => {
    const held = transformOrder(
      order({
        couponDiscount: money('12'),
        grandTotal: money('4'),
        shippingTotal: money('5'),
        shippingTax: money('0.45'),
      }),
      rules(),
      context(),
    );
    expect(held).toMatchObject({ kind: 'quarantine', reason: 'coupon-exceeds-lines' });
  });
});

describe('spread', () => {
  const cents = fc.bigInt({ min: 0n, max: 10_000_000n });
  const text = (value: bigint) => {
    const digits = String(value).padStart(3, '0');
    return decimal(`${digits.slice(0, -2)}.${digits.slice(-2)}`);
  };

  it('gives out the amount exactly, to none more than its weight, and never a cent off its true share', () => {
    fc.assert(
      fc.property(fc.array(cents, { minLength: 1, maxLength: 20 }), fc.nat(1_000_000), (weights, permille) => {
        const sum = weights.reduce((total, weight) => total + weight, 0n);
        const amount = (sum * BigInt(permille)) / 1_000_000n;
        const shares = spread(text(amount), weights.map(text)) ?? [];
        expect(add(...shares, ZERO)).toBe(text(amount));
        for (const [place, share] of shares.entries()) {
          const weight = weights[place] ?? 0n;
          expect(compare(share, text(weight))).toBeLessThanOrEqual(0);
          const exact = sum === 0n ? 0n : (amount * weight) / sum;
          expect([text(exact), text(exact + 1n)] as Decimal[]).toContain(share);
        }
      }),
    );
  });

  it('gives nothing out where the weights are less', () => {
    expect(spread(money('1.01'), [money('1')])).toBeUndefined();
    expect(spread(money('-0.01'), [money('1')])).toBeUndefined();
  });
});
