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

/** `digits ÷ 10^places`: a decimal as the whole numbers that all sums are made in. */
interface Scaled {
  readonly digits: bigint;
  readonly places: number;
}

/**
 * What a cast let in may be anything, and its text is not told.
 * @throws RangeError for what is no decimal, such as a blank: `BigInt('')` is zero, and a missing amount is not
 */
function expectDecimal(value: Decimal): void {
  if (!/^-?\d+(?:\.\d+)?$/.test(value)) throw new RangeError('What should be an amount is no decimal');
}

function scaled(value: Decimal): Scaled {
  expectDecimal(value);
  const point = value.indexOf('.');
  if (point === -1) return { digits: BigInt(value), places: 0 };
  return { digits: BigInt(value.slice(0, point) + value.slice(point + 1)), places: value.length - point - 1 };
}

function canonical({ digits, places }: Scaled): Decimal {
  const isNegative = digits < 0n;
  const text = String(isNegative ? -digits : digits).padStart(places + 1, '0');
  let end = text.length;
  const point = end - places;
  while (end > point && text.charCodeAt(end - 1) === 48) end -= 1;
  const decimals = end === point ? '' : `.${text.slice(point, end)}`;
  return `${isNegative ? '-' : ''}${text.slice(0, point)}${decimals}` as Decimal;
}

const powers = Array.from({ length: 80 }, (_, places) => 10n ** BigInt(places));

function power(places: number): bigint {
  return powers[places] ?? 10n ** BigInt(places);
}

function digitsAt({ digits, places }: Scaled, wanted: number): bigint {
  return places === wanted ? digits : digits * power(wanted - places);
}

/** The sum of these, with the others taken away. */
function sum(first: Scaled, others: readonly Decimal[], sign: 1n | -1n): Decimal {
  let { digits, places } = first;
  for (const other of others) {
    const next = scaled(other);
    const common = Math.max(places, next.places);
    digits = digitsAt({ digits, places }, common) + sign * digitsAt(next, common);
    places = common;
  }
  return canonical({ digits, places });
}

/** What becomes of exactly half a cent: away from zero, to the even cent, or towards zero. */
export type HalfCents = 'up' | 'even' | 'down';

/** The exact fraction as a whole number, rounded to the nearest. @throws RangeError for a denominator of zero */
function quotient(numerator: bigint, denominator: bigint, half: HalfCents): bigint {
  const cut = numerator / denominator;
  const rest = numerator % denominator;
  if (rest === 0n) return cut;
  const isNegative = numerator < 0n !== denominator < 0n;
  const twice = 2n * (rest < 0n ? -rest : rest) - (denominator < 0n ? -denominator : denominator);
  const isUp = twice > 0n || (twice === 0n && (half === 'up' || (half === 'even' && cut % 2n !== 0n)));
  if (!isUp) return cut;
  return isNegative ? cut - 1n : cut + 1n;
}

/**
 * Reads a decimal as people and stores write it: `"7.00"`, `"3.50000000"`, `".5"`, `"+1"`, `7`.
 * @returns undefined where the text is no plain decimal (also for exponents, thousands separators, blanks inside)
 */
export function parseDecimal(text: string | number): Decimal | undefined {
  const trimmed = String(text).trim();
  if (!/^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(trimmed) || trimmed.length > 60) return undefined;
  const plain = trimmed
    .replace(/^\+/, '')
    .replace(/^(-?)\./, '$10.')
    .replace(/\.$/, '');
  return canonical(scaled(plain as Decimal));
}

/** Like `parseDecimal`, for literals in the program's own code. @throws RangeError when the text is no decimal */
export function decimal(text: string | number): Decimal {
  const parsed = parseDecimal(text);
  if (parsed === undefined) throw new RangeError(`Not a decimal: ${JSON.stringify(text)}`);
  return parsed;
}

export function add(...values: readonly Decimal[]): Decimal {
  return sum({ digits: 0n, places: 0 }, values, 1n);
}

export function subtract(from: Decimal, ...values: readonly Decimal[]): Decimal {
  return sum(scaled(from), values, -1n);
}

export function multiply(a: Decimal, b: Decimal): Decimal {
  const [one, other] = [scaled(a), scaled(b)];
  return canonical({ digits: one.digits * other.digits, places: one.places + other.places });
}

/** The exact fraction `value × numerator ÷ denominator`, rounded to cents; half a cent away from zero unless told otherwise. */
export function fractionToCents(
  value: Decimal,
  numerator: Decimal,
  denominator: Decimal,
  half: HalfCents = 'up',
): Decimal {
  const [a, b, c] = [scaled(value), scaled(numerator), scaled(denominator)];
  const cents = quotient(a.digits * b.digits * power(c.places + 2), c.digits * power(a.places + b.places), half);
  return canonical({ digits: cents, places: 2 });
}

/**
 * `value ÷ divisor` with at most so many decimals.
 * @param rounded decimals that the quotient is rounded to; left out, only a quotient of at most 4 decimals is given
 * @returns undefined for a divisor of zero, or where the quotient is not exact though it has to be
 */
export function divide(value: Decimal, divisor: Decimal, rounded?: number): Decimal | undefined {
  if (isZero(divisor)) return undefined;
  const [a, b] = [scaled(value), scaled(divisor)];
  const places = rounded ?? 4;
  const digits = quotient(a.digits * power(b.places + places), b.digits * power(a.places), 'up');
  const found = canonical({ digits, places });
  return rounded === undefined && !equal(multiply(found, divisor), value) ? undefined : found;
}

/** To two decimals: half a cent away from zero, as the recorded orders have it (reference: totals, section 3.4), unless told otherwise. */
export function roundToCents(value: Decimal, half: HalfCents = 'up'): Decimal {
  const { digits, places } = scaled(value);
  if (places <= 2) return canonical({ digits, places });
  return canonical({ digits: quotient(digits, power(places - 2), half), places: 2 });
}

/** The whole cents on both sides of an amount; the same one twice where it is whole cents. */
export function centsBeside(value: Decimal): readonly [Decimal, Decimal] {
  const { digits, places } = scaled(value);
  if (places <= 2) return [value, value];
  const unit = power(places - 2);
  const cut = digits / unit;
  if (digits % unit === 0n) return [canonical({ digits: cut, places: 2 }), canonical({ digits: cut, places: 2 })];
  const below = digits < 0n ? cut - 1n : cut;
  return [canonical({ digits: below, places: 2 }), canonical({ digits: below + 1n, places: 2 })];
}

export function negate(value: Decimal): Decimal {
  const { digits, places } = scaled(value);
  return canonical({ digits: -digits, places });
}

export function absolute(value: Decimal): Decimal {
  return isNegative(value) ? negate(value) : value;
}

export function compare(a: Decimal, b: Decimal): -1 | 0 | 1 {
  const [one, other] = [scaled(a), scaled(b)];
  const places = Math.max(one.places, other.places);
  const difference = digitsAt(one, places) - digitsAt(other, places);
  return difference === 0n ? 0 : difference < 0n ? -1 : 1;
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
  expectDecimal(value);
  const [whole = '', decimals = ''] = value.split('.');
  return `${whole}.${decimals.padEnd(2, '0')}`;
}
