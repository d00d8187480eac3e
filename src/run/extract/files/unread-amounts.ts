import type { FeedOrder } from '../../../feeds/read/order-rows.ts';
import type { UnreadAmount } from '../../../feeds/read/unread-money.ts';
import {
  absolute,
  add,
  compare,
  type Decimal,
  decimal,
  formatMoney,
  isZero,
  multiply,
  subtract,
  ZERO,
} from '../../../model/money.ts';
import { lineValue, type Price, type PricedDraft } from '../../../transform/price-order.ts';
import { standardReading } from '../../../transform/readings.ts';

const CENT = decimal('0.01');
/** What the order comes to as a whole, whatever is taxed of it. */
const WHOLE = /grand|invoice|gross/;

interface Priced {
  readonly draft: PricedDraft;
  readonly price: Price;
  readonly gstPercent: Decimal;
  /** What was paid is what the prices come to. */
  readonly fitting: boolean;
}

/**
 * What a column says that nothing reads, and that does not follow from what is read: taken as it stands the order would
 * come to something else than its store says. What repeats a known figure says nothing new.
 * @returns a sentence that names the column and what to do
 */
export function contradictedBy(found: FeedOrder, priced: Priced): string | undefined {
  const { price } = priced;
  const one = found.unread.find((amount) => isOpen(amount, found, priced) && !follows(amount, found, priced));
  if (one === undefined) return undefined;
  const says = `the column "${one.column}" says ${formatMoney(one.amount)}, nothing reads it,`;
  if (one.kind === 'tax')
    return `${says} and ${formatMoney(price.tax)} of tax follows from the prices. Call it "Total Tax" if it is the tax of the order, "Order Line Tax" if it is that of a line, "Shipping Tax" if it is that of shipping; if it is none of them, leave it out of the file.`;
  if (one.kind === 'sum')
    return `${says} and the prices come to ${formatMoney(price.total)}. Call it "Grand Total" if it is what the order comes to; if not, leave it out of the file.`;
  return `${says} and no total confirms the ${formatMoney(price.total)} that the prices come to. Add the column "Grand Total", or take this order by the API; if the prices hold it already, leave it out of the file.`;
}

/** Whether nothing that is read has decided it already. */
function isOpen({ kind, ofShipping, row }: UnreadAmount, found: FeedOrder, { fitting }: Priced): boolean {
  if (kind !== 'tax') return found.total === null && !fitting;
  if (found.taxTotal !== null) return false;
  return ofShipping ? found.shippingTax === null : (found.lineTaxes[row] ?? null) === null;
}

function follows(one: UnreadAmount, found: FeedOrder, priced: Priced): boolean {
  const open = one.kind === 'charge' ? ZERO : multiply(CENT, decimal(priced.draft.lines.length + 1));
  const amount = absolute(one.amount);
  const figures =
    one.kind === 'tax' ? taxes(one, priced) : one.kind === 'sum' ? sums(one, found, priced) : charges(one, found);
  return figures.some((figure) => compare(absolute(subtract(absolute(figure), amount)), open) <= 0);
}

function taxes({ ofShipping, row }: UnreadAmount, { price, gstPercent }: Priced): Decimal[] {
  const own = ofShipping ? price.shippingTax : (price.lineTaxes[row] ?? ZERO);
  const ofLines = add(ZERO, ...price.lineTaxes);
  // A rate in per cent, where that is what it is taxed at.
  return [own, ...(ofShipping ? [] : [price.tax, ofLines]), ...(isZero(own) ? [] : [gstPercent])];
}

function sums({ column, row }: UnreadAmount, found: FeedOrder, { draft, price }: Priced): Decimal[] {
  const paid = found.paid === null ? [] : [found.paid.amount];
  if (WHOLE.test(column)) return [price.total, ...paid];
  const both = (value: Decimal, tax: Decimal): Decimal[] => [value, subtract(value, tax), add(value, tax)];
  const values = (['per-line', 'per-unit'] as const).map((discountAmount) =>
    draft.lines.map((line) => lineValue(line, { ...standardReading, discountAmount })),
  );
  const undiscounted = draft.lines.map(({ unitPrice, quantity }) => multiply(unitPrice, quantity));
  const shipping = subtract(draft.shippingCost, draft.shippingDiscount);
  const ofLines = add(ZERO, ...price.lineTaxes);
  return [
    ...both(price.total, price.tax),
    ...[...values, undiscounted].flatMap((ofRows) => [
      ...both(ofRows[row] ?? ZERO, price.lineTaxes[row] ?? ZERO),
      ...both(add(ZERO, ...ofRows), ofLines),
    ]),
    ...both(shipping, price.shippingTax),
    draft.lines[row]?.unitPrice ?? ZERO,
    ...paid,
  ];
}

/** That one is zero says nothing, and neither does one that is read under another name. */
function charges({ row }: UnreadAmount, { order }: FeedOrder): Decimal[] {
  const { shippingTotal, shippingDiscount, lines } = order;
  const discounts = lines.flatMap(({ productDiscount, quantity }) => [
    productDiscount,
    multiply(productDiscount, quantity),
  ]);
  return [
    ZERO,
    shippingTotal,
    shippingDiscount,
    subtract(shippingTotal, shippingDiscount),
    ...discounts,
    add(ZERO, ...lines.map(({ productDiscount }) => productDiscount)),
    add(shippingDiscount, ...lines.map(({ productDiscount }) => productDiscount)),
    lines[row]?.percentDiscount ?? ZERO,
  ];
}
