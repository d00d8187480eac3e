import { addressIn } from '../../../model/email-address.ts';
import {
  absolute,
  add,
  compare,
  type Decimal,
  decimal,
  divide,
  fractionToCents,
  isZero,
  multiply,
  negate,
  subtract,
  ZERO,
} from '../../../model/money.ts';
import { accountingDate, type Order, type OrderLine } from '../../../model/order.ts';
import { rewriteOrderId } from '../../../model/order-id.ts';
import { upperKey } from '../../../model/text-key.ts';
import { type Instant, type LocalDate, localDateOf } from '../../../model/time.ts';
import type { FixedRules, StoreRules } from '../../../transform/rules.ts';
import { CENT, isWithin, lineSum, range, readingsOf, sumsAfterCoupon, unitSlack } from '../../comparing/line-sums.ts';
import { personalKey } from '../../comparing/personal.ts';
import { roundingsOf } from '../../comparing/roundings.ts';
import { shown } from '../../comparing/shown.ts';
import { linesToCopy, policySku, surchargeLine } from '../../comparing/source-lines.ts';

export type ComparisonRules = FixedRules & Pick<StoreRules, 'primaryGstPercent'>;

/** What was found in the primary, or made there, for this order. */
export interface Resolved {
  readonly username: string;
  /** As the primary spells them, by SKU in upper case. */
  readonly skus: ReadonlyMap<string, string>;
}

interface Range {
  readonly least: Decimal;
  readonly most: Decimal;
}

export interface ExpectedLine {
  readonly sku: string;
  readonly quantity: Decimal;
  /** As its own store shows them; null where it does not. */
  readonly unitPrice: Decimal;
  readonly percent: Decimal | null;
  readonly amount: Decimal | null;
  /** What it comes to, by each way in which its store may mean its discount. */
  readonly sums: readonly Decimal[];
  /** The same with the coupon taken off. */
  readonly couponSums: readonly Decimal[];
  /** Money; null where its store does not show it. */
  readonly tax: Range | null;
  /** `nothing`: it comes to nothing, so that no tax can show whether it is taxed. */
  readonly taxed: 'taxed' | 'free' | 'nothing';
}

export interface RestatedShipping {
  readonly total: Decimal;
  readonly gst: Decimal;
}

/**
 * What the copy of an order must show: made from the order as it was just read and from the rules, by code that shares
 * nothing with what makes the draft. Plain data without anything personal, so that it can wait in an intent.
 */
export interface ExpectedOrder {
  readonly number: string;
  readonly total: Decimal;
  /** By how much the copy's total may lie off: `accounting.tolerance`, or what a person accepted. */
  readonly allowed: Range;
  /** Any of these: the source's own, and where the rules move a surcharge to a line also with its tax. Null: not shown. */
  readonly gst: readonly Decimal[] | null;
  readonly gstPercent: Decimal;
  /** So many amounts of tax are rounded by themselves. */
  readonly roundings: number;
  readonly gstRounding: 'warn' | 'hold';
  readonly account: string;
  /** The house's own address in plain text, a shopper's as a key. */
  readonly email: { readonly kind: 'house'; readonly address: string } | { readonly kind: 'key'; readonly key: string };
  readonly taxInclusive: boolean;
  /** Null: the primary gives the copy its own. */
  readonly invoicedOn: LocalDate | null;
  readonly placedAt: Instant | null;
  /** Set where the day placed is the accounting date. */
  readonly placedOn: LocalDate | null;
  readonly timeZone: string;
  readonly primaryTimeZone: string;
  readonly dueOn: LocalDate | null;
  readonly dueDates: 'must-agree' | 'said';
  readonly salesChannel: string;
  /** First name, last name and company, as keys; empty where the source has none, which is not compared. */
  readonly names: { readonly billing: readonly string[]; readonly shipping: readonly string[] };
  readonly shipping: {
    /** Total and discount as any one of these pairs; null where the source does not show its shipping. */
    readonly pairs: readonly { readonly total: Decimal; readonly discount: Decimal }[] | null;
    /**
     * Totals that come to the same in a primary that adds the tax of shipping where the source's holds it, or the other
     * way round, and what its GST may come to then less the source's. Left out in intents of earlier versions.
     */
    readonly restated?: readonly RestatedShipping[] | undefined;
    readonly tax: Range | null;
    readonly taxed: 'taxed' | 'free' | 'nothing';
  };
  /** Whether the coupon comes off the lines, or is in their prices already; `either` where the source does not tell. */
  readonly coupon: 'none' | 'off-the-lines' | 'in-the-prices' | 'either';
  readonly lines: readonly ExpectedLine[];
}

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
    dueOn: source.paymentDueAt === null ? null : localDateOf(source.paymentDueAt, timeZone),
    dueDates: guards.dueDates === 'warn' ? 'said' : 'must-agree',
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

