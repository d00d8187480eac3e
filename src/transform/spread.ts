import {
  add,
  compare,
  type Decimal,
  decimal,
  isNegative,
  isZero,
  multiply,
  parseDecimal,
  ZERO,
} from '../model/money.ts';

const HUNDRED = decimal(100);

/**
 * Spreads an amount over weights, in whole cents that add up to it exactly: each gets its share rounded down, and the
 * cents that are left go to the largest remainders. None gets more than its weight, unless all are to bear it whole.
 * @param amount in whole cents, not negative
 * @param weights in whole cents, none negative
 * @param beyond what to do with more than the weights come to
 * @returns undefined for a negative amount, or where the weights together are less (nothing, if that is borne)
 */
export function spread(
  amount: Decimal,
  weights: readonly Decimal[],
  beyond: 'refused' | 'borne' = 'refused',
): Decimal[] | undefined {
  const all = add(...weights, ZERO);
  if (isNegative(amount) || (beyond === 'refused' && compare(all, amount) < 0)) return undefined;
  if (isZero(amount)) return weights.map(() => ZERO);
  if (isZero(all)) return undefined;
  const whole = centsOf(amount);
  const parts = weights.map(centsOf);
  const sum = parts.reduce((total, part) => total + part, 0n);
  const shares = parts.map((part) => (whole * part) / sum);
  const remainders = parts.map((part, place) => ({ place, remainder: (whole * part) % sum }));
  remainders.sort((a, b) => (a.remainder === b.remainder ? a.place - b.place : a.remainder < b.remainder ? 1 : -1));
  let left = whole - shares.reduce((total, share) => total + share, 0n);
  for (const { place } of remainders) {
    if (left === 0n) break;
    shares[place] = (shares[place] ?? 0n) + 1n;
    left -= 1n;
  }
  return shares.map((share) => multiply(parseDecimal(String(share)) ?? ZERO, decimal('0.01')));
}

function centsOf(value: Decimal): bigint {
  return BigInt(multiply(value, HUNDRED));
}
