import { describe, expect, test } from 'vitest';
import { taxOf } from '../../../../src/entities/order/compare/expect-lines.ts';
import { decimal } from '../../../../src/model/money.ts';

/** Least and most of the GST that may be shown for a line, of which a coupon or discount is taken off already or not. */
function shownTax(tax: string, sum: string, lowest: string): string {
  const allowed = taxOf(decimal(tax), decimal(sum), decimal(lowest), 1).tax;
  return `${allowed?.least} to ${allowed?.most}`;
}

describe('the GST that a line may show', () => {
  test.each([
    { what: 'no discount', tax: '1.00', sum: '10.00', lowest: '10.00', allowed: '0.99 to 1.01' },
    { what: 'a discount of half', tax: '1.00', sum: '10.00', lowest: '5.00', allowed: '0.49 to 1.01' },
    {
      what: 'a credit with a discount of half',
      tax: '-1.00',
      sum: '-10.00',
      lowest: '-5.00',
      allowed: '-1.01 to -0.49',
    },
    { what: 'a discount of more than is left', tax: '0.23', sum: '2.25', lowest: '-1.48', allowed: '0.22 to 0.24' },
    { what: 'a credit with more taken off', tax: '-0.23', sum: '-2.25', lowest: '1.48', allowed: '-0.24 to -0.22' },
  ])('$what: $allowed, of $tax in $sum', ({ tax, sum, lowest, allowed }) => {
    expect(shownTax(tax, sum, lowest)).toBe(allowed);
  });

  test('is never of the other sign', () => {
    for (const lowest of ['-0.01', '-1.48', '-100.00']) expect(shownTax('0.23', '2.25', lowest)).not.toContain('-');
  });
});
