import {
  absolute,
  add,
  compare,
  type Decimal,
  decimal,
  fractionToCents,
  isZero,
  multiply,
  subtract,
  ZERO,
} from '../model/money.ts';
import type { Order, OrderLine } from '../model/order.ts';
import type { Return } from '../model/rma.ts';
import { type Quarantined, quarantine } from './outcome.ts';
import { lineValue } from './price-order.ts';
import { type Reading, standardReading } from './readings.ts';

const CENT = decimal('0.01');

/**
 * The order with the taxes that its store does not show, where its own tax decides about them: with all of these lines
 * taxed, or with none. What is not shown is never taken for free of tax.
 */
export function withUnshownTax(order: Order, gstPercent: Decimal): Order | Quarantined {
  const hidesShipping = hides(order, 'shippingTax') && !isZero(order.shippingTotal);
  const hidden = order.lines.filter((line) => hides(line, 'tax') && !isZero(line.unitPrice));
  if (hidden.length === 0 && !hidesShipping) return order;
  const sentence = `${order.id}: its store does not show the tax of ${hidden.length === 0 ? 'its shipping' : `${hidden.length} of its lines`}`;
  if (hides(order, 'orderTax')) return quarantine('tax-not-shown', `${sentence}, nor that of the order`);
  const tax = (value: Decimal): Decimal => taxOf(value, order.taxInclusive, gstPercent);
  const free = isZero(order.orderTax);
  const shippingTax =
    hidesShipping && !free ? tax(subtract(order.shippingTotal, order.shippingDiscount)) : order.shippingTax;
  for (const reading of ['per-line', 'per-unit'] as const) {
    const lines = order.lines.map((line) =>
      hidden.includes(line)
        ? { ...line, tax: free ? ZERO : tax(subtract(sumOf(line, reading), line.couponDiscount)) }
        : line,
    );
    const ofLines = add(ZERO, ...lines.map((line) => line.tax));
    const open = multiply(CENT, decimal(lines.length + 1));
    const sums = [ofLines, add(ofLines, shippingTax)];
    if (sums.some((sum) => compare(absolute(subtract(sum, order.orderTax)), open) <= 0))
      return { ...order, lines, shippingTax };
  }
  return quarantine(
    'tax-not-shown',
    `${sentence}, and that of the order, ${order.orderTax}, fits neither all of them taxed nor none`,
  );
}

/** The same for a return. */
export function withUnshownReturnTax(returned: Return, gstPercent: Decimal): Return | Quarantined {
  const hidden = returned.lines.filter((line) => hides(line, 'tax') && !isZero(line.subtotal));
  if (hidden.length === 0) return returned;
  const sentence = `RMA ${returned.id} of ${returned.orderId}: its store does not show the tax of ${hidden.length} of its lines`;
  if (hides(returned, 'tax')) return quarantine('tax-not-shown', `${sentence}, nor that of the return`);
  const tax = (value: Decimal): Decimal =>
    isZero(returned.tax) ? ZERO : taxOf(value, returned.taxInclusive, gstPercent);
  const lines = returned.lines.map((line) => (hidden.includes(line) ? { ...line, tax: tax(line.subtotal) } : line));
  const ofLines = add(ZERO, ...lines.map((line) => line.tax));
  const parts = [
    ZERO,
    tax(returned.shippingRefund),
    tax(returned.surchargeRefund),
    tax(add(returned.shippingRefund, returned.surchargeRefund)),
  ];
  const open = multiply(CENT, decimal(lines.length));
  if (parts.some((part) => compare(absolute(subtract(add(ofLines, part), returned.tax)), open) <= 0))
    return { ...returned, lines };
  return quarantine(
    'tax-not-shown',
    `${sentence}, and that of the return, ${returned.tax}, fits neither all of them taxed nor none`,
  );
}

function hides({ notShown }: { readonly notShown?: readonly string[] | undefined }, field: string): boolean {
  return notShown?.includes(field) === true;
}

function sumOf(line: OrderLine, discount: Reading['discountAmount']): Decimal {
  const { quantity, unitPrice, percentDiscount: discountPercent, productDiscount: discountAmount } = line;
  return lineValue(
    { quantity, unitPrice, discountPercent, discountAmount },
    { ...standardReading, discountAmount: discount },
  );
}

function taxOf(value: Decimal, inclusive: boolean, gstPercent: Decimal): Decimal {
  return fractionToCents(value, gstPercent, inclusive ? add(decimal(100), gstPercent) : decimal(100));
}
