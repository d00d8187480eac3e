import type { FeedOrder } from '../../feeds/read/order-rows.ts';
import type { Decimal } from '../../model/money.ts';
import { ZERO } from '../../model/money.ts';
import type { Order } from '../../model/order.ts';
import { type PricedDraft, priceOrder, readings, standardReading } from '../../transform/price-order.ts';

export interface PricedOrder {
  readonly order: Order;
  /** The file's own total, or what was paid, says that the total is right; else it is a prediction and no more. */
  readonly confirmed: boolean;
}

/**
 * Gives an order from a file the taxes and, where the file has none, the total that follow from its prices. Neto's fields
 * can be read in several ways (U23, U24): the one that comes to the file's total, or to what was paid, is taken.
 */
export function priceFeedOrder(found: FeedOrder, gstPercent: Decimal): PricedOrder {
  const { order, taxFreeLines, taxFreeShipping } = found;
  const draft: PricedDraft = {
    taxInclusive: order.taxInclusive,
    taxFreeShipping,
    shippingCost: order.shippingTotal,
    shippingDiscount: order.shippingDiscount,
    rounding: null,
    lines: order.lines.map((line, place) => ({
      quantity: line.quantity,
      unitPrice: line.unitPrice,
      discountPercent: line.percentDiscount,
      discountAmount: line.productDiscount,
      taxFree: taxFreeLines[place] ?? false,
    })),
  };
  const known = found.total ?? found.paid?.amount;
  const fitting = readings.find((reading) => priceOrder(draft, reading, gstPercent).total === known);
  const price = priceOrder(draft, fitting ?? standardReading, gstPercent);
  const priced = {
    ...order,
    grandTotal: found.total ?? price.total,
    orderTax: price.tax,
    shippingTax: price.shippingTax,
    lines: order.lines.map((line, place) => ({ ...line, tax: price.lineTaxes[place] ?? ZERO })),
  };
  return { order: priced, confirmed: found.total !== null || fitting !== undefined };
}
