import Big from 'big.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type HalfCents,
  quickCents,
  quickCompare,
  quickFraction,
  quickMoney,
  quickProduct,
  quickQuotient,
  quickSum,
} from '../../src/model/fixed-point.ts';
import { type Decimal, decimal } from '../../src/model/money.ts';

/** Of every size, from a cent to what no whole number of JavaScript holds; many that end at a half. */
const amounts: fc.Arbitrary<Decimal> = fc
  .tuple(fc.integer({ min: 1, max: 17 }), fc.integer({ min: 0, max: 8 }), fc.boolean())
  .chain(([digits, places, isHalf]) =>
    fc.bigInt({ min: -(10n ** BigInt(digits)), max: 10n ** BigInt(digits) }).map((units) => {
      const text = new Big(`${units}${isHalf ? '5' : ''}`).times(new Big(10).pow(-places)).toFixed();
      return decimal(text);
    }),
  );
const halves = fc.constantFrom<HalfCents>('up', 'even', 'down');
const modes = { up: Big.roundHalfUp, even: Big.roundHalfEven };
const RUNS = { numRuns: 3_000 };

/** The same digit by digit. */
const plain = (value: Big) => (value.eq(0) ? '0' : value.toFixed());
const cents = (value: Big, half: HalfCents) => {
  if (half !== 'down') return plain(value.round(2, modes[half]));
  const cut = value.round(2, Big.roundDown);
  return plain(value.minus(cut).abs().eq('0.005') ? cut : value.round(2, Big.roundHalfUp));
};

/** How many there were, so that nothing passes by being left to the other arithmetic. */
function counted(check: (isSame: (quick: unknown, exact: unknown) => void) => void): number {
  let computed = 0;
  check((quick, exact) => {
    if (quick === undefined) return;
    computed += 1;
    expect(quick).toBe(exact);
  });
  return computed;
}

test('sums and differences are those of arithmetic digit by digit', () => {
  const computed = counted((isSame) =>
    fc.assert(
      fc.property(amounts, amounts, amounts, fc.constantFrom(1 as const, -1 as const), (a, b, c, sign) => {
        const sum = new Big(a).plus(new Big(b).times(sign)).plus(new Big(c).times(sign));
        isSame(quickSum(a, [b, c], sign), plain(sum));
      }),
      RUNS,
    ),
  );
  expect(computed).toBeGreaterThan(1_000);
});

test('products are those of arithmetic digit by digit', () => {
  const computed = counted((isSame) =>
    fc.assert(
      fc.property(amounts, amounts, (a, b) => isSame(quickProduct(a, b), plain(new Big(a).times(b)))),
      RUNS,
    ),
  );
  expect(computed).toBeGreaterThan(500);
});

test('which of two is larger is told as by arithmetic digit by digit', () => {
  const computed = counted((isSame) =>
    fc.assert(
      fc.property(amounts, amounts, (a, b) => {
        isSame(quickCompare(a, b), new Big(a).cmp(b));
        isSame(quickCompare(a, a), 0);
      }),
      RUNS,
    ),
  );
  expect(computed).toBeGreaterThan(1_000);
});

test('cents are rounded as by arithmetic digit by digit, half a cent as it is told', () => {
  const computed = counted((isSame) =>
    fc.assert(
      fc.property(amounts, halves, (value, half) => {
        isSame(quickCents(value, half), cents(new Big(value), half));
        isSame(quickMoney(value), new Big(value).toFixed(Math.max(2, value.split('.')[1]?.length ?? 0)));
      }),
      RUNS,
    ),
  );
  expect(computed).toBeGreaterThan(1_000);
});

test('a fraction is rounded by what remains, as by arithmetic digit by digit', () => {
  const Precise = Big();
  Precise.DP = 60;
  const percents = fc.constantFrom('10', '12.5', '15', '1', '3', '0.5', '-10').map(decimal);
  const computed = counted((isSame) =>
    fc.assert(
      fc.property(amounts, percents, fc.oneof(percents, amounts), halves, (value, numerator, denominator, half) => {
        fc.pre(denominator !== '0');
        isSame(
          quickFraction(value, numerator, denominator, half),
          cents(new Precise(value).times(numerator).div(denominator), half),
        );
      }),
      RUNS,
    ),
  );
  expect(computed).toBeGreaterThan(500);
});

test('quotients are rounded to so many places as by arithmetic digit by digit', () => {
  const computed = counted((isSame) =>
    fc.assert(
      fc.property(amounts, amounts, fc.constantFrom(0, 2, 4, 6, 8), (value, divisor, places) => {
        fc.pre(divisor !== '0');
        const Divider = Big();
        Divider.DP = places;
        isSame(quickQuotient(value, divisor, places), plain(new Divider(value).div(divisor)));
      }),
      RUNS,
    ),
  );
  expect(computed).toBeGreaterThan(500);
});

test.each(['999999999999999', '9007199254740993', '0.0000000000000001', '-99999999999999.9'])(
  'what comes of %s beyond the largest whole number is left to the other arithmetic',
  (text) => {
    const value = decimal(text);
    expect(quickProduct(value, value)).toBeUndefined();
    expect(quickSum(value, [decimal('0.00000001')], 1)).toBeUndefined();
  },
);

test('nothing is divided by zero', () => {
  expect(quickFraction(decimal('1'), decimal('1'), decimal('0'), 'up')).toBeUndefined();
  expect(quickQuotient(decimal('1'), decimal('0'), 2)).toBeUndefined();
});

test.each(['', '-', '.', '.5', '5.', '-.5', '1.2.3', '1e5', '+1', ' 1', '1 ', '1,000', '٣', 'NaN', '--1'])(
  '%j is left to what refuses it',
  (text) => {
    const value = text as Decimal;
    expect(quickSum(value, [], 1)).toBeUndefined();
    expect(quickCompare(value, decimal('1'))).toBeUndefined();
    expect(quickMoney(value)).toBeUndefined();
  },
);
