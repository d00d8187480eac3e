import { describe, expect, test } from 'vitest';
import { expectOrder } from '../../src/compare/expect-order.ts';
import { comparedFields } from '../../src/compare/fields.ts';
import type { Finding } from '../../src/compare/finding.ts';
import { compareOrder } from '../../src/compare/order.ts';
import { comparePayment, expectPayment } from '../../src/compare/payment.ts';
import { compareReturn, expectReturn } from '../../src/compare/return.ts';
import { decimal, ZERO } from '../../src/model/money.ts';
import type { Order, OrderLine } from '../../src/model/order.ts';
import type { Payment } from '../../src/model/payment.ts';
import type { Rma, RmaLine } from '../../src/model/rma.ts';
import { instant } from '../../src/model/time.ts';
import { day, line, order, payment, rules } from '../transform/samples.ts';

const west = rules({
  orders: { salesChannel: 'West' },
  rma: {
    staff: 'anna',
    warehouse: 'Virtual',
    waitDays: 14,
    allowSpendableCredit: false,
    taxCode: 'GST',
    freeTaxCode: 'FREE',
  },
});
const resolved = { username: 'west_store', skus: new Map<string, string>() };

const sourceOrder = order({
  grandTotal: decimal('44.00'),
  orderTax: decimal('4.00'),
  productSubtotal: decimal('33.00'),
  shippingTotal: decimal('11.00'),
  shippingTax: decimal('1.00'),
  paymentDueAt: instant('2026-07-19T16:00:00Z'),
  lines: [line({ quantity: decimal(3), tax: decimal('3.00') })],
});
const copyOrder: Order = {
  ...sourceOrder,
  id: 'W100',
  username: 'west_store',
  email: west.orders.houseEmail,
  salesChannel: 'West',
  paymentDueAt: instant('2026-07-19T14:00:00Z'),
};

function ofLine(changes: Partial<OrderLine>): Partial<Order> {
  return { lines: [line({ quantity: decimal(3), tax: decimal('3.00'), ...changes })] };
}

/** Each field of the table that a copy shows, changed by itself. */
const orderCases: readonly (readonly [key: string, changes: Partial<Order>])[] = [
  ['number', { id: 'W101' }],
  ['total', { grandTotal: decimal('44.01') }],
  ['gst', { orderTax: decimal('3.96') }],
  ['account', { username: 'jsmith' }],
  ['email', { email: 'jane@example.com' }],
  ['status', { status: 'Cancelled' }],
  ['approval', { approval: 'Incomplete' }],
  ['tax-mode', { taxInclusive: false }],
  ['invoice-date', { invoicedOn: day('2026-07-11') }],
  ['shipping', { shippingTotal: decimal('12.00') }],
  ['shipping-tax', { shippingTax: ZERO }],
  ['lines', { lines: [] }],
  ['line-product', ofLine({ sku: 'CUP' })],
  ['line-quantity', ofLine({ quantity: decimal(6), unitPrice: decimal('5.5') })],
  ['line-price', ofLine({ unitPrice: decimal('11.01') })],
  ['line-discount', ofLine({ productDiscount: decimal('1') })],
  ['line-tax', ofLine({ tax: ZERO })],
  ['due-date', { paymentDueAt: instant('2026-07-20T14:00:00Z') }],
  ['placed', { placedAt: instant('2026-07-10T10:00:00Z') }],
  ['sales-channel', { salesChannel: 'Website' }],
  ['billing-name', { billing: { ...copyOrder.billing, lastName: 'Jones' } }],
  ['shipping-name', { shipping: { ...copyOrder.shipping, company: '', firstName: 'John' } }],
];

const sourcePayment = payment({ currency: 'AUD', paidOn: day('2026-07-10') });
const paid: Payment = { ...sourcePayment, orderId: 'W100' };
const paymentCases: readonly (readonly [key: string, changes: Partial<Payment>])[] = [
  ['amount', { amount: decimal('0.5') }],
  ['date', { paidOn: day('2026-07-11') }],
  ['method', { method: 'Cheque' }],
  ['order', { orderId: 'W101' }],
  ['currency', { currency: 'USD' }],
];

const returnedLine: RmaLine = {
  sku: 'MUG', name: 'Mug', quantity: decimal(2), subtotal: decimal('22.00'), tax: decimal('2.00'), taxCode: 'GST', outcome: '', reason: '',
}; // biome-ignore format: a table
const sourceReturn: Rma = {
  id: '7', orderId: 'N100', status: 'Closed', username: '', purchaseOrderNumber: '', internalNotes: '', taxInclusive: true,
  shippingRefund: decimal('5.5'), surchargeRefund: ZERO, total: decimal('27.50'), tax: decimal('2.50'), refunded: decimal('27.5'),
  issuedOn: day('2026-07-12'), updatedAt: null, currency: 'AUD', lines: [returnedLine],
  refunds: [{ id: '1', amount: decimal('27.50'), method: 'Cash', status: 'Refunded', refundedOn: day('2026-07-13') }],
}; // biome-ignore format: a table
const [refund] = sourceReturn.refunds;
if (refund === undefined) throw new Error('The sample has a refund');
const returnCases: readonly (readonly [key: string, changes: Partial<Rma>])[] = [
  ['total', { total: decimal('27.51') }],
  ['gst', { tax: decimal('2.40') }],
  ['order', { orderId: 'W101' }],
  ['status', { status: 'Open' }],
  ['tax-mode', { taxInclusive: false }],
  ['date', { issuedOn: day('2026-07-13') }],
  ['shipping', { shippingRefund: ZERO }],
  ['lines', { lines: [] }],
  ['line-product', { lines: [{ ...returnedLine, sku: 'CUP' }] }],
  ['line-quantity', { lines: [{ ...returnedLine, quantity: decimal(4) }] }],
  ['line-amount', { lines: [{ ...returnedLine, subtotal: decimal('21') }] }],
  ['line-tax', { lines: [{ ...returnedLine, tax: ZERO }] }],
  ['line-tax-code', { lines: [{ ...returnedLine, taxCode: 'FREE' }] }],
  ['refunds', { refunds: [] }],
  ['refund-method', { refunds: [{ ...refund, method: 'Cheque' }] }],
  ['refund-date', { refunds: [{ ...refund, refundedOn: day('2026-07-14') }] }],
  ['currency', { currency: 'USD' }],
];

