import {
  type Amount,
  add,
  amountOf,
  compare,
  fraction,
  moneyText,
  multiply,
  negate,
  roundToCents,
  subtract,
  ZERO,
} from './amount.ts';
import { type StoredLine, type StoredOrder, TAX_FREE_CODE } from './records/order-record.ts';
import type { Switches } from './switches.ts';
import { readBoolean } from './value.ts';

const HUNDRED = '100';

type TotalsSwitches = Pick<
  Switches,
  | 'discountAmount'
  | 'discountRounding'
  | 'lineHalfCents'
  | 'taxHalfCents'
  | 'shippingTotal'
  | 'shippingTax'
  | 'taxRounding'
  | 'orderRounding'
>;

export function roundingOf(text: string, { orderRounding }: Pick<Switches, 'orderRounding'>): Amount {
  const rounding = amountOf(text);
  if (orderRounding === 'ignored') return ZERO;
  return orderRounding === 'added' ? rounding : negate(rounding);
}

/** Unit price × quantity − discounts: the percentage first, the amount from what is left; rounded as the store does. */
function lineValue(line: StoredLine, switches: TotalsSwitches): Amount {
  const { discountRounding, lineHalfCents } = switches;
  const quantity = amountOf(line.Quantity);
  const price = amountOf(line.UnitPrice);
  const percent = amountOf(line.PercentDiscount);
  const left = multiply(subtract(HUNDRED, percent), '0.01');
  const discounted = multiply(price, left);
  const unit =
    discountRounding === 'per-unit' && compare(percent, ZERO) !== 0
      ? roundToCents(discounted, lineHalfCents)
      : discounted;
  const amount = amountOf(line.ProductDiscount);
  const off = switches.discountAmount === 'per-unit' ? multiply(amount, quantity) : amount;
  const value = subtract(multiply(unit, quantity), off);
  return discountRounding === 'per-order' ? value : roundToCents(value, lineHalfCents);
}

type TaxOf = (value: Amount, contained: boolean) => Amount;

/** The tax inside an amount, or what comes on top of it. */
function taxBy(rate: Amount, { taxHalfCents }: TotalsSwitches): TaxOf {
  return (value, contained) => fraction(value, rate, contained ? add(HUNDRED, rate) : HUNDRED, 2, taxHalfCents);
}

/** Fills in the totals of an order from its lines and its other amounts (reference, section 3.4). */
export function computeTotals(order: StoredOrder, gst: string, switches: TotalsSwitches): void {
  const taxOf = taxBy(amountOf(gst), switches);
  const inclusive = readBoolean(order.TaxInclusive) !== false;
  let subtotal = ZERO;
  let lineTaxes = ZERO;
  let taxableValue = ZERO;
  let couponOnLines = ZERO;
  for (const line of order.OrderLine) {
    const value = lineValue(line, switches);
    const coupon = amountOf(line.CouponDiscount);
    const taxed = line.TaxCode === TAX_FREE_CODE ? ZERO : subtract(value, coupon);
    const tax = taxOf(taxed, inclusive);
    line.Tax = moneyText(tax);
    subtotal = add(subtotal, value);
    lineTaxes = add(lineTaxes, tax);
    taxableValue = add(taxableValue, taxed);
    couponOnLines = add(couponOnLines, coupon);
  }
  subtotal = roundToCents(subtotal, switches.lineHalfCents);
  if (switches.taxRounding === 'per-order') lineTaxes = taxOf(taxableValue, inclusive);

  const shippingRead = amountOf(order.ShippingTotal);
  const shipping =
    switches.shippingTotal === 'before-discount'
      ? subtract(shippingRead, amountOf(order.ShippingDiscount))
      : shippingRead;
  const shippingContained = inclusive || switches.shippingTax === 'included';
  const shippingTax = readBoolean(order.TaxFreeShipping) === true ? ZERO : taxOf(shipping, shippingContained);
  const surcharge = amountOf(order.SurchargeTotal);
  const surchargeTax = taxOf(amountOf(order.SurchargeTaxable), inclusive);
  const coupon = amountOf(order.CouponDiscount);
  // What a coupon takes off the order, and no line shows, lowers the tax as a whole.
  const couponTax = compare(coupon, couponOnLines) === 0 ? ZERO : taxOf(subtract(coupon, couponOnLines), inclusive);

  // The tax that a tax-exclusive order's shipping contains already must not be added a second time.
  const countedShippingTax = !inclusive && shippingContained ? ZERO : shippingTax;
  const orderTax = subtract(add(lineTaxes, countedShippingTax, surchargeTax), couponTax);
  const net = add(subtract(add(subtotal, shipping, surcharge), coupon), roundingOf(order.OrderRounding, switches));
  order.ProductSubtotal = moneyText(subtotal);
  order.ShippingTax = moneyText(shippingTax);
  order.OrderTax = moneyText(orderTax);
  order.GrandTotal = moneyText(inclusive ? net : add(net, orderTax));
}
