import Big from 'big.js';
import { z } from 'zod';
import {
  type HalfCents,
  quickCents,
  quickCompare,
  quickFraction,
  quickMoney,
  quickProduct,
  quickQuotient,
  quickSum,
} from './fixed-point.ts';

export type { HalfCents };

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
  if (!/^-?\d+(?:\.\d+)?$/.test(value)) throw new RangeError('What should be an amount is no decimal');
  return new Big(value);
}

function canonical(value: Big): Decimal {
  // big.js keeps the sign of zero, which would make two equal amounts differ as text.
  return value.c[0] === 0 ? ZERO : (value.toFixed() as Decimal);
}

/** Longer texts are no amounts. */
const LONGEST = 60;
const [PLUS, MINUS, POINT, ZERO_DIGIT, NINE_DIGIT] = [0x2b, 0x2d, 0x2e, 0x30, 0x39];

/**
 * Reads a decimal as people and stores write it: `"7.00"`, `"3.50000000"`, `".5"`, `"+1"`, `7`.
 * @returns undefined where the text is no plain decimal (also for exponents, thousands separators, blanks inside)
 */
export function parseDecimal(text: string | number): Decimal | undefined {
  const trimmed = String(text).trim();
  if (trimmed.length > LONGEST) return undefined;
  const sign = trimmed.charCodeAt(0);
  const begin = sign === PLUS || sign === MINUS ? 1 : 0;
  const point = pointOf(trimmed, begin);
  if (point === undefined) return undefined;
  const size = sizeOf(trimmed, begin, point);
  return (sign === MINUS && size !== ZERO ? `-${size}` : size) as Decimal;
}

/** Where the whole digits end. @returns undefined where there is more than digits with a point among them, or before the first */
function pointOf(text: string, begin: number): number | undefined {
  let point = text.length;
  for (let at = begin; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === POINT && point === text.length) point = at;
    else if (code < ZERO_DIGIT || code > NINE_DIGIT) return undefined;
  }
  const first = begin === point ? begin + 1 : begin;
  return first < text.length ? point : undefined;
}

/** Without the zeros that say nothing, before and behind the point: an order has a hundred of them, and no pattern is begun for each. */
function sizeOf(text: string, begin: number, point: number): string {
  let start = begin;
  while (start < point && text.charCodeAt(start) === ZERO_DIGIT) start += 1;
  let end = text.length;
  while (end > point + 1 && text.charCodeAt(end - 1) === ZERO_DIGIT) end -= 1;
  const hasPlaces = end > point + 1;
  if (start === point) return hasPlaces ? `0${text.slice(point, end)}` : ZERO;
  return text.slice(start, hasPlaces ? end : point);
}

/** Like `parseDecimal`, for literals in the program's own code. @throws RangeError when the text is no decimal */
export function decimal(text: string | number): Decimal {
  const parsed = parseDecimal(text);
  if (parsed === undefined) throw new RangeError(`Not a decimal: ${JSON.stringify(text)}`);
  return parsed;
}

export function add(...values: readonly Decimal[]): Decimal {
  return quickSum(ZERO, values, 1) ?? canonical(values.reduce((sum, value) => sum.plus(exact(value)), new Big(0)));
}

export function subtract(from: Decimal, ...values: readonly Decimal[]): Decimal {
  return quickSum(from, values, -1) ?? canonical(values.reduce((rest, value) => rest.minus(exact(value)), exact(from)));
}

export function multiply(a: Decimal, b: Decimal): Decimal {
  return quickProduct(a, b) ?? canonical(exact(a).times(exact(b)));
}

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
  const quick = quickFraction(value, numerator, denominator, half);
  if (quick !== undefined) return quick;
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
  const places = rounded ?? 4;
  const quotient =
    quickQuotient(value, divisor, places) ?? canonical(new (bigWith(places))(exact(value)).div(exact(divisor)));
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
  const quick = quickCents(value, half);
  if (quick !== undefined) return quick;
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
  return subtract(ZERO, value);
}

export function absolute(value: Decimal): Decimal {
  return isNegative(value) ? negate(value) : add(value);
}

export function compare(a: Decimal, b: Decimal): -1 | 0 | 1 {
  return quickCompare(a, b) ?? exact(a).cmp(exact(b));
}

export function equal(a: Decimal, b: Decimal): boolean {
  return compare(a, b) === 0;
}

export function isZero(value: Decimal): boolean {
  return value === '0';
}

export function isNegative(value: Decimal): boolean {
  return value.startsWith('-');
}

/** At least two decimals, for people and for Neto: `"7"` → `"7.00"`, `"3.125"` stays. */
export function formatMoney(value: Decimal): string {
  const quick = quickMoney(value);
  if (quick !== undefined) return quick;
  const decimals = value.split('.')[1]?.length ?? 0;
  return exact(value).toFixed(Math.max(2, decimals));
}

/**
 * By how much a prediction may miss and still be a doubt rather than an amount that no field shows: a till rounds to
 * five cents, and stores round discounts in ways of their own.
 */
export const MAXIMUM_DOUBT = decimal('0.05');
