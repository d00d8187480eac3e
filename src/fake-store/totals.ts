import {
  add,
  type Decimal,
  decimal,
  equal,
  formatMoney,
  fractionToCents,
  multiply,
  parseDecimal,
  roundToCents,
  subtract,
  ZERO,
} from '../model/money.ts';
import { type StoredLine, type StoredOrder, TAX_FREE_CODE } from './records/order-record.ts';
import type { Switches } from './switches.ts';
import { readBoolean } from './value.ts';

const HUNDRED = decimal(100);

export type TotalsSwitches = Pick<
  Switches,
  'discountAmount' | 'shippingTotal' | 'shippingTax' | 'taxRounding' | 'orderRounding'
>;

export function amountOf(text: string): Decimal {
  return parseDecimal(text) ?? ZERO;
}

export function roundingOf(text: string, { orderRounding }: Pick<Switches, 'orderRounding'>): Decimal {
  const rounding = amountOf(text);
  if (orderRounding === 'ignored') return ZERO;
  return orderRounding === 'added' ? rounding : subtract(ZERO, rounding);
}

/** Unit price × quantity − discounts, in cents: the percentage first, the amount from what is left. */
export function lineValue(line: StoredLine, switches: TotalsSwitches): Decimal {
  const quantity = amountOf(line.Quantity);
  const full = multiply(amountOf(line.UnitPrice), quantity);
  const rest = multiply(full, multiply(subtract(HUNDRED, amountOf(line.PercentDiscount)), decimal('0.01')));
  const amount = amountOf(line.ProductDiscount);
  return roundToCents(subtract(rest, switches.discountAmount === 'per-unit' ? multiply(amount, quantity) : amount));
}

/** The tax inside an amount, or what comes on top of it. */
function taxOf(value: Decimal, rate: Decimal, contained: boolean): Decimal {
  return fractionToCents(value, rate, contained ? add(HUNDRED, rate) : HUNDRED);
}

/** Fills in the totals of an order from its lines and its other amounts (reference, section 3.4). */
export function computeTotals(order: StoredOrder, gst: string, switches: TotalsSwitches): void {
  const rate = amountOf(gst);
  const inclusive = readBoolean(order.TaxInclusive) !== false;
  let subtotal = ZERO;
  let lineTaxes = ZERO;
  let taxableValue = ZERO;
  let couponOnLines = ZERO;
  for (const line of order.OrderLine) {
    const value = lineValue(line, switches);
    const coupon = amountOf(line.CouponDiscount);
    const taxed = line.TaxCode === TAX_FREE_CODE ? ZERO : subtract(value, coupon);
    const tax = taxOf(taxed, rate, inclusive);
    line.Tax = formatMoney(tax);
    subtotal = add(subtotal, value);
    lineTaxes = add(lineTaxes, tax);
    taxableValue = add(taxableValue, taxed);
    couponOnLines = add(couponOnLines, coupon);
  }
  if (switches.taxRounding === 'per-order') lineTaxes = taxOf(taxableValue, rate, inclusive);

  const shippingRead = amountOf(order.ShippingTotal);
  const shipping =
    switches.shippingTotal === 'before-discount'
      ? subtract(shippingRead, amountOf(order.ShippingDiscount))
      : shippingRead;
  const shippingContained = inclusive || switches.shippingTax === 'included';
  const shippingTax = readBoolean(order.TaxFreeShipping) === true ? ZERO : taxOf(shipping, rate, shippingContained);
  const surcharge = amountOf(order.SurchargeTotal);
  const surchargeTax = taxOf(amountOf(order.SurchargeTaxable), rate, inclusive);
  const coupon = amountOf(order.CouponDiscount);
  // What a coupon takes off the order, and no line shows, lowers the tax as a whole.
  const couponTax = equal(coupon, couponOnLines) ? ZERO : taxOf(subtract(coupon, couponOnLines), rate, inclusive);

  // The tax that a tax-exclusive order's shipping contains already must not be added a second time.
  const countedShippingTax = !inclusive && shippingContained ? ZERO : shippingTax;
  const orderTax = subtract(add(lineTaxes, countedShippingTax, surchargeTax), couponTax);
  const net = add(subtract(add(subtotal, shipping, surcharge), coupon), roundingOf(order.OrderRounding, switches));
  order.ProductSubtotal = formatMoney(subtotal);
  order.ShippingTax = formatMoney(shippingTax);
  order.OrderTax = formatMoney(orderTax);
  order.GrandTotal = formatMoney(inclusive ? net : add(net, orderTax));
}
