import { productIdOf } from '../../../entities/product/read.ts';
import type { ExtractedRecord, QuarantinedRecord } from '../../../entities/reading/extracted-record.ts';
import type { FeedFile } from '../../../feeds/read/inspect-feed.ts';
import type { FeedOrder } from '../../../feeds/read/order-rows.ts';
import type { FeedOrderEntry } from '../../../feeds/read/read-orders.ts';
import type { FeedColumns } from '../../../feeds/read/survey-orders.ts';
import { compare, type Decimal, formatMoney } from '../../../model/money.ts';
import type { Order } from '../../../model/order.ts';
import { fieldsInDocument } from '../../../neto/order-elements.ts';
import { orderIdOf, readOrder } from '../../../neto/order-fields.ts';
import { FieldProblem, keyText, type RawRecord, sublist } from '../../../neto/read-fields.ts';
import type { StoreFeeds } from '../../../session/store-feeds.ts';
import type { StoreRun } from '../../../session/store-run.ts';
import { documentPayments, paidRecord } from './feed-records.ts';
import { quarantinedDocument, refuseShortened } from './file-document.ts';
import { type FeedPricing, priceFeedOrder } from './price-feed-order.ts';
import { meantRows } from './repeated-order.ts';

export interface FileOrder {
  readonly order: Order;
  readonly hasTotal: boolean;
  readonly confirmed: boolean;
  /** The file says what of it is taxed. */
  readonly taxTold: boolean;
  /** Its rows came more than once, and what the file says of its money fits them once. */
  readonly repeated: boolean;
  readonly payments: readonly ExtractedRecord[];
  /** The fields that the file gives: `salesPerson`, `billing.city`, `lines.name`. */
  readonly gives: ReadonlySet<string>;
}

type FileOrderFound =
  | { readonly kind: 'taken'; readonly taken: FileOrder }
  /** `shippingUnknown`: another order that shows how the store reads its fields would let it be taken. */
  | { readonly kind: 'quarantined'; readonly quarantined: QuarantinedRecord; readonly shippingUnknown?: boolean };

/** Of an order whose prices are without tax: whether its shipping is too differs by store, by an eleventh of it. */
const SHIPPING_UNKNOWN =
  'nothing says whether the cost of its shipping holds the tax, neither the file nor an order that its store or the primary has shown.';

interface OrderReading {
  readonly feed: FeedFile;
  readonly store: Pick<StoreRun, 'fixed'>;
  readonly feeds: StoreFeeds;
  readonly gstPercent: Decimal;
  readonly likely: FeedPricing['likely'] & {};
  readonly taught: FeedPricing['taught'] & {};
}

/** One order of a file with its prices and its payments, or why it can't be taken as it stands. */
export function fileOrderOf(entry: FeedOrderEntry, reading: OrderReading): FileOrderFound {
  if (entry.kind === 'quarantined') {
    const { sourceId, message } = entry.quarantined;
    return { kind: 'quarantined', quarantined: { sourceId, message, reason: 'row-unreadable' } };
  }
  if (entry.kind === 'document') return documentOrder(entry.document, entry.columns, reading);
  const { columns } = entry;
  if (entry.repeats === undefined) return rowsOrder(entry.found, columns, reading);
  const meant = meantRows(entry.found, entry.repeats, pricingOf(reading));
  if (meant.kind === 'order') {
    const found = rowsOrder(meant.found, columns, reading);
    if (found.kind === 'quarantined') return found;
    return { kind: 'taken', taken: { ...found.taken, repeated: meant.found !== entry.found } };
  }
  const { id } = entry.found.order;
  const what =
    entry.repeats.fewer.length > 0 ? 'come more than once' : 'stand in several places, like those of two exports';
  const message = `${reading.feed.file}:${entry.line}: the rows of ${id} ${what}, and neither a total nor a tax nor what was paid says whether they are meant so. ${meant.why} Take the second set out of the file, or add the column "Grand Total".`;
  return { kind: 'quarantined', quarantined: { sourceId: id, reason: 'row-unreadable', message } };
}

function pricingOf({ feeds, gstPercent, likely, taught }: OrderReading): FeedPricing {
  return { gstPercent, taxFreeProduct: (sku) => feeds.taxFree.get(productIdOf(sku)), likely, taught };
}

function rowsOrder(found: FeedOrder, { fields: gives }: FeedColumns, reading: OrderReading): FileOrderFound {
  const { feed } = reading;
  const priced = priceFeedOrder(found, pricingOf(reading));
  const { order, confirmed, taxTold } = priced;
  if (priced.taxProblem !== undefined) {
    const message = `${feed.file}: ${order.id}: ${priced.taxProblem} Say what is free of tax in "Order Line Tax Free" and "Tax Free Shipping", mend the amount, or take this order by the API.`;
    return { kind: 'quarantined', quarantined: { sourceId: order.id, reason: 'line-tax-unexplained', message } };
  }
  if (priced.contradicted !== undefined) {
    const message = `${feed.file}: ${order.id}: ${priced.contradicted}`;
    return { kind: 'quarantined', quarantined: { sourceId: order.id, reason: 'row-unreadable', message } };
  }
  if (priced.shippingUnknown) {
    const message = `${feed.file}: ${order.id}: ${SHIPPING_UNKNOWN} Add the column "Grand Total", or take this order by the API.`;
    const quarantined = { sourceId: order.id, reason: 'row-unreadable', message } as const;
    return { kind: 'quarantined', quarantined, shippingUnknown: true };
  }
  const { paid, currency, total } = found;
  if (total === null && paid !== null && compare(paid.amount, order.grandTotal) > 0) {
    const message = `${feed.file}: ${order.id} was paid ${formatMoney(paid.amount)}, and its prices come to ${formatMoney(order.grandTotal)}: the file lacks a surcharge, a rounding or the like. Take this order by the API, or add the column "Grand Total".`;
    return { kind: 'quarantined', quarantined: { sourceId: order.id, reason: 'row-unreadable', message } };
  }
  const payments = paid === null ? [] : [paidRecord(order, paid, currency)];
  return {
    kind: 'taken',
    taken: { order, hasTotal: total !== null, confirmed, taxTold, repeated: false, payments, gives },
  };
}

function documentOrder(
  { content, line }: { readonly content: RawRecord; readonly line: number },
  { elements }: FeedColumns,
  { feed, store }: OrderReading,
): FileOrderFound {
  const { timeZone } = store.fixed;
  try {
    refuseShortened(content);
    const order = readOrder(content, timeZone, new Map());
    refuseMissingTaxes(content);
    const told = { hasTotal: true, confirmed: true, taxTold: true, repeated: false, gives: fieldsInDocument(elements) };
    return { kind: 'taken', taken: { order, ...told, payments: documentPayments(order, timeZone) } };
  } catch (error) {
    return { kind: 'quarantined', quarantined: quarantinedDocument(error, feed, line, orderIdOf(content)) };
  }
}

/** A line without its tax would be taken for one that is free of it. @throws FieldProblem */
function refuseMissingTaxes(content: RawRecord): void {
  const place = sublist(content, 'OrderLine').findIndex((line) => keyText(line, 'Tax').trim() === '');
  if (place === -1) return;
  const problem = `OrderLine ${place + 1}: Tax is missing or empty; expected an amount, 0.00 where the line is free of tax`;
  throw new FieldProblem(problem);
}
