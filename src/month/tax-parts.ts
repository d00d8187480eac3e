import { lineSum, readingsOf, shown, sumsAfterCoupon } from '../entities/comparing/line-sums.ts';
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
  const beside = [
    part('shipping', shippingCharged(order, gstPercent), shown(order, 'shippingTax'), taxInclusive),
    ...surcharges(order, gstPercent),
  ];
  const gst = gstCharged(order, gstPercent);
  const ways = linesInEachWay(order, lines, gstPercent).map((own) =>
    withRest([...own, ...beside], order.grandTotal, gst),
  );
  const [first = [], ...others] = ways;
  return others.reduce((best, one) => (leaves(one) < leaves(best) ? one : best), first);
}

/**
 * What the lines come to in each way in which a store may mean its discounts and its coupon; the order's own total and GST
 * tell which one it is, for that leaves the least. The GST of a line may be shown as it was before the coupon.
 */
function linesInEachWay(order: Order, lines: readonly OrderLine[], gstPercent: Decimal): TaxPart[][] {
  const { taxInclusive } = order;
  const readings = readingsOf(lines, shown(order, 'productSubtotal'));
  const meant = readings.length === 0 ? (['per-line', 'per-unit'] as const) : readings;
  return meant.flatMap((reading) => {
    const plain = lines.map((line) => lineSum(line, reading));
    const lowered = sumsAfterCoupon({ ...order, lines: [...lines] }, reading);
    const asShown = [plain, ...lowered].map((sums) =>
      lines.map((line, place) =>
        part(line.taxCode, roundToCents(sums[place] ?? ZERO), shown(line, 'tax'), taxInclusive),
      ),
    );
    const anew = lowered.map((sums) =>
      lines.map((line, place) => {
        const [sum, tax] = [roundToCents(sums[place] ?? ZERO), shown(line, 'tax')];
        const isTaxed = tax !== null && !isZero(tax);
        return part(line.taxCode, sum, isTaxed ? gstOf(sum, gstPercent, taxInclusive) : tax, taxInclusive);
      }),
    );
    return [...asShown, ...anew];
  });
}

/** For the choice of a way alone; what it says is never summed. */
function leaves(parts: readonly TaxPart[]): number {
  const rest = parts.filter(({ tax }) => tax === 'rounding' || tax === 'other');
  const off = rest.map(({ gross, gst }) => 1000 * Math.abs(Number(gross)) + Math.abs(Number(gst)));
  return off.reduce((sum, one) => sum + one, 0);
}

function gstOf(sum: Decimal, gstPercent: Decimal, taxInclusive: boolean): Decimal {
  const whole = decimal(100);
  return fractionToCents(sum, gstPercent, taxInclusive ? add(whole, gstPercent) : whole);
}

/** A credit: the parts come to its total and its GST. */
export function partsOfReturn(one: Return): TaxPart[] {
  const lines = one.lines.map((line) => part(line.taxCode ?? '', line.subtotal, shown(line, 'tax'), one.taxInclusive));
  const beside = add(one.shippingRefund, one.surchargeRefund);
  const tax = subtract(one.tax, ...lines.map(({ gst }) => gst));
  const other = isZero(beside) ? [] : [part('shipping', beside, tax, one.taxInclusive)];
  return withRest([...lines, ...other], one.total, one.tax);
}

function part(code: string, sum: Decimal, gst: Decimal | null, taxInclusive: boolean): TaxPart {
  const tax = gst === null ? 'not-shown' : isZero(gst) ? 'free' : 'taxed';
  return { code, tax, gross: taxInclusive ? sum : add(sum, gst ?? ZERO), gst: gst ?? ZERO };
}

function surcharges({ surchargeTotal, surchargeTaxable, taxInclusive }: Order, gstPercent: Decimal): TaxPart[] {
  return [
    part('surcharge', surchargeTaxable, gstOf(surchargeTaxable, gstPercent, taxInclusive), taxInclusive),
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
