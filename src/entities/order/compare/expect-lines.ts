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
  subtract,
  ZERO,
} from '../../../model/money.ts';
import type { Order, OrderLine } from '../../../model/order.ts';
import { upperKey } from '../../../model/text-key.ts';
import {
  CENT,
  isWithin,
  lineSum,
  range,
  readingsOf,
  shown,
  sumsAfterCoupon,
  unitSlack,
} from '../../comparing/line-sums.ts';
import { policySku, surchargeLine } from '../../comparing/source-lines.ts';
import type { ComparisonRules, ExpectedLine, ExpectedOrder, Resolved } from './expected-order.ts';

export interface Ways {
  readonly coupon: ExpectedOrder['coupon'];
  /** Whether ShippingTotal is meant before ShippingDiscount is taken off, or after. */
  readonly shipping: readonly ('before' | 'after')[];
}

/** What the source's own total tells of how its fields are meant: where it fits one way alone, that is the one. */
export function waysOfTotal(source: Order, lines: readonly OrderLine[]): Ways {
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

export function expectLines(
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
export function taxOf(
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

export function expectSurcharge(
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

/** The GST in an amount, or what comes on top of it, in cents. */
export function gstOf(amount: Decimal, inclusive: boolean, gstPercent: Decimal): Decimal {
  return fractionToCents(amount, gstPercent, inclusive ? add(decimal(100), gstPercent) : decimal(100));
}

export function smaller(a: Decimal, b: Decimal): Decimal {
  return compare(a, b) <= 0 ? a : b;
}
