import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { Temporal } from 'temporal-polyfill';
import type { FakeStore, OrderSeed } from '../../src/fake-store/index.ts';

type Row = Readonly<Record<string, string>>;
/** By its number in the primary, and its place in the file. */
type Takes = (id: string, place: number) => boolean;

/** The files of one export batch, by a reading of their own. */
export interface ExportedFiles {
  readonly products: readonly Row[];
  readonly customers: readonly Row[];
  readonly orders: readonly Row[];
  readonly payments: readonly Row[];
}

export function readExported(folder: string): ExportedFiles {
  const names = readdirSync(folder);
  const rows = (entity: string): Row[] => {
    const name = names.find((one) => one.endsWith(`-${entity}.csv`));
    return name === undefined ? [] : parse(readFileSync(join(folder, name), 'utf8'), { columns: true, bom: true });
  };
  return {
    products: rows('products'),
    customers: rows('customers'),
    orders: rows('orders'),
    payments: rows('payments'),
  };
}

/** Order numbers and references of payments in the files. */
export function namesIn({ orders, payments }: ExportedFiles): ReadonlySet<string> {
  const inRows = orders.flatMap((row) => (row['Amount Paid'] ? firstWord(row['Card Authorisation Code']) : []));
  const references = [...inRows, ...payments.map((row) => firstWord(row['Card Authorisation']))];
  return new Set([
    ...orders.map((row) => `order ${row['Order ID']}`),
    ...references.map((reference) => `payment ${reference}`),
  ]);
}

/**
 * What Neto's import wizard makes of the files, and staff who key the payments that no wizard takes. What is there already is
 * left as it is, as an import of orders does by their number.
 * @param takes whether it comes to an order before it fails
 */
export function importFiles(main: FakeStore, files: ExportedFiles, takes: Takes = () => true): void {
  for (const row of files.products) {
    const { 'SKU*': SKU = '', Name = '', 'Price (Default)': DefaultPrice = '' } = row;
    if (!main.items().some((one) => one.SKU.toLowerCase() === SKU.toLowerCase()))
      main.panel.addItem({ SKU, Name, DefaultPrice });
  }
  for (const row of files.customers) {
    const { 'Username*': Username = '', 'Email Address': EmailAddress = '' } = row;
    const isThere = main.customers().some((one) => one.Username.toLowerCase() === Username.toLowerCase());
    if (!isThere) main.panel.addCustomer({ Username, EmailAddress });
  }
  const byOrder = [...Map.groupBy(files.orders, (row) => row['Order ID'] ?? '')];
  for (const [place, [id, rows]] of byOrder.entries())
    if (main.order(id) === undefined && takes(id, place)) importOrder(main, id, rows);
}

/** Staff key what of the payments file is not booked yet, as far as they look. @param looks whether they do */
export function keyPayments(main: FakeStore, files: ExportedFiles, looks = true, takes: Takes = () => true): void {
  for (const row of files.payments) {
    const { 'Order ID': OrderID = '', 'Card Authorisation': CardAuthorisation = '' } = row;
    if (main.order(OrderID) === undefined || !takes(OrderID, 0)) continue;
    const isThere = main.payments(OrderID).some((one) => one.CardAuthorisation === CardAuthorisation);
    if (isThere && looks) continue;
    main.panel.addPayment({
      OrderID,
      AmountPaid: row['Amount Paid'] ?? '',
      PaymentMethodName: row['Payment Method'] ?? '',
      DatePaid: utc(row['Date Paid'] ?? ''),
      CardAuthorisation,
    });
  }
}

const ADDRESS: Readonly<Record<string, string>> = {
  'First Name': 'FirstName',
  'Last Name': 'LastName',
  Company: 'Company',
  'Address Line 1': 'StreetLine1',
  'Address Line 2': 'StreetLine2',
  City: 'City',
  State: 'State',
  'Post Code': 'PostCode',
  Country: 'Country',
};

function importOrder(main: FakeStore, id: string, rows: readonly Row[]): void {
  const [row] = rows;
  if (row === undefined) return;
  const address = Object.entries(ADDRESS).flatMap(([column, field]) =>
    ['Bill', 'Ship'].map((side) => [`${side}${field}`, row[`${side} ${column}`] ?? ''] as const),
  );
  const order: OrderSeed = {
    OrderID: id,
    OrderStatus: row['Order Status'] ?? '',
    CompleteStatus: row['Approved'] === 'Yes' ? 'Approved' : 'Incomplete',
    DatePlaced: utc(row['Date Placed'] ?? ''),
    DateInvoiced: row['Date Invoiced'] ?? '',
    ...(row['Payment Due Date'] ? { DatePaymentDue: utc(row['Payment Due Date']) } : {}),
    Username: row['Username'] ?? '',
    Email: row['Email'] ?? '',
    ...Object.fromEntries(address),
    SalesChannel: row['Sales Channel'] ?? '',
    ShippingOption: row['Shipping Method'] ?? '',
    ShippingTotal: row['Shipping Cost'] ?? '',
    InternalOrderNotes: row['Internal Notes'] ?? '',
    PurchaseOrderNumber: row['Purchase Order ID'] ?? '',
    OrderLine: rows.map((line) => ({
      SKU: line['Order Line SKU'] ?? '',
      Quantity: line['Order Line Qty'] ?? '',
      UnitPrice: line['Order Line Unit Price'] ?? '',
      ProductName: line['Order Line Description'] ?? '',
    })),
  };
  main.panel.addOrder(order);
  if (!row['Amount Paid']) return;
  main.panel.addPayment({
    OrderID: id,
    AmountPaid: row['Amount Paid'],
    PaymentMethodName: row['Payment Method'] ?? '',
    DatePaid: utc(row['Date Paid'] ?? ''),
    CardAuthorisation: row['Card Authorisation Code'] ?? '',
  });
}

/** The wizard takes times to be the store's own. */
function utc(local: string): string {
  if (!local.includes(' ')) return local;
  const there = Temporal.PlainDateTime.from(local.replace(' ', 'T')).toZonedDateTime('Australia/Sydney');
  return there.toInstant().toString().slice(0, 19).replace('T', ' ');
}

function firstWord(text = ''): string {
  return text.split(' ')[0] ?? '';
}

/** How often an order number or the reference of a payment, as `namesIn` names them, stands in the primary. */
export function countOf(main: FakeStore, name: string): number {
  const [kind, id = ''] = name.split(' ');
  if (kind === 'order') return main.orders().filter(({ OrderID }) => OrderID === id).length;
  return paymentsOf(main, id).length;
}

/** Those that bear a reference, whatever the primary has put around it, or made of its case. */
export function paymentsOf(main: FakeStore, reference: string) {
  const mark = new RegExp(`(^|\\W)${reference}(\\W|$)`, 'i');
  return main.payments().filter(({ CardAuthorisation }) => mark.test(CardAuthorisation));
}
