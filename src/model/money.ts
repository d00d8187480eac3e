import Big from 'big.js';
import { z } from 'zod';

/**
 * An exact decimal number as text in canonical form: no exponent, no superfluous zero, no plus sign, no "-0"
 * (`"7"`, `"12.5"`, `"-0.32"`). Text, because records are hashed, stored and printed, and a float can do none of the three.
 */
export const decimalSchema = z
  .string()
  .regex(/^-?(0|[1-9]\d*)(\.\d*[1-9])?$/, 'must be a canonical decimal')
  .brand('Decimal');
export type Decimal = z.infer<typeof decimalSchema>;

export const ZERO = '0' as Decimal;

/**
 * What a cast let in may be anything, and its text is not told.
 * @throws RangeError for what is no decimal, such as a blank: a missing amount is not zero
 */
function exact(value: Decimal): Big {
  const known = parsed.get(value);
  if (known !== undefined) return known;
  if (!/^-?\d+(?:\.\d+)?$/.test(value)) throw new RangeError('What should be an amount is no decimal');
  return remember(value, new Big(value));
}

function canonical(value: Big): Decimal {
  // big.js keeps the sign of zero, which would make two equal amounts differ as text.
  if (value.c[0] === 0) return ZERO;
  const text = value.toFixed() as Decimal;
  remember(text, value);
  return text;
}

/**
 * What texts come to, for most amounts are computed with again at once. No operation of big.js changes what it is given.
 */
const parsed = new Map<string, Big>();
const MOST_REMEMBERED = 5_000;

function remember(text: Decimal, value: Big): Big {
  if (parsed.size >= MOST_REMEMBERED) parsed.clear();
  parsed.set(text, value);
  return value;
}

/**
 * Reads a decimal as people and stores write it: `"7.00"`, `"3.50000000"`, `".5"`, `"+1"`, `7`.
 * @returns undefined where the text is no plain decimal (also for exponents, thousands separators, blanks inside)
 */
export function parseDecimal(text: string | number): Decimal | undefined {
  const trimmed = String(text).trim();
  if (!/^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(trimmed) || trimmed.length > 60) return undefined;
  return canonical(
    new Big(
      trimmed
        .replace(/^\+/, '')
        .replace(/^(-?)\./, '$10.')
        .replace(/\.$/, ''),
    ),
  );
}

/** Like `parseDecimal`, for literals in the program's own code. @throws RangeError when the text is no decimal */
export function decimal(text: string | number): Decimal {
  const parsed = parseDecimal(text);
  if (parsed === undefined) throw new RangeError(`Not a decimal: ${JSON.stringify(text)}`);
  return parsed;
}

export function add(...values: readonly Decimal[]): Decimal {
  return canonical(values.reduce((sum, value) => sum.plus(exact(value)), new Big(0)));
}

export function subtract(from: Decimal, ...values: readonly Decimal[]): Decimal {
  return canonical(values.reduce((rest, value) => rest.minus(exact(value)), exact(from)));
}

export function multiply(a: Decimal, b: Decimal): Decimal {
  return canonical(exact(a).times(exact(b)));
}

/** What becomes of exactly half a cent: away from zero, to the even cent, or towards zero. */
export type HalfCents = 'up' | 'even' | 'down';

const CENT = new Big('0.01');
/** Divides to a whole number, and drops the rest. */
const WholeDivider = bigWith(0, Big.roundDown);

/** The exact fraction `value × numerator ÷ denominator`, rounded to cents; half a cent away from zero unless told otherwise. */
export function fractionToCents(
  value: Decimal,
  numerator: Decimal,
  denominator: Decimal,
  half: HalfCents = 'up',
): Decimal {
  const divisor = exact(denominator);
  const product = exact(value).times(exact(numerator)).times(100);
  const cents = new WholeDivider(product).div(divisor);
  const rest = product.minus(cents.times(divisor)).times(2).abs().cmp(divisor.abs());
  const isUp = rest > 0 || (rest === 0 && (half === 'up' || (half === 'even' && !cents.mod(2).eq(0))));
  const sign = product.s * divisor.s;
  return canonical(CENT.times(isUp ? cents.plus(sign) : cents));
}

/**
 * `value ÷ divisor` with at most so many decimals.
 * @param rounded decimals that the quotient is rounded to; left out, only a quotient of at most 4 decimals is given
 * @returns undefined for a divisor of zero, or where the quotient is not exact though it has to be
 */
export function divide(value: Decimal, divisor: Decimal, rounded?: number): Decimal | undefined {
  if (isZero(divisor)) return undefined;
  const quotient = canonical(new (bigWith(rounded ?? 4))(exact(value)).div(exact(divisor)));
  return rounded === undefined && !equal(multiply(quotient, divisor), value) ? undefined : quotient;
}

function bigWith(decimals: number, rounding: Big.RoundingMode = Big.roundHalfUp): typeof Big {
  const divider = Big();
  divider.DP = decimals;
  divider.RM = rounding;
  return divider;
}

/** To two decimals: half a cent away from zero, as the recorded orders have it (reference: totals, section 3.4), unless told otherwise. */
export function roundToCents(value: Decimal, half: HalfCents = 'up'): Decimal {
  const amount = exact(value);
  if (half === 'even') return canonical(amount.round(2, Big.roundHalfEven));
  if (half === 'down') {
    const cut = amount.round(2, Big.roundDown);
    if (amount.minus(cut).abs().eq('0.005')) return canonical(cut);
  }
  return canonical(amount.round(2, Big.roundHalfUp));
}

/** The whole cents on both sides of an amount; the same one twice where it is whole cents. */
export function centsBeside(value: Decimal): readonly [Decimal, Decimal] {
  const amount = exact(value);
  const towardsZero = amount.round(2, Big.roundDown);
  const other = amount.round(2, Big.roundUp);
  return amount.lt(0) ? [canonical(other), canonical(towardsZero)] : [canonical(towardsZero), canonical(other)];
}

export function negate(value: Decimal): Decimal {
  return canonical(exact(value).times(-1));
}

export function absolute(value: Decimal): Decimal {
  return canonical(exact(value).abs());
}

export function compare(a: Decimal, b: Decimal): -1 | 0 | 1 {
  return exact(a).cmp(exact(b));
}

export function equal(a: Decimal, b: Decimal): boolean {
  return exact(a).eq(exact(b));
}

export function isZero(value: Decimal): boolean {
  return value === '0';
}

export function isNegative(value: Decimal): boolean {
  return value.startsWith('-');
}

/** At least two decimals, for people and for Neto: `"7"` → `"7.00"`, `"3.125"` stays. */
export function formatMoney(value: Decimal): string {
  const decimals = value.split('.')[1]?.length ?? 0;
  return exact(value).toFixed(Math.max(2, decimals));
}

/**
 * By how much a prediction may miss and still be a doubt rather than an amount that no field shows: a till rounds to
 * five cents, and stores round discounts in ways of their own.
 */
export const MAXIMUM_DOUBT = decimal('0.05');
