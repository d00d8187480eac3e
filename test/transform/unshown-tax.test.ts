import { describe, expect, test } from 'vitest';
import { decimal, ZERO } from '../../src/model/money.ts';
import { withUnshownTax } from '../../src/transform/unshown-tax.ts';
import { line, order } from './samples.ts';

const TEN = decimal(10);
const hidden = line({ tax: ZERO, notShown: ['tax'] });
const taxesOf = (given: ReturnType<typeof order>) => {
  const found = withUnshownTax(given, TEN);
  return 'reason' in found ? found.reason : found.lines.map(({ tax }) => tax);
};

describe('lines whose store does not show their tax', () => {
  test('are taxed where the tax of the order is that of all of them', () => {
    expect(taxesOf(order({ grandTotal: decimal('22'), orderTax: decimal('2'), lines: [hidden, hidden] }))).toEqual([
      '1',
      '1',
    ]);
  });

  test('are taxed beside lines that show theirs', () => {
    const free = line({ tax: ZERO });
    expect(taxesOf(order({ grandTotal: decimal('22'), orderTax: decimal('1'), lines: [hidden, free] }))).toEqual([
      '1',
      '0',
    ]);
  });

  test('are free where the order shows that it has no tax', () => {
    expect(taxesOf(order({ grandTotal: decimal('11'), orderTax: ZERO, lines: [hidden] }))).toEqual(['0']);
  });

  test('are for a person where the tax of the order fits neither', () => {
    const given = order({ grandTotal: decimal('22'), orderTax: decimal('1'), lines: [hidden, hidden] });
    expect(taxesOf(given)).toBe('tax-not-shown');
  });

  test('are never free because the order does not show its tax either', () => {
    const given = order({ orderTax: ZERO, notShown: ['orderTax'], lines: [hidden] });
    expect(taxesOf(given)).toBe('tax-not-shown');
  });

  test('are left as they are where they are shown', () => {
    const given = order();
    expect(withUnshownTax(given, TEN)).toBe(given);
  });
});
