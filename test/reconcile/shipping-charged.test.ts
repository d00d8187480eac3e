import { describe, expect, test } from 'vitest';
import { decimal } from '../../src/model/money.ts';
import { gstCharged, shippingCharged } from '../../src/reconcile/shipping-charged.ts';

const order = (grandTotal: string, shippingTotal: string, shippingDiscount: string, changes = {}) => ({
  grandTotal: decimal(grandTotal),
  productSubtotal: decimal(50),
  surchargeTotal: decimal(0),
  couponDiscount: decimal(0),
  orderTax: decimal(5),
  shippingTotal: decimal(shippingTotal),
  shippingDiscount: decimal(shippingDiscount),
  shippingTax: decimal(0),
  taxInclusive: true,
  ...changes,
});

describe('what was paid for shipping', () => {
  test.each([
    ['without a discount it is the total', order('60', '10', '0'), '10'],
    ['a total before its discount', order('58', '10', '2'), '8'],
    ['a total after its discount', order('60', '10', '2'), '10'],
    ['beside a coupon', order('53', '10', '2', { couponDiscount: decimal(5) }), '8'],
    ['beside taxes on top', order('63', '10', '2', { taxInclusive: false }), '8'],
  ])('%s', (_, given, charged) => {
    expect(shippingCharged(given, decimal(10))).toBe(charged);
  });
});

describe('of a tax-exclusive order', () => {
  const exclusive = (grandTotal: string, orderTax: string, shippingTotal: string) =>
    order(grandTotal, shippingTotal, '0', {
      taxInclusive: false,
      orderTax: decimal(orderTax),
      shippingTax: decimal(1),
    });

  test.each([
    ['whose shipping has its tax added', exclusive('66', '6', '10')],
    ['whose shipping holds its tax, which is not counted with the order’s', exclusive('66', '5', '11')],
    ['whose shipping holds its tax, which is counted with the order’s', exclusive('66', '6', '11')],
  ])('%s, shipping and GST are the same', (_, given) => {
    expect(shippingCharged(given, decimal(10))).toBe('10');
    expect(gstCharged(given, decimal(10))).toBe('6');
  });
});
