import { describe, expect, test } from 'vitest';
import { taxOf } from '../../../../src/entities/order/compare/expect-lines.ts';
import { expectShipping } from '../../../../src/entities/order/compare/expect-shipping.ts';
import type { ExpectedLine } from '../../../../src/entities/order/compare/expected-order.ts';
import { decimal } from '../../../../src/model/money.ts';
import { order } from '../../../transform/samples.ts';

/** Least and most of the GST that may be shown for a line, of which a coupon or discount is taken off already or not. */
function shownTax(tax: string, sum: string, lowest: string): string {
  const allowed = taxOf(decimal(tax), decimal(sum), decimal(lowest), 1).tax;
  return inCents(allowed);
}

function inCents(range: ExpectedLine['tax']): string {
  return [range?.least, range?.most].map((tax) => Number(tax).toFixed(2)).join(' to ');
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
    { what: 'a coupon of more than the line', tax: '1.00', sum: '11.00', lowest: '-9.00', allowed: '-0.83 to 1.01' },
  ])('$what: $allowed, of $tax in $sum', ({ tax, sum, lowest, allowed }) => {
    expect(shownTax(tax, sum, lowest)).toBe(allowed);
  });
});

describe('the GST that a shipping may show', () => {
  test.each([
    { discount: '0.00', allowed: '0.22 to 0.24' },
    { discount: '1.00', allowed: '0.12 to 0.24' },
    // Taken off already: else a shipping without GST would pass.
    { discount: '3.73', allowed: '0.22 to 0.24' },
  ])('0.23 of 2.25 less $discount: $allowed', ({ discount, allowed }) => {
    const shipping = {
      shippingTotal: decimal('2.25'),
      shippingTax: decimal('0.23'),
      shippingDiscount: decimal(discount),
    };
    const { tax } = expectShipping(order(shipping), { coupon: 'none', shipping: ['before'] });
    expect(inCents(tax)).toBe(allowed);
  });
});
