import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  add,
  centsBeside,
  compare,
  type Decimal,
  decimal,
  decimalSchema,
  divide,
  formatMoney,
  fractionToCents,
  isNegative,
  multiply,
  parseDecimal,
  roundToCents,
  subtract,
} from '../../src/model/money.ts';

describe('parseDecimal', () => {
  test.each([
    ['7.00', '7'],
    ['3.50000000', '3.5'],
    ['2.000', '2'],
    ['.5', '0.5'],
    ['5.', '5'],
    ['+1', '1'],
    ['-0.00', '0'],
    ['007', '7'],
  ])('reads %s as %s', (text, expected) => expect(parseDecimal(text)).toBe(expected));

  test('reads whatever a pattern of its form would, and nothing else', () => {
    const written = /^([+-]?)(?=\.?\d)0*(\d*)(?:\.(\d*?)0*)?$/;
    const slow = (text: string): string | undefined => {
      const trimmed = text.trim();
      const [all, sign, whole, places = ''] = trimmed.length > 60 ? [] : (written.exec(trimmed) ?? []);
      if (all === undefined) return undefined;
      const size = `${whole || '0'}${places && '.'}${places}`;
      return sign === '-' && size !== '0' ? `-${size}` : size;
    };
    const digits = fc.array(fc.constantFrom('0', '0', '5', '9', '12'), { maxLength: 5 }).map((some) => some.join(''));
    const sign = fc.constantFrom('', '', '-', '+', '--', ' ');
    const odd = fc.constantFrom('', '', '', '.', ' ', '\n', 'e', '/', ':', '٣', ',');
    const point = fc.constantFrom('', '.', '.');
    const texts = fc.tuple(sign, digits, point, digits, odd).map((parts) => parts.join(''));
    const long = fc.integer({ min: 55, max: 65 }).map((length) => '1'.repeat(length));
    fc.assert(
      fc.property(fc.oneof({ weight: 20, arbitrary: texts }, long, fc.string()), (text) => {
        expect(parseDecimal(text)).toBe(slow(text));
      }),
      { numRuns: 5_000 },
    );
  });

  test.each(['', ' ', '1e5', '1,000', '$7', '--1', 'NaN', 'Infinity', '0x10', '1 0', '٣'])('refuses %j', (text) =>
    expect(parseDecimal(text)).toBeUndefined(),
  );
});

test('sums are exact where floats are not', () => {
  expect(add(decimal('0.1'), decimal('0.2'))).toBe('0.3');
  expect(subtract(decimal('718.43'), decimal('654.43'))).toBe('64');
  expect(multiply(decimal('3.5'), decimal('2'))).toBe('7');
});

test('the tax contained in 3.50 at 10 % is 0.32, as the recorded live order shows', () => {
  expect(fractionToCents(decimal('3.50'), decimal('10'), decimal('110'))).toBe('0.32');
});

test('half a cent is rounded away from zero', () => {
  expect(roundToCents(decimal('1.005'))).toBe('1.01');
  expect(roundToCents(decimal('-1.005'))).toBe('-1.01');
});

test('every amount of cents survives reading, summing and printing', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }),
      fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }),
      (a, b) => {
        const text = (cents: bigint) =>
          `${cents < 0n ? '-' : ''}${(cents < 0n ? -cents : cents) / 100n}.${String((cents < 0n ? -cents : cents) % 100n).padStart(2, '0')}`;
        const sum = add(decimal(text(a)), decimal(text(b)));
        expect(formatMoney(sum)).toBe(text(a + b));
        expect(decimalSchema.safeParse(sum).success).toBe(true);
        expect(isNegative(sum)).toBe(a + b < 0n);
        expect(compare(decimal(text(a)), decimal(text(b)))).toBe(a < b ? -1 : a > b ? 1 : 0);
      },
    ),
    { numRuns: 1_000 },
  );
});

test.each(['', ' ', '0x10', '1e5', '.5', '1.', '+1', 'NaN'])(
  '%j, let in by a cast, is no amount and never zero',
  (text) => {
    const value = text as Decimal;
    for (const compute of [add, subtract, roundToCents, formatMoney]) expect(() => compute(value)).toThrow(RangeError);
  },
);

test.each([
  ['61.30', '95', '100', 'up', '58.24'],
  ['0.05', '1', '10', 'up', '0.01'],
  ['0.05', '1', '10', 'down', '0'],
  ['0.05', '1', '10', 'even', '0'],
  ['0.15', '1', '10', 'even', '0.02'],
  ['-0.05', '1', '10', 'up', '-0.01'],
  ['-0.15', '1', '10', 'even', '-0.02'],
  ['-0.05', '1', '10', 'down', '0'],
  ['0.05', '1', '-10', 'up', '-0.01'],
  ['10', '1', '3', 'up', '3.33'],
  ['20', '1', '3', 'up', '6.67'],
] as const)('%s × %s ÷ %s, half a cent %s, is %s', (value, numerator, denominator, half, expected) =>
  expect(fractionToCents(decimal(value), decimal(numerator), decimal(denominator), half)).toBe(expected),
);

test('any fraction of any amount is the nearest cent, by whole numbers of another kind', () => {
  const inTenThousandths = fc.bigInt({ min: -(10n ** 9n), max: 10n ** 9n });
  const text = (whole: bigint) =>
    decimal(
      `${whole < 0n ? '-' : ''}${String(whole < 0n ? -whole : whole)
        .padStart(5, '0')
        .replace(/(\d{4})$/, '.$1')}`,
    );
  const size = (whole: bigint) => (whole < 0n ? -whole : whole);
  const halves = fc.constantFrom('up', 'even', 'down');
  // Small ones, so that the rest is often just a half.
  const divisor = fc.oneof(fc.bigInt({ min: 1n, max: 9n }), fc.bigInt({ min: 1n, max: 10n ** 6n }));
  fc.assert(
    fc.property(inTenThousandths, inTenThousandths, divisor, fc.boolean(), halves, (a, b, c, isNegative, half) => {
      const by = isNegative ? -c : c;
      const [above, below] = [size(a) * size(b), c * 10_000n * 10_000n];
      // In cents: what is above has eight decimals, and two of them stay.
      const cents = (above * 100n) / below;
      const twice = ((above * 100n) % below) * 2n;
      const isUp = twice > below || (twice === below && (half === 'up' || (half === 'even' && cents % 2n === 1n)));
      const expected = (cents + (isUp ? 1n : 0n)) * ((a < 0n !== b < 0n) !== isNegative ? -1n : 1n);
      expect(fractionToCents(text(a), text(b), decimal(String(by)), half)).toBe(text(expected * 100n));
    }),
    { numRuns: 1_000 },
  );
});

test.each([
  ['1', '8', undefined, '0.125'],
  ['1', '3', undefined, undefined],
  ['1', '3', 8, '0.33333333'],
  ['-2', '3', 2, '-0.67'],
  ['0.005', '1', 2, '0.01'],
  ['1', '0', 2, undefined],
] as const)('%s ÷ %s with %s decimals is %s', (value, divisor, rounded, expected) =>
  expect(divide(decimal(value), decimal(divisor), rounded)).toBe(expected),
);

test.each([
  ['1.235', '1.23', '1.24'],
  ['1.2301', '1.23', '1.24'],
  ['-1.235', '-1.24', '-1.23'],
  ['-0.001', '-0.01', '0'],
  ['7.1', '7.1', '7.1'],
])('the whole cents beside %s are %s and %s', (value, below, above) => {
  expect(centsBeside(decimal(value))).toEqual([below, above]);
});
