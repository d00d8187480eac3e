import type { FeedOrder } from '../../../feeds/read/order-rows.ts';
import {
  absolute,
  compare,
  type Decimal,
  decimal,
  formatMoney,
  isZero,
  multiply,
  subtract,
  ZERO,
} from '../../../model/money.ts';
import { type Price, type PricedDraft, pricesOf } from '../../../transform/price-order.ts';
import {
  type Dimension,
  dimensionsOf,
  type Reading,
  readingsIn,
  standardReading,
} from '../../../transform/readings.ts';
import { contradictedBy } from './unread-amounts.ts';

const CENT = decimal('0.01');

interface PricedOrder {
  readonly order: FeedOrder['order'];
  /** The file's own total, or what was paid, says that the total is right; else it is a prediction and no more. */
  readonly confirmed: boolean;
  /** A way of reading Neto's fields comes to the file's total, or, without one, to what was paid. */
  readonly fitting: boolean;
  readonly price: Price;
  /** Nothing tells whether the cost of shipping holds its tax, and so what the order comes to. */
  readonly shippingUnknown: boolean;
  /** Something in the files says what of the order is taxed. */
  readonly taxTold: boolean;
  /** How the file's tax differs from what its prices come to, in a sentence. */
  readonly taxProblem: string | undefined;
  /** What a column that nothing reads says otherwise, in sentences. */
  readonly contradicted: string | undefined;
}

export interface FeedPricing {
  readonly gstPercent: Decimal;
  /** What a product file given beside, or the primary, says of a SKU. */
  readonly taxFreeProduct?: (sku: string) => boolean | undefined;
  /** Told of each order whose total, or what was paid on it, shows how its store reads its fields. */
  readonly taught?: (dimensions: ReadonlySet<Dimension>, fits: (reading: Reading) => boolean) => void;
  /**
   * How its store reads such an order, as far as that is known: it decides where the file names no total. undefined where
   * nobody knows whether shipping holds its tax, which is more than cents.
   */
  readonly likely?: (dimensions: ReadonlySet<Dimension>) => Reading | undefined;
}

/**
 * Gives an order from a file the taxes and, where the file has none, the total that follow from its prices. Neto's fields
 * can be read in several ways (U23, U24): the one that comes to the file's total, or to what was paid, is taken.
 */
export function priceFeedOrder(
  found: FeedOrder,
  { gstPercent, taxFreeProduct = () => undefined, taught, likely = () => standardReading }: FeedPricing,
): PricedOrder {
  const { order, taxTotal } = found;
  // A line's own flag says most; then its own tax, then its product.
  const flags = order.lines.map(
    ({ sku }, place) => found.taxFreeLines[place] ?? freeByTax(found.lineTaxes[place]) ?? taxFreeProduct(sku),
  );
  const shippingFlag = found.taxFreeShipping ?? freeByTax(found.shippingTax);
  const draft: PricedDraft = {
    taxInclusive: order.taxInclusive,
    taxFreeShipping: shippingFlag ?? false,
    shippingCost: order.shippingTotal,
    shippingDiscount: order.shippingDiscount,
    lines: order.lines.map((line, place) => ({
      quantity: line.quantity,
      unitPrice: line.unitPrice,
      discountPercent: line.percentDiscount,
      discountAmount: line.productDiscount,
      taxFree: flags[place] ?? false,
    })),
  };
  const known = found.total ?? found.paid?.amount;
  const dimensions = dimensionsOf(draft, false);
  const priceUnder = pricesOf(draft, gstPercent);
  const fitting = readingsIn(dimensions).filter((reading) => priceUnder(reading).total === known);
  if (fitting.length > 0) taught?.(dimensions, (reading) => priceUnder(reading).total === known);
  const byTax = fitting.find((reading) => taxProblemOf(found, priceUnder(reading)) === undefined);
  const reading = byTax ?? fitting[0] ?? likely(dimensions);
  const price = priceUnder(reading ?? standardReading);
  const priced = {
    ...order,
    grandTotal: found.total ?? price.total,
    orderTax: taxTotal ?? price.tax,
    shippingTax: price.shippingTax,
    lines: order.lines.map((line, place) => ({ ...line, tax: price.lineTaxes[place] ?? ZERO })),
  };
  const shippingTold = isZero(order.shippingTotal) || shippingFlag !== undefined;
  return {
    order: priced,
    confirmed: found.total !== null || fitting.length > 0,
    fitting: fitting.length > 0,
    shippingUnknown: reading === undefined && found.total === null,
    price,
    taxTold: taxTotal !== null || (shippingTold && flags.every((flag) => flag !== undefined)),
    taxProblem: taxProblemOf(found, price),
    contradicted: contradictedBy(found, { draft, price, gstPercent, fitting: fitting.length > 0 }),
  };
}

function freeByTax(tax: Decimal | null | undefined): boolean | undefined {
  return tax === null || tax === undefined ? undefined : isZero(tax);
}

/** A store may round tax by line or by order (U25): a cent a line is left open, and no more. */
function taxProblemOf({ taxTotal, lineTaxes, shippingTax }: FeedOrder, price: Price): string | undefined {
  const line = lineTaxes.findIndex((tax, place) => tax !== null && differs(tax, price.lineTaxes[place] ?? ZERO, CENT));
  if (line !== -1)
    return `its line ${line + 1} has ${lineTaxes[line]} of tax in the file, and ${price.lineTaxes[line]} follows from its price.`;
  if (shippingTax !== null && differs(shippingTax, price.shippingTax, CENT))
    return `its shipping has ${shippingTax} of tax in the file, and ${price.shippingTax} follows from its price.`;
  const open = multiply(CENT, decimal(price.lineTaxes.length + 1));
  if (taxTotal !== null && differs(taxTotal, price.tax, open))
    return `its tax comes to ${formatMoney(taxTotal)} in the file, and to ${formatMoney(price.tax)} by its prices.`;
  return undefined;
}

function differs(one: Decimal, other: Decimal, open: Decimal): boolean {
  return compare(absolute(subtract(one, other)), open) > 0;
}
