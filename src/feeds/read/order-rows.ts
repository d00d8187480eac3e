import { type Decimal, equal, isZero, ZERO } from '../../model/money.ts';
import type { Order, OrderLine } from '../../model/order.ts';
import type { LocalDate } from '../../model/time.ts';
import { placeText } from '../feed-error.ts';
import { fieldKey } from '../field-key.ts';
import { CellProblem, Cells, changeColumns, FILL_DOWN } from './cells.ts';
import { type FeedRow, placeOf } from './feed-row.ts';
import {
  columnsOfAddress,
  columnsOfLine,
  columnsOfOrder,
  lineTaxNames,
  readAddressCells,
  taxTotalNames,
} from './order-field-columns.ts';
import { type UnreadAmount, unreadMoney } from './unread-money.ts';

export interface FeedOptions {
  /** The store's own: dates in files are on its clock. */
  readonly timeZone: string;
  /** By field key: values for columns that the feed lacks. */
  readonly given: ReadonlyMap<string, string>;
  /** Cells of an order that are empty on its later rows mean what its first row has. */
  readonly fillDown?: boolean | undefined;
}

/** What an order file says of its payments: one sum. */
export interface FeedPaid {
  readonly amount: Decimal;
  readonly paidOn: LocalDate | null;
  readonly method: string;
  readonly authorisation: string;
}

/** An order as a file has it: without its taxes and, mostly, without its total, which files don't hold. */
export interface FeedOrder {
  readonly order: Order;
  /** Of each line; null where its row does not say. */
  readonly taxFreeLines: readonly (boolean | null)[];
  /** Of each line; null where its row names none. */
  readonly lineTaxes: readonly (Decimal | null)[];
  /** null where the file does not say. */
  readonly taxFreeShipping: boolean | null;
  readonly shippingTax: Decimal | null;
  /** Of the whole order; null in Neto's own exports. */
  readonly taxTotal: Decimal | null;
  /** From a column of an export template; null in Neto's own exports. */
  readonly total: Decimal | null;
  readonly paid: FeedPaid | null;
  readonly currency: string;
  /** Amounts in columns that nothing reads, though their names speak of money. */
  readonly unread: readonly UnreadAmount[];
}

/** Columns that must be there, or be given a value, for an order to be taken without a guess. */
export const neededOrderColumns: readonly (readonly string[])[] = [
  ['Order ID'],
  columnsOfLine.quantity,
  columnsOfLine.unitPrice,
  columnsOfLine.sku,
  columnsOfOrder.taxInclusive,
  columnsOfOrder.status,
  columnsOfOrder.approval,
  [...columnsOfOrder.invoicedOn, ...columnsOfOrder.placedAt],
];

/** Columns of which one at least must be there, or be given a value, to know what of the lines is taxed. */
export const lineTaxColumns: readonly string[] = [...columnsOfLine.tax, ...taxTotalNames];
/** The same for shipping. */
export const shippingTaxColumns: readonly string[] = [...columnsOfOrder.shippingTax, ...taxTotalNames];

/** Columns of the order: the export repeats them on each row, and they count once. */
const repeated = [
  'Parent Order ID', 'Order Status', 'Approved', 'Username', 'Email', 'Payment Method', 'Shipping Method', 'Ship Method',
  'Amount Paid', 'Date Paid', 'Tax Free Shipping', 'Shipping Discount Amount', 'Shipping Cost', 'Tax Inclusive',
  'Date Invoiced', 'Date Placed', 'Grand Total', 'Order Total', 'Currency Code', 'Currency', 'Total Tax', 'Order Tax', 'Tax Total', 'Shipping Tax', 'Coupon Code', 'Surcharge Percent',
  'Ship Last Name', 'Bill Last Name', 'Purchase Order ID',
] as const; // biome-ignore format: a table

/** All others of it: an export may leave these empty after the first row, but where they differ they are of two orders or states. */
const repeatedOrEmpty: readonly string[] = [
  ...[columnsOfOrder, columnsOfAddress.Bill, columnsOfAddress.Ship].flatMap((columns) => Object.values(columns).flat()),
  ...['Authorisation Message', 'Card Authorisation Code', ...changeColumns],
].filter((name) => !(repeated as readonly string[]).includes(name));
const ofOrder = [...repeated, ...repeatedOrEmpty].map((name) => ({ name, key: fieldKey(name) }));

