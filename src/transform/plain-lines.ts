import type { OrderLineDraft } from '../model/drafts.ts';
import {
  absolute,
  centsBeside,
  compare,
  type Decimal,
  divide,
  equal,
  isZero,
  multiply,
  roundToCents,
  subtract,
  ZERO,
} from '../model/money.ts';
import { type LineReading, lineValue } from './price-order.ts';

/** A till of many such lines is not worth more tries. */
const MOST_MOVED = 5;

/**
 * Lines that come to the same whatever the primary makes of discounts: each discount is part of its line's unit price.
 * Only for orders for which the readings that it may have differ.
 * @param reading the source's own
 */
export function plainLines(lines: readonly OrderLineDraft[], reading: LineReading): readonly OrderLineDraft[] {
  return lines.map((line) => billedAs(line, roundToCents(lineValue(line, reading))));
}

/**
 * The same, with some of the lines whose discount leaves a part of a cent at the other cent beside it, the nearest first:
 * a store that rounds in another place makes other cents of the same sum.
 */
export function* plainLinesBeside(
  lines: readonly OrderLineDraft[],
  reading: LineReading,
): Generator<readonly OrderLineDraft[]> {
  const parts = lines.map((line) => partOf(line, reading));
  for (const side of ['below', 'above'] as const) {
    const movable = parts.filter((part) => part[side] !== undefined);
    movable.sort((one, other) => compare(distance(one, side), distance(other, side)));
    for (let count = 1; count <= Math.min(movable.length, MOST_MOVED); count += 1) {
      const moved = new Set(movable.slice(0, count));
      yield parts.map((part) => billedAs(part.line, (moved.has(part) ? part[side] : undefined) ?? part.value));
    }
  }
}

interface Part {
  readonly line: OrderLineDraft;
  readonly exact: Decimal;
  readonly value: Decimal;
  /** The cent on the other side of what it is exactly; undefined where it is whole cents, or rounded to that side already. */
  readonly below: Decimal | undefined;
  readonly above: Decimal | undefined;
}

function partOf(line: OrderLineDraft, reading: LineReading): Part {
  // Where each unit is rounded, nothing of a cent is left on the line.
  const perUnit = reading.discountRounding === 'per-unit';
  const exact = perUnit ? lineValue(line, reading) : lineValue(line, { ...reading, discountRounding: 'per-order' });
  const value = roundToCents(lineValue(line, reading));
  const [below, above] = centsBeside(exact);
  const other = (cents: Decimal) => (equal(cents, value) || equal(below, above) ? undefined : cents);
  return { line, exact, value, below: other(below), above: other(above) };
}

function distance(part: Part, side: 'below' | 'above'): Decimal {
  return absolute(subtract(part[side] ?? part.value, part.exact));
}

function billedAs(line: OrderLineDraft, value: Decimal): OrderLineDraft {
  if (isZero(line.discountPercent) && isZero(line.discountAmount)) return line;
  for (const decimals of [2, 4, 8]) {
    const unitPrice = divide(value, line.quantity, decimals);
    if (unitPrice !== undefined && equal(roundToCents(multiply(unitPrice, line.quantity)), value)) {
      return { ...line, unitPrice, discountPercent: ZERO, discountAmount: ZERO };
    }
  }
  return line;
}
