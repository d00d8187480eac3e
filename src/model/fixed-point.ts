// Exact arithmetic in whole numbers, for amounts of at most 15 digits, which nearly all are: in a tenth of the time that it
// takes digit by digit. Each function gives undefined where a number would be larger than those that JavaScript holds
// exactly, or a text is no decimal.

interface FixedPoint {
  /** A whole number; NaN, and so is what is computed from it, where no number of JavaScript is just that one. */
  readonly units: number;
  /** How many of its digits stand behind the point. */
  readonly places: number;
}

/** What becomes of exactly half a cent: away from zero, to the even cent, or towards zero. */
export type HalfCents = 'up' | 'even' | 'down';

/** Characters, so that there are fewer than 10^15 units. */
const LONGEST = 15;
const INEXACT: FixedPoint = { units: Number.NaN, places: 0 };
const [ZERO_CODE, NINE_CODE, MINUS, POINT] = [48, 57, 45, 46];

/** Made by multiplying: each is exact. */
const powersOfTen = [1];
for (let power = 10; power <= 1e15; power *= 10) powersOfTen.push(power);

function parse(text: string): FixedPoint {
  const first = text.charCodeAt(0) === MINUS ? 1 : 0;
  const last = text.length - 1;
  let units = 0;
  let point = last;
  for (let at = first; at <= last; at += 1) {
    const code = text.charCodeAt(at);
    if (code >= ZERO_CODE && code <= NINE_CODE) units = units * 10 + (code - ZERO_CODE);
    else if (code === POINT && point === last && at > first && at < last) point = at;
    else return INEXACT;
  }
  if (last < first || last >= LONGEST) return INEXACT;
  return { units: first === 1 ? -units : units, places: last - point };
}

/** In canonical form, but with so many places at least. */
function print<Text extends string>({ units: given, places: shown }: FixedPoint, fewest = 0): Text | undefined {
  let [units, places] = [given, shown];
  for (; places > fewest && units % 10 === 0; places -= 1) units /= 10;
  if (places < fewest) [units, places] = [unitsAt(fewest, { units, places }), fewest];
  if (Number.isNaN(units)) return undefined;
  if (places === 0) return String(units) as Text;
  const digits = String(Math.abs(units)).padStart(places + 1, '0');
  return `${units < 0 ? '-' : ''}${digits.slice(0, -places)}.${digits.slice(-places)}` as Text;
}

/** What comes of two exact numbers is exact as long as it is no larger than they may be. */
function exactly(units: number): number {
  return Number.isSafeInteger(units) ? units : Number.NaN;
}

/** @param places at least those that it has */
function unitsAt(places: number, amount: FixedPoint): number {
  return exactly(amount.units * (powersOfTen[places - amount.places] ?? Number.NaN));
}

function sum(one: FixedPoint, other: FixedPoint, sign: 1 | -1): FixedPoint {
  const places = Math.max(one.places, other.places);
  return { units: exactly(unitsAt(places, one) + sign * unitsAt(places, other)), places };
}

function product(one: FixedPoint, other: FixedPoint): FixedPoint {
  return { units: exactly(one.units * other.units), places: one.places + other.places };
}

/** `first ± others` */
export function quickSum<Text extends string>(first: Text, others: readonly Text[], sign: 1 | -1): Text | undefined {
  let total = parse(first);
  // Of most amounts of an order there is nothing.
  for (const other of others) if (other !== '0') total = sum(total, parse(other), sign);
  return print(total);
}

export function quickProduct<Text extends string>(a: Text, b: Text): Text | undefined {
  return print(product(parse(a), parse(b)));
}

export function quickCompare(a: string, b: string): -1 | 0 | 1 | undefined {
  const { units } = sum(parse(a), parse(b), -1);
  if (Number.isNaN(units)) return undefined;
  return units < 0 ? -1 : units > 0 ? 1 : 0;
}

/** `value × numerator ÷ denominator` in cents. @returns undefined also for a denominator of zero */
export function quickFraction<Text extends string>(
  value: Text,
  numerator: Text,
  denominator: Text,
  half: HalfCents,
): Text | undefined {
  return print(rounded(product(parse(value), parse(numerator)), parse(denominator), { places: 2, half }));
}

/** `value ÷ divisor`, to so many places. @returns undefined also for a divisor of zero */
export function quickQuotient<Text extends string>(value: Text, divisor: Text, places: number): Text | undefined {
  return print(rounded(parse(value), parse(divisor), { places, half: 'up' }));
}

export function quickCents<Text extends string>(value: Text, half: HalfCents): Text | undefined {
  return print(rounded(parse(value), ONE, { places: 2, half }));
}

/** With two places at least. */
export function quickMoney(value: string): string | undefined {
  return print(parse(value), 2);
}

const ONE: FixedPoint = { units: 1, places: 0 };

interface Rounding {
  readonly places: number;
  readonly half: HalfCents;
}

function rounded(dividend: FixedPoint, divisor: FixedPoint, { places, half }: Rounding): FixedPoint {
  // So that what remains to be divided are whole numbers.
  const both = Math.max(dividend.places, divisor.places + places);
  const [upper, lower] = [unitsAt(both, dividend), unitsAt(both - places, divisor)];
  const units = Math.sign(upper) * Math.sign(lower) * divide(Math.abs(upper), Math.abs(lower), half);
  return { units: exactly(units), places };
}

/** To a whole number. Neither is negative; NaN for a divisor of zero. */
function divide(dividend: number, divisor: number, half: HalfCents): number {
  const rest = dividend % divisor;
  const whole = (dividend - rest) / divisor;
  const isHalf = rest * 2 === divisor;
  const isUp = rest * 2 > divisor || (isHalf && (half === 'up' || (half === 'even' && whole % 2 === 1)));
  return isUp ? whole + 1 : whole;
}