/** @param rows all rows of one order @throws CellProblem whose message names the place */
export function readOrderRows(file: string, rows: readonly FeedRow[], options: FeedOptions): FeedOrder {
  const [first] = rows;
  if (first === undefined) throw new RangeError('An order without rows');
  refuseDifferent(file, rows);
  const cells = at(file, first, () => new Cells(first.cells, options.given));
  return at(file, first, () => {
    const id = cells.requiredKey('Order ID');
    refuseUnexpressed(cells);
    const lines = rows.map((row, place) =>
      at(file, row, () => readLine(new Cells(row.cells, options.given), id, place)),
    );
    return {
      order: readHead(
        cells,
        id,
        lines.map(({ line }) => line),
        options.timeZone,
      ),
      taxFreeLines: lines.map(({ taxFree }) => taxFree),
      lineTaxes: lines.map(({ tax }) => tax),
      taxFreeShipping: cells.optionalBoolean('Tax Free Shipping'),
      shippingTax: cells.optionalDecimal('Shipping Tax'),
      taxTotal: firstDecimal(cells, taxTotalNames),
      total: firstDecimal(cells, columnsOfOrder.grandTotal),
      paid: readPaid(cells),
      currency: cells.currency(),
      unread: rows.flatMap((row, place) => unreadMoney(row.cells, place)),
    };
  });
}

function readHead(cells: Cells, id: string, lines: OrderLine[], timeZone: string): Order {
  const columns = columnsOfOrder;
  return {
    id,
    relatedOrderId: cells.key(...columns.relatedOrderId).trim(),
    status: cells.required(...columns.status),
    type: cells.text(...columns.type),
    onHoldType: '',
    approval: cells.requiredBoolean(...columns.approval) ? 'Approved' : '',
    username: cells.key(...columns.username).trim(),
    email: cells.text(...columns.email).trim(),
    userGroup: cells.text(...columns.userGroup),
    billing: readAddressCells(cells, 'Bill'),
    shipping: readAddressCells(cells, 'Ship'),
    purchaseOrderNumber: cells.text(...columns.purchaseOrderNumber),
    salesPerson: cells.text(...columns.salesPerson),
    customerReferences: [],
    salesChannel: cells.text(...columns.salesChannel),
    deliveryInstruction: cells.text(...columns.deliveryInstruction),
    internalNotes: cells.text(...columns.internalNotes),
    stickyNotes: [],
    paymentMethod: cells.text(...columns.paymentMethod),
    paymentTerms: cells.text(...columns.paymentTerms),
    shippingMethod: cells.text(...columns.shippingMethod),
    signatureRequired: cells.boolean(...columns.signatureRequired),
    currency: cells.currency(),
    taxInclusive: cells.requiredBoolean(...columns.taxInclusive),
    couponCode: cells.text(...columns.couponCode),
    grandTotal: ZERO,
    orderTax: ZERO,
    productSubtotal: ZERO,
    shippingTotal: cells.decimal(...columns.shippingTotal),
    shippingTax: ZERO,
    shippingDiscount: cells.decimal(...columns.shippingDiscount),
    surchargeTotal: ZERO,
    surchargeTaxable: ZERO,
    couponDiscount: ZERO,
    placedAt: cells.moment(timeZone, ...columns.placedAt),
    updatedAt: cells.changedAt(timeZone),
    requiredAt: cells.moment(timeZone, ...columns.requiredAt),
    paidAt: cells.moment(timeZone, ...columns.paidAt),
    paymentDueAt: cells.moment(timeZone, ...columns.paymentDueAt),
    invoicedOn: cells.day(...columns.invoicedOn),
    completedOn: cells.day(...columns.completedOn),
    lines,
    payments: [],
  };
}

/** Of several columns for one thing, the first that is filled. */
function firstDecimal(cells: Cells, names: readonly string[]): Decimal | null {
  for (const name of names) {
    const found = cells.optionalDecimal(name);
    if (found !== null) return found;
  }
  return null;
}

interface ReadLine {
  readonly line: OrderLine;
  readonly taxFree: boolean | null;
  readonly tax: Decimal | null;
}

