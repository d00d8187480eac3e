import { lineSum, readingsOf, shown, sumsAfterCoupon } from '../entities/comparing/line-sums.ts';
import { waysOfTotal } from '../entities/order/compare/expect-lines.ts';
import {
  absolute,
  add,
  compare,
  type Decimal,
  decimal,
  fractionToCents,
  isZero,
  multiply,
  roundToCents,
  subtract,
  ZERO,
} from '../model/money.ts';
import type { Order, OrderLine } from '../model/order.ts';
import type { Return } from '../model/rma.ts';
import { gstCharged, shippingCharged } from '../reconcile/shipping-charged.ts';
import type { GstRow } from './pack.ts';

/** A part of an order or return: all of one tax code and one kind of tax. */
export type TaxPart = Pick<GstRow, 'code' | 'tax' | 'gross' | 'gst'>;

const CENT = decimal('0.01');

/**
 * What an order is made of, by tax code; the parts come to its total and its GST, since what they leave is a part too.
 * A line without GST on it is free of it, whatever its code is called.
 * @param lines those that stand for money: of a kit the whole, or its parts
 */
export function partsOfOrder(order: Order, lines: readonly OrderLine[], gstPercent: Decimal): TaxPart[] {
  const { taxInclusive } = order;
  const sums = lineSums(order, lines);
  const ofLines = lines.map((line, place) => part(line.taxCode, sums[place] ?? ZERO, shown(line, 'tax'), taxInclusive));
  const parts = [
    ...ofLines,
    part('shipping', shippingCharged(order, gstPercent), shown(order, 'shippingTax'), taxInclusive),
    ...surcharges(order, gstPercent),
  ];
  return withRest(parts, order.grandTotal, gstCharged(order, gstPercent));
}

/** A credit: the parts come to its total and its GST. */
export function partsOfReturn(one: Return): TaxPart[] {
  const lines = one.lines.map((line) => part(line.taxCode ?? '', line.subtotal, shown(line, 'tax'), one.taxInclusive));
  const beside = add(one.shippingRefund, one.surchargeRefund);
  const tax = subtract(one.tax, ...lines.map(({ gst }) => gst));
  const other = isZero(beside) ? [] : [part('shipping', beside, tax, one.taxInclusive)];
  return withRest([...lines, ...other], one.total, one.tax);
}

/** In cents, with the coupon taken off where it is not in the prices. */
function lineSums(order: Order, lines: readonly OrderLine[]): readonly Decimal[] {
  const [reading = 'per-line'] = readingsOf(lines, shown(order, 'productSubtotal'));
  const { coupon } = waysOfTotal(order, lines);
  const [after] =
    coupon === 'none' || coupon === 'in-the-prices' ? [] : sumsAfterCoupon({ ...order, lines: [...lines] }, reading);
  return (after ?? lines.map((line) => lineSum(line, reading))).map((sum) => roundToCents(sum));
}

function part(code: string, sum: Decimal, gst: Decimal | null, taxInclusive: boolean): TaxPart {
  const tax = gst === null ? 'not-shown' : isZero(gst) ? 'free' : 'taxed';
  return { code, tax, gross: taxInclusive ? sum : add(sum, gst ?? ZERO), gst: gst ?? ZERO };
}

function surcharges({ surchargeTotal, surchargeTaxable, taxInclusive }: Order, gstPercent: Decimal): TaxPart[] {
  const whole = decimal(100);
  const gst = fractionToCents(surchargeTaxable, gstPercent, taxInclusive ? add(whole, gstPercent) : whole);
  return [
    part('surcharge', surchargeTaxable, gst, taxInclusive),
    part('surcharge', subtract(surchargeTotal, surchargeTaxable), ZERO, taxInclusive),
  ];
}

/** With what the whole comes to beside its parts: rounding, where it is at most a cent for each. */
function withRest(all: readonly TaxPart[], gross: Decimal, gst: Decimal): TaxPart[] {
  const parts = all.filter((one) => !isZero(one.gross) || !isZero(one.gst));
  const rest = {
    gross: subtract(gross, ...parts.map((one) => one.gross)),
    gst: subtract(gst, ...parts.map((one) => one.gst)),
  };
  if (isZero(rest.gross) && isZero(rest.gst)) return parts;
  const most = multiply(CENT, decimal(parts.length + 1));
  const isRounding = [rest.gross, rest.gst].every((one) => compare(absolute(one), most) <= 0);
  return [...parts, { code: '', tax: isRounding ? 'rounding' : 'other', ...rest }];
}

/** Parts of one code and kind of tax are a row. */
export function gstRows(side: GstRow['side'], kind: GstRow['kind'], parts: readonly TaxPart[]): GstRow[] {
  const groups = Map.groupBy(parts, ({ tax, code }) => JSON.stringify([tax, code]));
  return [...groups.values()]
    .map((own): GstRow => {
      const gross = add(ZERO, ...own.map((one) => one.gross));
      const gst = add(ZERO, ...own.map((one) => one.gst));
      const { code = '', tax = 'other' } = own[0] ?? {};
      return { side, kind, code, tax, gross, gst, net: subtract(gross, gst) };
    })
    .sort((a, b) => (a.tax + a.code < b.tax + b.code ? -1 : 1));
}
