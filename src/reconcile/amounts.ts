import { add, type Decimal, isZero, subtract, ZERO } from '../model/money.ts';
import type { Order } from '../model/order.ts';
import type { Payment } from '../model/payment.ts';
import type { Amounts, BothSides } from './result.ts';
import { gstCharged, shippingCharged } from './shipping-charged.ts';

export const nothing: Amounts = { orders: 0, total: ZERO, gst: ZERO, shipping: ZERO, paid: ZERO };

export function amountsOf(order: Order, payments: readonly Payment[], gstPercent: Decimal): Amounts {
  return {
    orders: 1,
    total: order.grandTotal,
    gst: gstCharged(order, gstPercent),
    shipping: shippingCharged(order, gstPercent),
    paid: sumOf(payments),
  };
}

export function sumOf(payments: readonly { readonly amount: Decimal }[]): Decimal {
  return add(ZERO, ...payments.map(({ amount }) => amount));
}

export function plus(a: Amounts, b: Amounts): Amounts {
  return {
    orders: a.orders + b.orders,
    total: add(a.total, b.total),
    gst: add(a.gst, b.gst),
    shipping: add(a.shipping, b.shipping),
    paid: add(a.paid, b.paid),
  };
}

export function minus(a: Amounts, b: Amounts): Amounts {
  return {
    orders: a.orders - b.orders,
    total: subtract(a.total, b.total),
    gst: subtract(a.gst, b.gst),
    shipping: subtract(a.shipping, b.shipping),
    paid: subtract(a.paid, b.paid),
  };
}

export function isNothing({ orders, total, gst, shipping, paid }: Amounts): boolean {
  return orders === 0 && [total, gst, shipping, paid].every(isZero);
}

export function bothSides(secondary: Amounts, primary: Amounts): BothSides {
  return { secondary, primary, difference: minus(primary, secondary) };
}
