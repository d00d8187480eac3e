import { absolute, add, compare, type Decimal, isZero, subtract, ZERO } from '../model/money.ts';
import type { Order } from '../model/order.ts';

type Shipped = Pick<
  Order,
  | 'grandTotal'
  | 'productSubtotal'
  | 'surchargeTotal'
  | 'couponDiscount'
  | 'orderTax'
  | 'shippingTotal'
  | 'shippingDiscount'
  | 'taxInclusive'
>;

/**
 * What the shopper paid for shipping. Stores may show ShippingTotal before ShippingDiscount is taken off, or after (U23):
 * what is left of the order's own total beside everything else tells which. A copy may bear the rest alone.
 */
export function shippingCharged(order: Shipped): Decimal {
  const { shippingTotal, shippingDiscount } = order;
  if (isZero(shippingDiscount)) return shippingTotal;
  const goods = add(order.productSubtotal, order.surchargeTotal, order.taxInclusive ? ZERO : order.orderTax);
  const rest = subtract(add(order.grandTotal, order.couponDiscount), goods);
  const left = subtract(shippingTotal, shippingDiscount);
  const isLeft = compare(absolute(subtract(rest, left)), absolute(subtract(rest, shippingTotal))) <= 0;
  return isLeft ? left : shippingTotal;
}