interface Ways {
  readonly coupon: ExpectedOrder['coupon'];
  /** Whether ShippingTotal is meant before ShippingDiscount is taken off, or after. */
  readonly shipping: readonly ('before' | 'after')[];
}

/** What the source's own total tells of how its fields are meant: where it fits one way alone, that is the one. */
function waysOfTotal(source: Order, lines: readonly OrderLine[]): Ways {
  const [reading = 'per-line'] = readingsOf(lines, shown(source, 'productSubtotal'));
  const goods = add(ZERO, ...lines.map((line) => lineSum(line, reading)));
  const coupon = isZero(source.couponDiscount)
    ? add(ZERO, ...source.lines.map(({ couponDiscount }) => couponDiscount))
    : source.couponDiscount;
  const taxes = source.taxInclusive
    ? [ZERO]
    : [source.orderTax, add(source.orderTax, source.shippingTax), subtract(source.orderTax, source.shippingTax)];
  const rows = (['before', 'after'] as const).flatMap((shipping) =>
    (['off-the-lines', 'in-the-prices'] as const).map((way) => {
      const sent =
        shipping === 'before' ? subtract(source.shippingTotal, source.shippingDiscount) : source.shippingTotal;
      const net = add(goods, sent, source.surchargeTotal, way === 'off-the-lines' ? subtract(ZERO, coupon) : ZERO);
      const apart = taxes.map((tax) => absolute(subtract(source.grandTotal, add(net, tax))));
      return { shipping, way, apart: apart.reduce(smaller) };
    }),
  );
  const slack = add(multiply(CENT, decimal(source.lines.length + 2)), decimal('0.05'), ...lines.map(unitSlack));
  const fitting = rows.filter(({ apart }) => isWithin(apart, slack));
  const left = fitting.length === 0 ? rows : fitting;
  const ways = new Set(left.map(({ way }) => way));
  const [only = 'either'] = ways.size === 1 ? ways : [];
  return { coupon: isZero(coupon) ? 'none' : only, shipping: [...new Set(left.map(({ shipping }) => shipping))] };
}

function expectLines(
  source: Order,
  copied: readonly OrderLine[],
  rules: ComparisonRules,
  { skus }: Resolved,
  { coupon }: Ways,
): ExpectedLine[] {
  const readings = readingsOf(copied, shown(source, 'productSubtotal'));
  const meant = readings.length === 0 ? (['per-line', 'per-unit'] as const) : readings;
  const afterCoupon =
    coupon === 'none' ? [] : meant.flatMap((reading) => sumsAfterCoupon({ ...source, lines: [...copied] }, reading));
  return copied.map((line, place) => {
    const sku = policySku(line.sku, rules);
    const sums = meant.map((reading) => lineSum(line, reading));
    const couponSums = afterCoupon.flatMap((one) => one[place] ?? []);
    const lowest = couponSums.reduce(smaller, sums[0] ?? ZERO);
    return {
      sku: skus.get(upperKey(sku)) ?? sku,
      quantity: line.quantity,
      unitPrice: line.unitPrice,
      percent: shown(line, 'percentDiscount'),
      amount: shown(line, 'productDiscount'),
      sums,
      couponSums,
      ...taxOf(shown(line, 'tax'), sums[0] ?? ZERO, lowest, partsOf(source, copied)),
    };
  });
}