function readLine(cells: Cells, orderId: string, place: number): ReadLine {
  return {
    taxFree: cells.optionalBoolean('Order Line Tax Free'),
    tax: firstDecimal(cells, lineTaxNames),
    line: {
      id: cells.key(...columnsOfLine.id) || `${orderId}-${place}`,
      sku: cells.key(...columnsOfLine.sku),
      name: cells.text(...columnsOfLine.name),
      itemNotes: cells.text(...columnsOfLine.itemNotes),
      quantity: cells.requiredDecimal(...columnsOfLine.quantity),
      unitPrice: cells.requiredDecimal(...columnsOfLine.unitPrice),
      tax: ZERO,
      taxCode: '',
      percentDiscount: cells.decimal(...columnsOfLine.percentDiscount),
      productDiscount: cells.decimal(...columnsOfLine.productDiscount),
      couponDiscount: ZERO,
      costPrice: cells.decimal(...columnsOfLine.costPrice),
      warehouseName: cells.text(...columnsOfLine.warehouseName),
      shippingMethod: '',
      trackingNumber: '',
      serialNumber: cells.text(...columnsOfLine.serialNumber),
      componentOfKit: '',
      externalSystem: '',
      externalOrder: '',
      externalLine: '',
      extraOptions: readOptions(cells.text(...columnsOfLine.extraOptions)),
    },
  };
}

/** `name=value;name=value` */
function readOptions(text: string): { name: string; value: string }[] {
  return text
    .split(';')
    .filter((option) => option.trim() !== '')
    .map((option) => {
      const equals = option.indexOf('=');
      return equals === -1
        ? { name: option.trim(), value: '' }
        : { name: option.slice(0, equals).trim(), value: option.slice(equals + 1) };
    });
}

function readPaid(cells: Cells): FeedPaid | null {
  const amount = cells.decimal('Amount Paid');
  if (isZero(amount)) return null;
  return {
    amount,
    paidOn: cells.day('Date Paid'),
    method: cells.text('Payment Method'),
    authorisation: cells.text('Authorisation Message') || cells.text('Card Authorisation Code'),
  };
}

/** A file names a coupon or a surcharge, but not what it came to. */
function refuseUnexpressed(cells: Cells): void {
  if (cells.has(...columnsOfOrder.grandTotal)) return;
  if (!isZero(cells.decimal('Surcharge Percent')))
    throw new CellProblem(
      'Surcharge Percent',
      'is set, and a file does not say what the surcharge came to; take this order by the API',
    );
  if (cells.text('Coupon Code').trim() !== '')
    throw new CellProblem(
      'Coupon Code',
      'is set, and a file does not say what the coupon took off; take this order by the API',
    );
}

function refuseDifferent(file: string, rows: readonly FeedRow[]): void {
  const [first, ...others] = rows;
  if (first === undefined) return;
  const head = new Cells(first.cells);
  for (const row of others) {
    const cells = new Cells(row.cells);
    for (const { name, key } of ofOrder) {
      // Nearly all are the same as they stand.
      if (first.cells.get(key) === row.cells.get(key)) continue;
      const [one, other] = [head.text(name).trim(), cells.text(name).trim()];
      if (one === other || sameAmount(head, cells, name)) continue;
      if (other === '' && repeatedOrEmpty.includes(name)) continue;
      throw new CellProblem(
        name,
        `${placeText({ ...placeOf(file, row), field: name })}: ${foundOther(cells.text(name), first.line)}; expected the same on all rows of an order`,
      );
    }
  }
}

/** A shopper's data may stand there: a value is not named. */
function foundOther(text: string, firstLine: number): string {
  if (text.trim() !== '') return `found another value than in line ${firstLine}`;
  return `found nothing, and a value in line ${firstLine} (${FILL_DOWN})`;
}

function sameAmount(one: Cells, other: Cells, name: string): boolean {
  try {
    const [a, b] = [one.optionalDecimal(name), other.optionalDecimal(name)];
    return a !== null && b !== null && equal(a, b);
  } catch {
    return false;
  }
}

/** Adds the place to what a cell complains of. */
function at<T>(file: string, row: FeedRow, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof CellProblem) || error.message.startsWith(`${file}:`)) throw error;
    const place = placeText({ ...placeOf(file, row), field: error.field });
    throw new CellProblem(error.field, `${place}: this cell ${error.message}`);
  }
}
