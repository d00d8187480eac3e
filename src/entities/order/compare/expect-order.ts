import { addressIn } from '../../../model/email-address.ts';
import { add, compare, type Decimal, decimal, isZero, multiply, subtract, ZERO } from '../../../model/money.ts';
import { accountingDate, type Order } from '../../../model/order.ts';
import { rewriteOrderId } from '../../../model/order-id.ts';
import { localDateOf } from '../../../model/time.ts';
import { CENT, isWithin, roundingsOf, shown } from '../../comparing/line-sums.ts';
import { personalKey } from '../../comparing/personal.ts';
import { linesToCopy } from '../../comparing/source-lines.ts';
import { dueByRule } from './due-on.ts';
import { expectLines, expectSurcharge, gstOf, smaller, waysOfTotal } from './expect-lines.ts';
import { expectShipping } from './expect-shipping.ts';
import type { ComparisonRules, ExpectedOrder, Resolved } from './expected-order.ts';

/** @param accepted what a person accepted: the copy's total less the source's */
export function expectOrder(
  source: Order,
  rules: ComparisonRules,
  resolved: Resolved,
  accepted: Decimal = ZERO,
): ExpectedOrder {
  const { primaryGstPercent: gstPercent, timeZone, primaryTimeZone, tolerance, guards } = rules;
  const copied = linesToCopy(source, rules);
  const rewritten = rewriteOrderId(source.id, rules.prefix);
  const ways = waysOfTotal(source, copied);
  const lines = [
    ...expectLines(source, copied, rules, resolved, ways),
    ...expectSurcharge(source, rules, resolved, gstPercent),
  ];
  const ownDay = accountingDate(source, timeZone) ?? null;
  const toHouse = rules.orders.email === 'house';
  return {
    number: rewritten.kind === 'rewritten' ? rewritten.id : source.id,
    total: source.grandTotal,
    allowed: {
      least: smaller(subtract(ZERO, tolerance), smaller(accepted, ZERO)),
      most: larger(tolerance, larger(accepted, ZERO)),
    },
    gst: expectGst(source, gstPercent),
    gstPercent,
    roundings: roundingsOf(source, copied.length),
    gstRounding: rules.gstRounding ?? 'warn',
    account: resolved.username,
    email: toHouse
      ? { kind: 'house', address: rules.orders.houseEmail }
      : { kind: 'key', key: personalKey(addressIn(source.email)) },
    taxInclusive: source.taxInclusive,
    invoicedOn: source.invoicedOn ?? (rules.purpose === 'books' ? ownDay : null),
    placedAt: source.placedAt,
    placedOn: source.invoicedOn === null && rules.purpose === 'fulfil' ? ownDay : null,
    timeZone,
    primaryTimeZone,
    dueOn: source.paymentDueAt === null ? dueByRule(source, rules) : localDateOf(source.paymentDueAt, timeZone),
    dueDates: guards.dueDates === 'warn' && source.paymentDueAt !== null ? 'said' : 'must-agree',
    salesChannel: rules.orders.salesChannel,
    names: { billing: nameKeys(source.billing), shipping: nameKeys(source.shipping) },
    shipping: expectShipping(source, ways),
    coupon: ways.coupon,
    lines,
  };
}

export function nameKeys({ firstName, lastName, company }: Order['billing']): string[] {
  return [firstName, lastName, company].map(personalKey);
}

/**
 * Whether OrderTax takes in the tax of the surcharge and of shipping is unknown, but one software does the same at both
 * ends; only the surcharge is a line in the primary, where its tax counts whether it did before or not.
 */
function expectGst(source: Order, gstPercent: Decimal): readonly Decimal[] | null {
  const own = shown(source, 'orderTax');
  if (own === null || isZero(source.surchargeTotal) || isZero(source.surchargeTaxable))
    return own === null ? null : [own];
  const surcharge = gstOf(source.surchargeTotal, source.taxInclusive, gstPercent);
  const ofLines = source.lines.map((line) => shown(line, 'tax'));
  const withSurcharge = add(own, surcharge);
  if (ofLines.includes(null)) return [own, withSurcharge];
  const coupons = untaxedCoupons(source).map((amount) => gstOf(amount, source.taxInclusive, gstPercent));
  const base = add(ZERO, ...ofLines.filter((tax) => tax !== null));
  const sums = coupons.flatMap((coupon) => [subtract(base, coupon), add(subtract(base, coupon), source.shippingTax)]);
  const slack = multiply(CENT, decimal(source.lines.length + 1));
  const holds = sums.some((sum) => isWithin(subtract(own, add(sum, surcharge)), slack));
  const lacks = sums.some((sum) => isWithin(subtract(own, sum), slack));
  return [...(holds || !lacks ? [own] : []), ...(lacks ? [withSurcharge] : [])];
}

/** As much of the coupon as the taxes of the lines may not have been lowered by: nothing, all, or what no line shows. */
function untaxedCoupons({ couponDiscount, lines }: Order): readonly Decimal[] {
  const perLine = lines.map((line) => line.couponDiscount);
  const perUnit = lines.map((line) => multiply(line.couponDiscount, line.quantity));
  return [ZERO, couponDiscount, subtract(couponDiscount, ...perLine), subtract(couponDiscount, ...perUnit)];
}

function larger(a: Decimal, b: Decimal): Decimal {
  return compare(a, b) >= 0 ? a : b;
}
