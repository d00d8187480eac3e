import { stringify } from 'csv-stringify/sync';
import { Temporal } from 'temporal-polyfill';
import type { FakeStore } from '../../src/fake-store/index.ts';
import type { Customer } from '../../src/model/customer.ts';
import { formatMoney, isZero } from '../../src/model/money.ts';
import type { Order } from '../../src/model/order.ts';
import type { Payment } from '../../src/model/payment.ts';
import type { Product } from '../../src/model/product.ts';
import type { Instant } from '../../src/model/time.ts';
import { openNetoClient } from '../../src/neto/client.ts';
import { listCustomers } from '../../src/neto/customers.ts';
import { listOrders, readOrders } from '../../src/neto/orders.ts';
import { readPaymentsOfOrders } from '../../src/neto/payments.ts';
import { listProducts } from '../../src/neto/products.ts';
import { openRequestLog } from '../../src/neto/request-log.ts';

export interface StoreContent {
  readonly orders: readonly Order[];
  readonly payments: readonly Payment[];
  readonly customers: readonly Customer[];
  readonly products: readonly Product[];
}

/** All that a fake store holds, read by its API. */
export async function contentOf(store: FakeStore, key: string, timeZone: string): Promise<StoreContent> {
  const requestLog = openRequestLog(':memory:');
  const limits = { requestsPerMinute: null, timeoutSeconds: 20, pageSize: 100, requestLog };
  const client = openNetoClient({ store: 'x', readOnly: true, url: store.url, key, timeZone, ...limits });
  const window = { updatedTo: '2099-01-01T00:00:00Z' as Instant };
  try {
    const ids: string[] = [];
    for await (const page of listOrders(client, { updatedFrom: '2000-01-01T00:00:00Z' as Instant, ...window })) {
      ids.push(...page.orders.map(({ id }) => id));
    }
    const { orders } = await readOrders(client, ids);
    const { payments } = await readPaymentsOfOrders(client, ids);
    const customers: Customer[] = [];
    for await (const page of listCustomers(client, window)) customers.push(...page.customers);
    const products: Product[] = [];
    for await (const page of listProducts(client, window)) products.push(...page.products);
    return { orders, payments, customers, products };
  } finally {
    await client.close();
    requestLog.close();
  }
}

type Row = Readonly<Record<string, string>>;

/** As Neto's full export writes it: every cell in quotes, LF between records, y and n, zero dates, one row a line. */
export function toCsv(rows: readonly Row[]): string {
  const [first = {}] = rows;
  return stringify([Object.keys(first), ...rows.map((row) => Object.values(row))], {
    quoted: true,
    quoted_empty: true,
    record_delimiter: '\n',
  });
}

export function orderRows({ orders, payments }: StoreContent, timeZone: string): Row[] {
  return orders.flatMap((order) => {
    const paid = payments.filter(({ orderId }) => orderId === order.id);
    const [payment] = paid;
    return order.lines.map((line) => ({
      'Order ID': order.id,
      'Order Status': order.status,
      Approved: order.approval === 'Approved' ? 'y' : 'n',
      Username: order.username,
      Email: order.email,
      ...address('Ship', order.shipping),
      ...address('Bill', order.billing),
      'Payment Method': order.paymentMethod || (payment?.method ?? ''),
      'Shipping Method': order.shippingMethod,
      'Customer Instructions': order.deliveryInstruction,
      'Internal Notes': order.internalNotes,
      'Amount Paid': paid.length === 1 && payment !== undefined ? formatMoney(payment.amount) : '0.00',
      'Date Paid': payment?.paidOn ?? '0000-00-00',
      'Authorisation Message': payment?.authorisation ?? '',
      'Order Line SKU': line.sku,
      'Order Line Qty': line.quantity,
      'Order Line Description': line.name,
      'Order Line Unit Price': formatMoney(line.unitPrice),
      'Order Line Unit Cost': formatMoney(line.costPrice),
      'Tax Free Shipping': flag(isZero(order.shippingTax) && !isZero(order.shippingTotal)),
      'Shipping Discount Amount': formatMoney(order.shippingDiscount),
      'Order Line Serial Number': line.serialNumber,
      'Parent Order ID': order.relatedOrderId,
      'Payment Due Date': local(order.paymentDueAt, timeZone),
      'Sales Channel': order.salesChannel,
      'Order Line Options': line.extraOptions.map(({ name, value }) => `${name}=${value}`).join(';'),
      'Order Line Tax Free': flag(isZero(line.tax) && !isZero(line.unitPrice)),
      'Order Line Discount Percent': line.percentDiscount,
      'Order Line Discount Amount': formatMoney(line.productDiscount),
      'Tax Inclusive': flag(order.taxInclusive),
      'Purchase Order ID': order.purchaseOrderNumber,
      'Order Type': order.type,
      'Date Required': local(order.requiredAt, timeZone),
      'Order Line Notes': line.itemNotes,
      'Sales Person': order.salesPerson,
      'Date Invoiced': order.invoicedOn ?? '0000-00-00',
      'Shipping Cost': formatMoney(order.shippingTotal),
      'Payment Terms': order.paymentTerms,
      'Date Placed': local(order.placedAt, timeZone),
      'Coupon Code': order.couponCode,
    }));
  });
}

export function customerRows({ customers }: StoreContent): Row[] {
  return customers.map((one) => ({
    'Username*': one.username,
    'Email Address': one.email,
    Type: one.type,
    Active: flag(one.active),
    'ABN/ACN': one.abn,
    'User Group': one.userGroup,
    ...address('Bill', one.billing),
    ...address('Ship', one.shipping),
  }));
}

export function productRows({ products }: StoreContent): Row[] {
  return products.map((one) => ({
    'SKU*': one.sku,
    'Parent SKU': one.parentSku,
    Name: one.name,
    Brand: one.brand,
    Active: flag(one.active),
    'Cost Price': formatMoney(one.costPrice),
    'Price (Default)': formatMoney(one.defaultPrice),
    'Tax Free Item': flag(one.taxFree),
    'Tax Inclusive': flag(one.taxInclusive),
    'Service Item': flag(one.service),
    'Price (A)': '',
    'Qty In Stock (Perth)': '',
  }));
}

export function paymentRows({ payments }: StoreContent): Row[] {
  return payments.map((one) => ({
    'Payment ID': one.id,
    'Order ID': one.orderId,
    'Amount Paid': formatMoney(one.amount),
    'Date Paid': one.paidOn ?? '0000-00-00',
    'Payment Method': one.method,
    'Card Authorisation': one.authorisation,
    'Currency Code': one.currency,
  }));
}

function address(kind: 'Bill' | 'Ship', of: Order['billing']): Row {
  return {
    [`${kind} First Name`]: of.firstName,
    [`${kind} Last Name`]: of.lastName,
    [`${kind} Company`]: of.company,
    [`${kind} Address Line 1`]: of.street1,
    [`${kind} Address Line 2`]: of.street2,
    [`${kind} City`]: of.city,
    [`${kind} State`]: of.state,
    [`${kind} Post Code`]: of.postCode,
    [`${kind} Country`]: of.country,
    [`${kind} Phone`]: of.phone,
  };
}

function flag(value: boolean): string {
  return value ? 'y' : 'n';
}

function local(at: Instant | null, timeZone: string): string {
  if (at === null) return '0000-00-00 00:00:00';
  const there = Temporal.Instant.from(at).toZonedDateTimeISO(timeZone);
  return there.toPlainDateTime().toString({ smallestUnit: 'second' }).replace('T', ' ');
}
