/**
 * An exact decimal number as the store keeps it: text without exponent, superfluous zero, plus sign or "-0"
 * (`"7"`, `"12.5"`, `"-0.32"`). Calculated with whole numbers of any length, so nothing is lost whatever its decimals.
 */
export type Amount = string;

export const ZERO: Amount = '0';

/** Where a half cent goes: away from zero, to the even cent, towards zero. */
type HalfCents = 'up' | 'even' | 'down';

/** `units` ÷ 10^`scale` */
interface Fixed {
  readonly units: bigint;
  readonly scale: number;
}

const LONGEST = 60;

/** What texts come to: the same amounts are read over and over. */
const known = new Map<string, Fixed>();
const MOST_KNOWN = 5_000;

function read(text: string): Fixed | undefined {
  const found = known.get(text) ?? parse(text);
  if (found === undefined) return undefined;
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(text, found);
  return found;
}

function parse(text: string): Fixed | undefined {
  const trimmed = text.trim();
  const match = trimmed.length > LONGEST ? null : /^([+-]?)(\d*)(?:\.(\d*))?$/.exec(trimmed);
  if (match === null) return undefined;
  const [, sign, whole = '', fraction = ''] = match;
  if (whole === '' && fraction === '') return undefined;
  const units = BigInt(whole + fraction);
  return { units: sign === '-' ? -units : units, scale: fraction.length };
}

function fixed(amount: Amount): Fixed {
  const value = read(amount);
  if (value === undefined) throw new RangeError(`The fake store can't calculate with "${amount}"`);
  return value;
}

function write({ units, scale }: Fixed): Amount {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const fraction = digits.slice(digits.length - scale).replace(/0+$/, '');
  return `${units < 0n ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}

function unitsAt({ units, scale }: Fixed, wanted: number): bigint {
  return wanted === scale ? units : units * 10n ** BigInt(wanted - scale);
}

/** @returns undefined for what is no plain decimal number, with an exponent or separators, say */
export function readAmount(text: string): Amount | undefined {
  const value = read(text);
  return value === undefined ? undefined : write(value);
}

export function add(...amounts: readonly Amount[]): Amount {
  const values = amounts.map(fixed);
  const scale = Math.max(0, ...values.map((value) => value.scale));
  return write({ units: values.reduce((sum, value) => sum + unitsAt(value, scale), 0n), scale });
}

export function negate(amount: Amount): Amount {
  const { units, scale } = fixed(amount);
  return write({ units: -units, scale });
}

export function subtract(from: Amount, amount: Amount): Amount {
  const [left, right] = [fixed(from), fixed(amount)];
  const scale = Math.max(left.scale, right.scale);
  return write({ units: unitsAt(left, scale) - unitsAt(right, scale), scale });
}

export function multiply(a: Amount, b: Amount): Amount {
  const [left, right] = [fixed(a), fixed(b)];
  return write({ units: left.units * right.units, scale: left.scale + right.scale });
}

/** Below zero, zero or above it, as `a` is less than, equal to or more than `b`. */
export function compare(a: Amount, b: Amount): number {
  const [left, right] = [fixed(a), fixed(b)];
  const scale = Math.max(left.scale, right.scale);
  const [one, other] = [unitsAt(left, scale), unitsAt(right, scale)];
  return one === other ? 0 : one < other ? -1 : 1;
}

function rounds(twiceRest: bigint, divisor: bigint, quotient: bigint, halves: HalfCents): boolean {
  if (twiceRest !== divisor) return twiceRest > divisor;
  return halves === 'up' || (halves === 'even' && quotient % 2n !== 0n);
}

/** `value × numerator ÷ denominator` with at most so many decimals. */
export function fraction(
  value: Amount,
  numerator: Amount,
  denominator: Amount,
  decimals: number,
  halves: HalfCents = 'up',
): Amount {
  const [a, b, c] = [fixed(value), fixed(numerator), fixed(denominator)];
  if (c.units === 0n) throw new RangeError('The fake store can not divide by zero');
  // (a·b ÷ 10^(sa+sb)) ÷ (c ÷ 10^sc), in units of 10^-decimals
  const above = a.units * b.units * 10n ** BigInt(c.scale + decimals);
  const below = c.units * 10n ** BigInt(a.scale + b.scale);
  const isNegative = above < 0n !== below < 0n;
  const [top, divisor] = [above < 0n ? -above : above, below < 0n ? -below : below];
  const whole = top / divisor;
  const units = rounds((top % divisor) * 2n, divisor, whole, halves) ? whole + 1n : whole;
  return write({ units: isNegative ? -units : units, scale: decimals });
}

export function roundToCents(amount: Amount, halves: HalfCents = 'up'): Amount {
  return fraction(amount, '1', '1', 2, halves);
}

/** With at least two decimals, as Neto prints money: `"7"` → `"7.00"`, `"3.125"` stays. */
export function moneyText(amount: Amount): string {
  const [whole = '', decimals = ''] = amount.split('.');
  return `${whole}.${decimals.padEnd(2, '0')}`;
}

/** What a stored text is worth; what is no amount is worth nothing. */
export function amountOf(text: string): Amount {
  return readAmount(text) ?? ZERO;
}
