/**
 * Money as whole cents, and other decimals as whole units of a power of ten: nothing here is ever a floating number.
 * Shared with nothing else of the project, so that a wrong sum on either side shows as a disagreement.
 */
export type Cents = bigint;

/** Where half a unit goes: away from zero, or to the even one. */
export type Midpoint = 'half-up' | 'half-even';

/** `units` ÷ 10^`scale` */
export interface Fixed {
  readonly units: bigint;
  readonly scale: number;
}

/** @throws RangeError for what is no plain decimal number */
export function fixedOf(value: string | number): Fixed {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(String(value).trim());
  if (match === null) throw new RangeError(`"${value}" is no decimal number`);
  const [, sign, whole = '', fraction = ''] = match;
  const units = BigInt(whole + fraction);
  return { units: sign === '-' ? -units : units, scale: fraction.length };
}

export function power(exponent: number): bigint {
  return 10n ** BigInt(exponent);
}

export function divide(numerator: bigint, denominator: bigint, midpoint: Midpoint): bigint {
  const isNegative = numerator < 0n !== denominator < 0n;
  const [above, below] = [numerator < 0n ? -numerator : numerator, denominator < 0n ? -denominator : denominator];
  const whole = above / below;
  const twice = (above % below) * 2n;
  const isUp = twice > below || (twice === below && (midpoint === 'half-up' || whole % 2n === 1n));
  const rounded = isUp ? whole + 1n : whole;
  return isNegative ? -rounded : rounded;
}

/** @throws RangeError where there is a part of a cent */
export function centsOf(value: string | number): Cents {
  const { units, scale } = fixedOf(value);
  if (scale <= 2) return units * power(2 - scale);
  const divisor = power(scale - 2);
  if (units % divisor !== 0n) throw new RangeError(`"${value}" has a part of a cent`);
  return units / divisor;
}

export function roundedCents({ units, scale }: Fixed, midpoint: Midpoint): Cents {
  return scale <= 2 ? units * power(2 - scale) : divide(units, power(scale - 2), midpoint);
}

export function product(a: Fixed, b: Fixed): Fixed {
  return { units: a.units * b.units, scale: a.scale + b.scale };
}

/** `12.5`, `40.0`, `-0.32`: at least one decimal and no superfluous zero, as Xero writes numbers. */
export function decimalText({ units, scale }: Fixed): string {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const fraction = digits.slice(digits.length - scale).replace(/0+$/, '');
  return `${units < 0n ? '-' : ''}${whole}.${fraction === '' ? '0' : fraction}`;
}

export function centsText(cents: Cents): string {
  return decimalText({ units: cents, scale: 2 });
}

export function sumOf(amounts: Iterable<Cents>): Cents {
  let sum = 0n;
  for (const amount of amounts) sum += amount;
  return sum;
}

/** `44.80`, for people. */
export function twoDecimals(cents: Cents): string {
  const text = centsText(cents);
  return /\.\d$/.test(text) ? `${text}0` : text;
}