/** A kit's tax is that of its parts, each rounded by itself. */
function partsOf(source: Order, copied: readonly OrderLine[]): number {
  return 1 + source.lines.length - copied.length;
}

/** The tax that a line may show, of which the coupon may be taken off already or not. */
function taxOf(
  tax: Decimal | null,
  sum: Decimal,
  lowest: Decimal,
  roundings: number,
): Pick<ExpectedLine, 'tax' | 'taxed'> {
  if (isZero(sum) || isZero(lowest)) {
    // Of what a coupon took off a line of nothing, no rate is known.
    const most = add(absolute(lowest), CENT);
    return { tax: tax === null ? null : range(tax, ZERO, most), taxed: 'nothing' };
  }
  if (tax === null) return { tax: null, taxed: 'nothing' };
  if (isZero(tax)) return { tax: { least: ZERO, most: ZERO }, taxed: 'free' };
  const lowered = divide(multiply(tax, lowest), sum, 8) ?? tax;
  return { tax: range(tax, lowered, multiply(CENT, decimal(roundings))), taxed: 'taxed' };
}

function expectSurcharge(
  source: Order,
  rules: ComparisonRules,
  { skus }: Resolved,
  gstPercent: Decimal,
): ExpectedLine[] {
  const surcharge = surchargeLine(source, rules);
  if (surcharge === undefined) return [];
  const { sku, quantity, sum, taxed } = surcharge;
  const tax = taxed ? gstOf(sum, source.taxInclusive, gstPercent) : ZERO;
  return [
    {
      sku: skus.get(upperKey(sku)) ?? sku,
      quantity,
      unitPrice: sum,
      percent: ZERO,
      amount: ZERO,
      sums: [sum],
      couponSums: [],
      ...taxOf(tax, sum, sum, 1),
    },
  ];
}

function expectShipping(source: Order, ways: Ways): ExpectedOrder['shipping'] {
  const total = shown(source, 'shippingTotal');
  const tax = shown(source, 'shippingTax');
  const discount = source.shippingDiscount;
  if (total === null) return { pairs: null, tax: null, taxed: 'nothing' };
  const net = subtract(total, discount);
  const pairs = [
    { total, discount },
    ...(isZero(discount) ? [] : ways.shipping.flatMap((way) => movedShipping(way, total, discount))),
  ];
  return { pairs, restated: restatedShipping(source, ways, total), ...taxOf(tax, total, net, 1) };
}

/**
 * Whether the shipping of a tax-exclusive order holds its tax is unknown (U23): where the ends differ in that, the copy's
 * is the source's with its tax or without. A tax that is contained is not added to the total, and so not part of OrderTax.
 */
function restatedShipping(source: Order, { shipping }: Ways, total: Decimal): RestatedShipping[] {
  const tax = shown(source, 'shippingTax');
  if (source.taxInclusive || tax === null || isZero(tax)) return [];
  const lefts = shipping.map((way) => (way === 'before' ? subtract(total, source.shippingDiscount) : total));
  return lefts.flatMap((left) => [
    { total: add(left, tax), gst: negate(tax) },
    { total: subtract(left, tax), gst: tax },
  ]);
}

/** What the discount was taken off already is sent as it is left; else the primary may show it either way. */
function movedShipping(way: 'before' | 'after', total: Decimal, discount: Decimal) {
  if (way === 'after') return [{ total, discount: ZERO }];
  const net = subtract(total, discount);
  return [
    { total: net, discount },
    { total: net, discount: ZERO },
  ];
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

/** The GST in an amount, or what comes on top of it, in cents. */
export function gstOf(amount: Decimal, inclusive: boolean, gstPercent: Decimal): Decimal {
  return fractionToCents(amount, gstPercent, inclusive ? add(decimal(100), gstPercent) : decimal(100));
}

function smaller(a: Decimal, b: Decimal): Decimal {
  return compare(a, b) <= 0 ? a : b;
}

function larger(a: Decimal, b: Decimal): Decimal {
  return compare(a, b) >= 0 ? a : b;
}
