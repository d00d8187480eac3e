import Big from 'big.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  absolute,
  add,
  compare,
  type Decimal,
  equal,
  fractionToCents,
  multiply,
  negate,
  parseDecimal,
  roundToCents,
  subtract,
} from '../../src/model/money.ts';
import { smallOf } from '../../src/model/small-amount.ts';

/** Canonical decimals of every size: where whole ten-thousandths can hold them, at the edge of that, and beyond. */
const amounts = fc
  .tuple(
    fc.oneof(
      fc.integer({ min: -100, max: 100 }).map(BigInt),
      fc.bigInt({ min: -(10n ** 7n), max: 10n ** 7n }),
      fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n }),
      fc.bigInt({ min: 2n ** 53n - 3n, max: 2n ** 53n + 3n }),
      fc.constantFrom(10n ** 15n - 1n, 10n ** 15n, 10n ** 15n + 1n, 5n, -5n, 15n, 50n, 0n),
    ),
    fc.integer({ min: 0, max: 6 }),
  )
  .map(([digits, places]) => textOf(new Big(digits.toString()).times(new Big(10).pow(-places))));

function textOf(value: Big): Decimal {
  return (value.eq(0) ? '0' : value.toFixed()) as Decimal;
}

/** To cents, by big.js alone. */
function cents(value: Big, half: 'up' | 'even' | 'down'): Decimal {
  const rounding = half === 'even' ? Big.roundHalfEven : Big.roundHalfUp;
  const cut = value.round(2, Big.roundDown);
  const isHalf = value.minus(cut).abs().eq('0.005');
  return textOf(half === 'down' && isHalf ? cut : value.round(2, rounding));
}

const half = fc.constantFrom('up', 'even', 'down');
const often = { numRuns: 1_000 };

describe('amounts of every size come to what big.js makes of them', () => {
  test('sums, differences and products', () => {
    fc.assert(
      fc.property(amounts, amounts, amounts, (a, b, c) => {
        expect(add(a, b, c)).toBe(textOf(new Big(a).plus(b).plus(c)));
        expect(subtract(a, b, c)).toBe(textOf(new Big(a).minus(b).minus(c)));
        expect(multiply(a, b)).toBe(textOf(new Big(a).times(b)));
        expect(compare(a, b)).toBe(new Big(a).cmp(b));
        expect(equal(a, b)).toBe(new Big(a).eq(b));
        expect([negate(a), absolute(a)]).toEqual([textOf(new Big(a).times(-1)), textOf(new Big(a).abs())]);
      }),
      often,
    );
  });

  test('cents', () => {
    fc.assert(
      fc.property(amounts, half, (value, way) => {
        expect(roundToCents(value, way)).toBe(cents(new Big(value), way));
      }),
      often,
    );
  });

  test('cents of a fraction, exact halves among them', () => {
    const exact = Big();
    exact.DP = 60;
    const halves = fc.tuple(fc.integer({ min: -400, max: 400 }), fc.constantFrom('8', '20', '40', '200', '-200'));
    const any = fc.tuple(
      amounts,
      amounts,
      amounts.filter((value) => value !== '0'),
    );
    const chosen = fc.oneof(
      halves.map(([value, denominator]) => [textOf(new Big(value)), '0.1', denominator].map((text) => text as Decimal)),
      any,
    );
    fc.assert(
      fc.property(chosen, half, ([value = '0', numerator = '0', denominator = '1'], way) => {
        const quotient = new exact(new exact(value).times(numerator).toFixed()).div(denominator);
        const found = fractionToCents(value as Decimal, numerator as Decimal, denominator as Decimal, way);
        expect(found).toBe(cents(quotient, way));
      }),
      often,
    );
  });

  test('what leaves the safe integers on the way', () => {
    const largest = '99999999999.9999' as Decimal;
    const many = Array<Decimal>(21).fill(largest);
    const sum = many.reduce((sofar, value) => sofar.plus(value), new Big(0));
    expect(add(...many)).toBe(textOf(sum));
    expect(subtract(largest, ...many)).toBe(textOf(new Big(largest).minus(sum)));
    const below = '-99999999999.9998' as Decimal;
    expect(subtract(below, ...many.slice(0, 9))).toBe(textOf(new Big(below).minus(new Big(largest).times(9))));
    const thirds = fc
      .bigInt({ min: 10n ** 12n, max: 10n ** 15n })
      .map((size) => textOf(new Big(String(size)).div(10_000)));
    const property = fc.property(thirds, thirds, (one, other) => {
      // Half a cent more than whole cents, so that the least that is lost on the way turns the rounding.
      const value = add(roundToCents(one), '0.005' as Decimal);
      expect(fractionToCents(value, other, other, 'down')).toBe(cents(new Big(value), 'down'));
    });
    fc.assert(property, { numRuns: 300 });
  });

  test('as texts, whatever noughts they bear', () => {
    fc.assert(
      fc.property(amounts, fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 3 }), (value, after, before) => {
        const [, sign = '', digits = '', point = ''] = /^(-?)(\d+)(.*)$/.exec(value) ?? [];
        const fraction = point === '' && after > 0 ? '.' : point;
        expect(parseDecimal(`${sign}${'0'.repeat(before)}${digits}${fraction}${'0'.repeat(after)}`)).toBe(value);
      }),
      often,
    );
  });
});

test.each([
  ['0.0001', 1],
  ['-12.5', -125_000],
  ['3.50000000', 35_000],
  ['100000000000', 10 ** 15],
  ['100000000000.0001', undefined],
  ['0.00001', undefined],
  ...['', '-', '.5', '5.', '1.2.3', '+1', '1e3', ' 1', '٣', '1-'].map((text) => [text, undefined] as const),
] as const)('%j is %s ten-thousandths', (text, expected) => expect(smallOf(text)).toBe(expected));