const completion = { status: 'Dispatched', approved: true };
const findOrder = (changes: Partial<Order>): readonly Finding[] =>
  compareOrder(expectOrder(sourceOrder, west, resolved), { ...copyOrder, ...changes }, completion);
const findPayment = (changes: Partial<Payment>): readonly Finding[] =>
  comparePayment(expectPayment(sourcePayment, west, 'W100'), { ...paid, ...changes });
const findReturn = (changes: Partial<Rma>): readonly Finding[] =>
  compareReturn(expectReturn(sourceReturn, west, 'W100'), { ...sourceReturn, orderId: 'W100', ...changes });

const classOf = (entity: keyof typeof comparedFields, key: string): string | undefined =>
  comparedFields[entity].find((row) => row.key === key)?.class;

describe('a copy that is as its source', () => {
  test('has nothing told of it', () => {
    expect([...findOrder({}), ...findPayment({}), ...findReturn({})]).toEqual([]);
  });
});

describe('a changed field is told, with its class and nothing else', () => {
  test.each(orderCases)('order %s', (key, changes) => {
    expect(findOrder(changes).map((one) => [one.key, one.class])).toEqual([[key, classOf('order', key)]]);
  });
  test.each(paymentCases)('payment %s', (key, changes) => {
    expect(findPayment(changes).map((one) => [one.key, one.class])).toEqual([[key, classOf('payment', key)]]);
  });
  test.each(returnCases)('return %s', (key, changes) => {
    expect(findReturn(changes).map((one) => [one.key, one.class])).toEqual([[key, classOf('return', key)]]);
  });
});

test.each([
  ['order', orderCases],
  ['payment', paymentCases],
  ['return', returnCases],
] as const)('every field of an %s that can be read has such a test', (entity, cases) => {
  const keys = comparedFields[entity].filter((row) => (row.class as string) !== 'not-readable').map(({ key }) => key);
  expect(cases.map(([key]) => key)).toEqual(keys);
});

describe('what an end does not show is told as not shown, and never taken as equal', () => {
  const hidden: readonly (readonly [key: string, changes: Partial<Order>])[] = [
    ['gst', { notShown: ['orderTax'], orderTax: ZERO }],
    ['shipping', { notShown: ['shippingTotal'], shippingTotal: ZERO }],
    ['shipping-tax', { notShown: ['shippingTax'], shippingTax: ZERO }],
    ['line-tax', ofLine({ notShown: ['tax'], tax: ZERO })],
    ['line-discount', ofLine({ notShown: ['percentDiscount'] })],
  ];
  test.each(hidden)('order %s, by the primary', (key, changes) => {
    expect(findOrder(changes).map((one) => [one.key, one.class, one.by])).toEqual([[key, 'not-shown', 'primary']]);
  });
  test('the GST of an order and of a line, by its source', () => {
    const hiding = { ...sourceOrder, notShown: ['orderTax'], ...ofLine({ notShown: ['tax'] }) };
    const found = compareOrder(expectOrder(hiding, west, resolved), copyOrder, completion);
    expect(found.map((one) => [one.key, one.class, one.by])).toEqual([
      ['gst', 'not-shown', 'source'],
      ['line-tax', 'not-shown', 'source'],
    ]);
  });
  test('the tax and the quantity of a return', () => {
    const hiding = [{ ...returnedLine, tax: ZERO, notShown: ['tax', 'quantity'] }];
    expect(findReturn({ tax: ZERO, notShown: ['tax'], lines: hiding }).map((one) => [one.key, one.class])).toEqual([
      ['gst', 'not-shown'],
      ['line-quantity', 'not-shown'],
      ['line-tax', 'not-shown'],
    ]);
  });
});

test('GST that is a cent off for each line and shipping is rounding, and is held where the pipeline says so', () => {
  expect(findOrder({ orderTax: decimal('4.02') })).toMatchObject([{ key: 'gst', class: 'rounding', amount: '0.02' }]);
  const strict = expectOrder(sourceOrder, { ...west, gstRounding: 'hold' }, resolved);
  expect(compareOrder(strict, { ...copyOrder, orderTax: decimal('4.02') }, completion)).toMatchObject([
    { key: 'gst', class: 'must-agree' },
  ]);
});

test('an expectation has nothing personal in it', () => {
  const text = JSON.stringify(expectOrder(sourceOrder, rules({ orders: { email: 'shopper' } }), resolved));
  expect(text).not.toMatch(/jane|smith/i);
});
