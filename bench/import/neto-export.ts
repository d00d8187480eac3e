import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import type { Seed } from '../../src/fake-store/index.ts';

export interface ExportFiles {
  readonly orders: string;
  readonly customers: string;
  readonly products: string;
}

/** Writes what a store holds as its export files: every cell in quotes, LF between records, one row for each order line. */
export async function writeNetoExport(files: ExportFiles, seed: Seed): Promise<void> {
  await writeTable(files.orders, orderRows(seed));
  await writeTable(files.customers, customerRows(seed));
  await writeTable(files.products, productRows(seed));
}

type Row = Readonly<Record<string, string>>;

function* orderRows({ orders = [] }: Seed): Generator<Row> {
  for (const order of orders) {
    const [payment] = order.OrderPayment ?? [];
    for (const line of order.OrderLine ?? []) {
      yield {
        'Order ID': text(order.OrderID),
        'Order Status': text(order.OrderStatus),
        Approved: 'y',
        Username: text(order.Username),
        Email: text(order.Email),
        ...address('Ship', order),
        ...address('Bill', order),
        'Payment Method': text(order.DefaultPaymentType),
        'Shipping Method': text(order.ShippingOption),
        'Amount Paid': text(payment?.Amount),
        'Date Paid': text(payment?.DatePaid).slice(0, 10),
        'Authorisation Message': text(payment?.CardAuthorisation),
        'Order Line SKU': text(line.SKU),
        'Order Line Qty': text(line.Quantity),
        'Order Line Unit Price': text(line.UnitPrice),
        'Order Line Tax Free': line.TaxFree === true ? 'y' : 'n',
        'Tax Free Shipping': 'n',
        'Tax Inclusive': 'y',
        'Sales Channel': text(order.SalesChannel),
        'Shipping Cost': text(order.ShippingTotal),
        'Date Invoiced': text(order.DateInvoiced),
        'Date Placed': text(order.DatePlaced),
        'Customer Instructions': 'Leave it "behind" the gate,\nplease',
      };
    }
  }
}

function* customerRows({ customers = [] }: Seed): Generator<Row> {
  for (const one of customers) {
    yield {
      'Username*': text(one.Username),
      'Email Address': text(one.EmailAddress),
      Active: 'y',
      ...address('Bill', one.BillingAddress ?? {}),
      ...address('Ship', one.ShippingAddress ?? {}),
    };
  }
}

function* productRows({ items = [] }: Seed): Generator<Row> {
  for (const one of items) {
    yield {
      'SKU*': text(one.SKU),
      Name: text(one.Name),
      Brand: text(one.Brand),
      Active: 'y',
      'Price (Default)': text(one.DefaultPrice),
      'Tax Free Item': one.TaxFreeItem === true ? 'y' : 'n',
    };
  }
}

function address(kind: 'Bill' | 'Ship', of: object): Row {
  const cell = (field: string): string => text((of as Record<string, unknown>)[`${kind}${field}`]);
  return {
    [`${kind} First Name`]: cell('FirstName'),
    [`${kind} Last Name`]: cell('LastName'),
    [`${kind} Address Line 1`]: cell('StreetLine1'),
    [`${kind} City`]: cell('City'),
    [`${kind} State`]: cell('State'),
    [`${kind} Post Code`]: cell('PostCode'),
    [`${kind} Country`]: cell('Country'),
    [`${kind} Phone`]: cell('Phone'),
  };
}

function text(value: unknown): string {
  return value === undefined || value === null ? '' : String(value);
}

async function writeTable(file: string, rows: Iterable<Row>): Promise<void> {
  const stream = createWriteStream(file);
  const line = (cells: readonly string[]): string =>
    `${cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')}\n`;
  let block = '';
  let headed = false;
  for (const row of rows) {
    if (!headed) block = line(Object.keys(row));
    headed = true;
    block += line(Object.values(row));
    if (block.length < 1 << 20) continue;
    if (!stream.write(block)) await once(stream, 'drain');
    block = '';
  }
  stream.end(block);
  await once(stream, 'finish');
}
