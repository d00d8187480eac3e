import {
  absolute,
  add,
  compare,
  type Decimal,
  decimal,
  fractionToCents,
  isZero,
  subtract,
  ZERO,
} from '../model/money.ts';
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
  | 'shippingTax'
  | 'taxInclusive'
>;

/**
 * What the shopper paid for shipping, in the order's own tax mode: of a tax-exclusive order without its tax, though its
 * store may hold that in ShippingTotal (U23).
 */
export function shippingCharged(order: Shipped, gstPercent: Decimal): Decimal {
  return subtract(shippingShown(order), taxHeldInShipping(order, gstPercent));
}

/** All GST of an order: a store whose shipping holds its tax adds none for it, so that OrderTax does not count it. */
export function gstCharged(order: Shipped, gstPercent: Decimal): Decimal {
  const existing = taxHeldInShipping(order, gstPercent);
  if (isZero(existing)) return order.orderTax;
  const rest = subtract(order.grandTotal, order.orderTax, netOf(order));
  const isCounted = compare(absolute(add(rest, existing)), absolute(rest)) < 0;
  return isCounted ? order.orderTax : add(order.orderTax, existing);
}

/** By how much of it there is: a part of what was charged, or what comes on top. */
function taxHeldInShipping(order: Shipped, gstPercent: Decimal): Decimal {
  const { taxInclusive, shippingTax } = order;
  if (taxInclusive || isZero(shippingTax)) return ZERO;
  const left = shippingShown(order);
  const existing = fractionToCents(left, gstPercent, add(decimal(100), gstPercent));
  const added = fractionToCents(left, gstPercent, decimal(100));
  const isQuarantined = compare(absolute(subtract(shippingTax, existing)), absolute(subtract(shippingTax, added))) < 0;
  return isQuarantined ? shippingTax : ZERO;
}

function netOf(order: Shipped): Decimal {
  return subtract(add(order.productSubtotal, shippingShown(order), order.surchargeTotal), order.couponDiscount);
}

/**
 * What was paid for shipping as its store has it. Stores may show ShippingTotal before ShippingDiscount is taken off, or after (U23):
 * what is left of the order's own total beside everything else tells which. A copy may bear the rest alone.
 */
function shippingShown(order: Shipped): Decimal {
  const { shippingTotal, shippingDiscount } = order;
  if (isZero(shippingDiscount)) return shippingTotal;
  const goods = add(order.productSubtotal, order.surchargeTotal, order.taxInclusive ? ZERO : order.orderTax);
  const rest = subtract(add(order.grandTotal, order.couponDiscount), goods);
  const left = subtract(shippingTotal, shippingDiscount);
  const isLeft = compare(absolute(subtract(rest, left)), absolute(subtract(rest, shippingTotal))) <= 0;
  return isLeft ? left : shippingTotal;
}
