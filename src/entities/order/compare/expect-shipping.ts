import { add, type Decimal, isNegative, isZero, negate, subtract, ZERO } from '../../../model/money.ts';
import type { Order } from '../../../model/order.ts';
import { shown } from '../../comparing/line-sums.ts';
import { taxOf, type Ways } from './expect-lines.ts';
import type { ExpectedOrder, RestatedShipping } from './expected-order.ts';

export function expectShipping(source: Order, ways: Ways): ExpectedOrder['shipping'] {
  const total = shown(source, 'shippingTotal');
  const tax = shown(source, 'shippingTax');
  const discount = source.shippingDiscount;
  if (total === null) return { pairs: null, tax: null, taxed: 'nothing' };
  const net = subtract(total, discount);
  const pairs = [
    { total, discount },
    ...(isZero(discount) ? [] : ways.shipping.flatMap((way) => movedShipping(way, total, discount))),
  ];
  return { pairs, restated: restatedShipping(source, ways, total), ...taxOf(tax, total, lowestOf(total, net), 1) };
}

/**
 * A discount of more than is left was taken off before: the tax is as shown. A range of it down to the other sign would let
 * a shipping that has lost its GST pass for one with it.
 */
function lowestOf(total: Decimal, net: Decimal): Decimal {
  return isNegative(net) === isNegative(total) ? net : total;
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
