import type { OrderLineDraft } from '../model/drafts.ts';
import { divide, equal, isZero, multiply, roundToCents, ZERO } from '../model/money.ts';
import { type LineReading, lineValue } from './price-order.ts';

/**
 * Lines that come to the same whatever the primary makes of discounts: each discount is part of its line's unit price.
 * Only for orders for which the readings that it may have differ by more than cents.
 * @param reading the source's own
 */
export function plainLines(lines: readonly OrderLineDraft[], reading: LineReading): readonly OrderLineDraft[] {
  return lines.map((line) => {
    if (isZero(line.discountPercent) && isZero(line.discountAmount)) return line;
    const value = roundToCents(lineValue(line, reading));
    for (const decimals of [2, 4, 8]) {
      const unitPrice = divide(value, line.quantity, decimals);
      if (unitPrice !== undefined && equal(roundToCents(multiply(unitPrice, line.quantity)), value)) {
        return { ...line, unitPrice, discountPercent: ZERO, discountAmount: ZERO };
      }
    }
    return line;
  });
}
