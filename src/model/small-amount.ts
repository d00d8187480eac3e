/**
 * Amounts of everyday size as whole ten-thousandths, which a number holds exactly as long as it is a safe integer. All
 * that is computed here is whole and safe, or is `undefined`: then big.js computes it. It is for speed alone: an order's
 * total is tried under many readings, and big.js takes ten times as long (docs/decisions/0007).
 */
export type Small = number & { readonly unit: 'ten-thousandths' };

const PLACES = 4;
const UNIT = 10 ** PLACES;
const CENT = UNIT / 100;
const [MINUS, POINT, DIGIT_0] = [45, 46, 48];
/** A hundred thousand million. What is longer than this needs no speed. */
const LARGEST = 10 ** 11 * UNIT;
const LONGEST_TEXT = 24;

/** @returns undefined for what is larger or finer, and for what is no decimal at all */
export function smallOf(text: string): Small | undefined {
  // What a cast let in may be anything.
  if (typeof text !== 'string' || text.length > LONGEST_TEXT) return undefined;
  const begin = text.charCodeAt(0) === MINUS ? 1 : 0;
  let value = 0;
  let places = -1;
  for (let place = begin; place < text.length; place += 1) {
    const digit = text.charCodeAt(place) - DIGIT_0;
    if (digit === POINT - DIGIT_0 && places < 0 && place > begin) {
      places = 0;
      continue;
    }
    if (!(digit >= 0 && digit <= 9)) return undefined;
    if (places < PLACES) value = value * 10 + digit;
    else if (digit !== 0) return undefined;
    if (places >= 0) places += 1;
  }
  if (text.length === begin || places === 0) return undefined;
  const whole = value * 10 ** (PLACES - Math.min(Math.max(places, 0), PLACES));
  if (whole > LARGEST) return undefined;
  return (begin === 1 && whole !== 0 ? -whole : whole) as Small;
}

/** In canonical form, as `decimalSchema` says. */
export function textOf(value: Small): string {
  const size = Math.abs(value);
  const fraction = size % UNIT;
  const sign = value < 0 ? '-' : '';
  const whole = `${sign}${(size - fraction) / UNIT}`;
  return fraction === 0 ? whole : `${whole}.${String(fraction).padStart(PLACES, '0').replace(/0+$/, '')}`;
}

/** @returns undefined where any of them, or a sum on the way, is not small */
export function sumOf(values: readonly string[]): Small | undefined {
  let sum = 0;
  for (const value of values) {
    const small = smallOf(value);
    if (small === undefined) return undefined;
    sum += small;
    if (!Number.isSafeInteger(sum)) return undefined;
  }
  return sum as Small;
}

export function differenceOf(from: string, values: readonly string[]): Small | undefined {
  const [whole, taken] = [smallOf(from), sumOf(values)];
  if (whole === undefined || taken === undefined) return undefined;
  const left = whole - taken;
  return Number.isSafeInteger(left) ? (left as Small) : undefined;
}

/** @returns undefined where the product is finer than a ten-thousandth, too */
export function productOf(a: string, b: string): Small | undefined {
  const [one, other] = [smallOf(a), smallOf(b)];
  if (one === undefined || other === undefined) return undefined;
  const fine = one * other;
  return Number.isSafeInteger(fine) && fine % UNIT === 0 ? ((fine / UNIT) as Small) : undefined;
}

export function toCents(value: string, half: HalfCents): Small | undefined {
  const small = smallOf(value);
  return small === undefined ? undefined : inCents(small, CENT, half);
}

/** `value × numerator ÷ denominator` to whole cents. */
export function fractionOf(value: string, numerator: string, denominator: string, half: HalfCents): Small | undefined {
  const [one, other, divisor] = [smallOf(value), smallOf(numerator), smallOf(denominator)];
  if (one === undefined || other === undefined || divisor === undefined || divisor === 0) return undefined;
  const dividend = one * other;
  return Number.isSafeInteger(dividend) ? inCents(dividend, divisor * CENT, half) : undefined;
}

/** What becomes of exactly half a cent: away from zero, to the even cent, or towards zero. */
export type HalfCents = 'up' | 'even' | 'down';

/** The quotient of two safe integers in whole cents: what is left of the division is exact, and never a float. */
function inCents(dividend: number, divisor: number, half: HalfCents): Small | undefined {
  const size = Math.abs(divisor);
  const rest = Math.abs(dividend) % size;
  const cut = (Math.abs(dividend) - rest) / size;
  const beyondHalf = rest - (size - rest);
  const isUp = beyondHalf > 0 || (beyondHalf === 0 && (half === 'up' || (half === 'even' && cut % 2 === 1)));
  const value = (isUp ? cut + 1 : cut) * CENT;
  if (!Number.isSafeInteger(value)) return undefined;
  return (value !== 0 && dividend < 0 !== divisor < 0 ? -value : value) as Small;
}
