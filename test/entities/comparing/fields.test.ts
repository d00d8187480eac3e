import { describe, expect, test } from 'vitest';
import type { Finding } from '../../../src/entities/comparing/finding.ts';
import { compareCustomer, expectCustomer, expectHouse } from '../../../src/entities/customer/compare.ts';
import { compareAdoptedOrder } from '../../../src/entities/order/compare/adopted-order.ts';
import { expectOrder } from '../../../src/entities/order/compare/expect-order.ts';
import { foundOrderFields } from '../../../src/entities/order/compare/found-fields.ts';
import { compareOrder } from '../../../src/entities/order/compare/order.ts';
import { compareAdoptedPayment, comparePayment, expectPayment } from '../../../src/entities/payment/compare.ts';
import { compareProduct, expectPlaceholder, expectProduct } from '../../../src/entities/product/compare.ts';
import { comparedField, entityOf } from '../../../src/entities/registry.ts';
import { compareReturn, expectReturn } from '../../../src/entities/return/compare.ts';
import { emptyAddress } from '../../../src/model/address.ts';
import type { Customer, PrimaryAccount } from '../../../src/model/customer.ts';
import type { BuiltInEntityName } from '../../../src/model/entities.ts';
import { decimal, ZERO } from '../../../src/model/money.ts';
import type { Order, OrderLine } from '../../../src/model/order.ts';
import type { Payment } from '../../../src/model/payment.ts';
import type { PrimaryProduct, Product } from '../../../src/model/product.ts';
import type { Return, ReturnLine } from '../../../src/model/rma.ts';
import { instant } from '../../../src/model/time.ts';
import { reconciledFields } from '../../../src/reconcile/result.ts';
import { day, line, order, payment, rules } from '../../transform/samples.ts';

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

const returnedLine: ReturnLine = {
  sku: 'MUG', name: 'Mug', quantity: decimal(2), subtotal: decimal('22.00'), tax: decimal('2.00'), taxCode: 'GST', outcome: '', reason: '',
}; // biome-ignore format: a table
const sourceReturn: Return = {
  id: '7', orderId: 'N100', status: 'Closed', username: '', purchaseOrderNumber: '', internalNotes: '', taxInclusive: true,
  shippingRefund: decimal('5.5'), surchargeRefund: ZERO, total: decimal('27.50'), tax: decimal('2.50'), refunded: decimal('27.5'),
  issuedOn: day('2026-07-12'), updatedAt: null, currency: 'AUD', lines: [returnedLine],
  refunds: [{ id: '1', amount: decimal('27.50'), method: 'Cash', status: 'Refunded', refundedOn: day('2026-07-13') }],
}; // biome-ignore format: a table
const [refund] = sourceReturn.refunds;
if (refund === undefined) throw new Error('The sample has a refund');
const returnCases: readonly (readonly [key: string, changes: Partial<Return>])[] = [
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
  ['refunds', { refunds: [], refunded: ZERO }],
  ['refunds', { refunds: [{ ...refund, status: 'Pending' }] }],
  ['refund-method', { refunds: [{ ...refund, method: 'Cheque' }] }],
  ['refund-date', { refunds: [{ ...refund, refundedOn: day('2026-07-14') }] }],
  ['currency', { currency: 'USD' }],
];

const address = { ...emptyAddress, street1: '1 High St', city: 'Perth', state: 'WA', postCode: '6000' };
const sourceCustomer: Customer = {
  username: 'jsmith', type: 'Customer', email: 'jane@example.com', active: true, abn: '12 345 678 901', userGroup: '',
  billing: { ...address, firstName: 'Jane', lastName: 'Smith', company: 'Acme' }, shipping: address, updatedAt: null,
}; // biome-ignore format: a table
const buyer = { ...sourceCustomer, orderId: 'N100' };
const account: PrimaryAccount = {
  ...sourceCustomer, username: 'w_jsmith', internalNotes: '', newsletter: false, creditLimit: ZERO, onCreditHold: false,
}; // biome-ignore format: a table
const { billing } = account;
const customerCases: readonly (readonly [key: string, changes: Partial<PrimaryAccount>])[] = [
  ['username', { username: 'w_jsmith2' }],
  ['email', { email: 'jane@example.co' }],
  ['first-name', { billing: { ...billing, firstName: 'Jan' } }],
  ['last-name', { billing: { ...billing, lastName: 'Smit' } }],
  ['company', { billing: { ...billing, company: '' } }],
  ['abn', { abn: '12 345 678 902' }],
  ['billing-address', { billing: { ...billing, street1: '2 High St' } }],
  ['shipping-address', { shipping: { ...address, postCode: '6001' } }],
  ['newsletter', { newsletter: true }],
  ['credit-limit', { creditLimit: decimal('500') }],
  ['credit-hold', { onCreditHold: true }],
  ['active', { active: false }],
];

const sourceProduct: Product = {
  sku: 'MUG', parentSku: 'MUGS', name: 'Mug', brand: 'Clay', active: true, defaultPrice: decimal(11), costPrice: decimal(4),
  taxFree: false, taxInclusive: true, kit: false, service: false, updatedAt: null,
}; // biome-ignore format: a table
const article: PrimaryProduct = {
  ...sourceProduct, sku: 'W-MUG', parentSku: '', brand: '', defaultPrice: decimal(12), internalNotes: '', visible: false, approved: false,
  approvedForPos: false, stock: ZERO,
}; // biome-ignore format: a table
const productCases: readonly (readonly [key: string, changes: Partial<PrimaryProduct>])[] = [
  ['sku', { sku: 'MUG' }],
  ['name', { name: 'Bowl' }],
  ['parent', { parentSku: 'MUGS' }],
  ['tax-free', { taxFree: true }],
  ['tax-mode', { taxInclusive: false }],
  ['service', { service: true }],
  ['kit', { kit: true }],
  ['visible', { visible: true }],
  ['approved', { approved: true }],
  ['till', { approvedForPos: true }],
  ['stock', { stock: decimal(3) }],
  ['active', { active: false }],
];

const completion = { status: 'Dispatched', approved: true };
const findOrder = (changes: Partial<Order>): readonly Finding[] =>
  compareOrder(expectOrder(sourceOrder, west, resolved), { ...copyOrder, ...changes }, completion);
const findPayment = (changes: Partial<Payment>): readonly Finding[] =>
  comparePayment(expectPayment(sourcePayment, west, 'W100'), { ...paid, ...changes });
const findReturn = (changes: Partial<Return>): readonly Finding[] =>
  compareReturn(expectReturn(sourceReturn, west, 'W100'), { ...sourceReturn, orderId: 'W100', ...changes });

const findCustomer = (changes: Partial<PrimaryAccount>, source: Customer | null = sourceCustomer): readonly Finding[] =>
  compareCustomer(expectCustomer({ buyer, customer: source }, west, { username: 'w_jsmith', isEmailTaken: false }), {
    ...account,
    ...changes,
  });
const findProduct = (changes: Partial<PrimaryProduct>, source: Product | null = sourceProduct): readonly Finding[] =>
  compareProduct(expectProduct({ sku: 'MUG', lineName: 'Mug', product: source }, 'W-MUG'), { ...article, ...changes });

const classOf = (entity: BuiltInEntityName, key: string): string | undefined => comparedField(entity, key)?.class;

type Cases = readonly (readonly [key: string, changes: object])[];
/** By entity: a copy with each field that it shows changed by itself, and what is found of it. */
const tables: Readonly<
  Record<BuiltInEntityName, { readonly cases: Cases; readonly find: (changes: object) => readonly Finding[] }>
> = {
  orders: { cases: orderCases, find: findOrder },
  payments: { cases: paymentCases, find: findPayment },
  rmas: { cases: returnCases, find: findReturn },
  customers: { cases: customerCases, find: findCustomer },
  products: { cases: productCases, find: findProduct },
};
const names = Object.keys(tables) as BuiltInEntityName[];
/** What no read-back compares: `test/rules/found-copies` has a copy with each of them. */
const found: ReadonlySet<string> = new Set(foundOrderFields.map(({ key }) => key));
const rows = names.flatMap((entity) =>
  entityOf(entity)
    .compares.fields.filter(
      ({ key, class: kind }) => kind !== 'not-readable' && !(entity === 'orders' && found.has(key)),
    )
    .map(({ key }) => [entity, key] as const),
);

describe('a copy that is as its source', () => {
  test.each(names)('has nothing told of it: %s', (entity) => {
    expect(tables[entity].find({})).toEqual([]);
  });
});

describe('a changed field is told, with its class and nothing else', () => {
  test.each(rows)('%s %s', (entity, key) => {
    const changes = tables[entity].cases.find(([name]) => name === key)?.[1];
    expect(changes, `no such case: ${entity} ${key}`).toBeDefined();
    expect(tables[entity].find(changes ?? {}).map((one) => [one.key, one.class])).toEqual([
      [key, classOf(entity, key)],
    ]);
  });
});

describe('a copy that another recipe made', () => {
  /** What the rules choose; and what the last step sets, which no other recipe has. */
  const otherwise: Readonly<Record<string, string>> = {
    number: 'said', email: 'said', 'tax-mode': 'said', 'line-product': 'said', approval: 'none',
  }; // biome-ignore format: a table
  const accounts = ['west_store'];
  const adopted = (changes: object) => compareAdoptedOrder(sourceOrder, { ...copyOrder, ...changes }, west, accounts);

  test('has nothing told of it where it is as its source', () => {
    expect(adopted({})).toEqual([]);
  });
  test.each(rows.filter(([entity]) => entity === 'orders'))('is told of as a read-back is: %s %s', (_, key) => {
    const changes = orderCases.find(([name]) => name === key)?.[1] ?? {};
    const found = adopted(changes).filter((one) => one.key === key);
    const own = otherwise[key] ?? classOf('orders', key);
    // Prices in the other tax mode are other prices, at the same total; and without its lines an order has but a total.
    expect(found.map((one) => one.class)).toEqual(
      own === 'none' ? [] : [key === 'lines' || key === 'account' ? 'said' : own],
    );
  });
  test('on the account of somebody else, which nothing ties to the buyer, differs', () => {
    const billing = { ...copyOrder.billing, firstName: 'Bo', lastName: 'Wong' };
    expect(adopted({ username: 'bwong', email: '', billing }).map((one) => [one.key, one.class])).toEqual([
      ['email', 'said'],
      ['billing-name', 'said'],
      ['account', 'must-agree'],
    ]);
  });
  test.each(paymentCases)('payment %s', (key, changes) => {
    const found = compareAdoptedPayment(sourcePayment, { ...paid, ...changes }, west, 'W100');
    expect(found.map((one) => [one.key, one.class])).toEqual([[key, 'must-agree']]);
  });
  test('whose payment bears its own store’s name of the method has that said', () => {
    const mapping = { ...west, payments: { ...west.payments, methods: { [paid.method]: 'West - Cash' } } };
    expect(compareAdoptedPayment(sourcePayment, paid, mapping, 'W100')).toMatchObject([
      { key: 'method', class: 'said' },
    ]);
  });
});

describe('what is shown otherwise and is right is not told', () => {
  test('of an account: case, blanks, the form of an ABN, an address of many or one that is taken', () => {
    const shown = { ...billing, firstName: ' JANE', lastName: 'smith ', company: 'ACME', city: 'PERTH' };
    expect(findCustomer({ email: 'JANE@Example.com', abn: 'ABN 12345678901', billing: shown })).toEqual([]);
    const made = { username: 'w_jsmith', isEmailTaken: true };
    expect(
      compareCustomer(expectCustomer({ buyer, customer: null }, west, made), { ...account, email: '', abn: '' }),
    ).toEqual([]);
    const shared = { ...sourceCustomer, email: west.orders.houseEmail };
    expect(findCustomer({ email: '' }, shared)).toEqual([]);
    const long = { ...sourceCustomer, email: `${'j'.repeat(50)}@example.com` };
    expect(findCustomer({ email: '' }, long)).toEqual([]);
  });
  test('of the account for all orders', () => {
    const expected = expectHouse(
      'west',
      { username: 'west_store', email: 'accounts@example.com' },
      { isEmailTaken: false },
    );
    const named = { ...emptyAddress, company: 'Sales of west' };
    const shown = {
      ...account,
      username: 'west_store',
      email: 'accounts@example.com',
      abn: '',
      billing: named,
      shipping: named,
    };
    expect(compareCustomer(expected, shown)).toEqual([]);
    expect(compareCustomer(expected, { ...shown, email: '' })).toMatchObject([{ key: 'email', class: 'must-agree' }]);
  });
  test('of a product: case, blanks, a name that is longer than names may be, one that was deleted since', () => {
    const long = `${'Mug and '.repeat(30)}more`;
    expect(findProduct({ name: long.slice(0, 150) }, { ...sourceProduct, name: long })).toEqual([]);
    expect(findProduct({ name: long.slice(0, 100) }, { ...sourceProduct, name: long })).toMatchObject([
      { key: 'name' },
    ]);
    expect(findProduct({ name: 'a  MUG' }, { ...sourceProduct, name: ' A mug ' })).toEqual([]);
    expect(findProduct({ name: 'Mug' }, null)).toEqual([]);
    const placeholder = expectPlaceholder('west', 'SALE');
    expect(compareProduct(placeholder, { ...article, sku: 'SALE', name: 'Sale of west', service: true })).toEqual([]);
  });
});

test('every field of money that must agree is in the results of reconcile too, by its own name or by another', () => {
  const otherwise: Readonly<Record<string, string>> = {
    'orders invoice-date': 'day', 'orders status': 'cancelled', 'payments date': 'paid-on', 'rmas total': 'amount', 'rmas refunds': 'refunded',
  }; // biome-ignore format: a table
  const noMoney = ['orders number', 'orders account', 'orders email'];
  const missing = rows
    .filter(([entity, key]) => ['orders', 'payments', 'rmas'].includes(entity) && classOf(entity, key) === 'must-agree')
    .filter(([entity, key]) => !noMoney.includes(`${entity} ${key}`))
    .filter(([entity, key]) => !reconciledFields.some((one) => one === (otherwise[`${entity} ${key}`] ?? key)));
  expect(missing).toEqual([]);
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

describe('flags that an end does not show are told as not shown', () => {
  test.each(['newsletter', 'onCreditHold', 'active', 'creditLimit'])('of an account: %s', (field) => {
    expect(findCustomer({ notShown: [field] })).toMatchObject([{ class: 'not-shown', by: 'primary' }]);
  });
  test.each(['taxFree', 'taxInclusive', 'service', 'visible', 'approved', 'approvedForPos', 'active'])(
    'of a product: %s',
    (field) => {
      expect(findProduct({ notShown: [field] })).toMatchObject([{ class: 'not-shown', by: 'primary' }]);
    },
  );
  test.each(['taxFree', 'taxInclusive', 'service'])('of a product, by its source: %s', (field) => {
    const found = findProduct({}, { ...sourceProduct, notShown: [field] });
    expect(found).toMatchObject([{ class: 'not-shown', by: 'source' }]);
  });
});

test('GST that is a cent off for each line and shipping is rounding, and is quarantined where the pipeline says so', () => {
  expect(findOrder({ orderTax: decimal('4.02') })).toMatchObject([{ key: 'gst', class: 'rounding', amount: '0.02' }]);
  const strict = expectOrder(sourceOrder, { ...west, gstRounding: 'hold' }, resolved);
  expect(compareOrder(strict, { ...copyOrder, orderTax: decimal('4.02') }, completion)).toMatchObject([
    { key: 'gst', class: 'must-agree' },
  ]);
});

test('an expectation has nothing personal in it', () => {
  const text = JSON.stringify(expectOrder(sourceOrder, rules({ orders: { email: 'shopper' } }), resolved));
  expect(text).not.toMatch(/jane|smith/i);
  const made = { username: 'w_1', isEmailTaken: false };
  expect(JSON.stringify(expectCustomer({ buyer, customer: sourceCustomer }, west, made))).not.toMatch(
    /jane|smith|acme|high st|perth|678/i,
  );
  expect(JSON.stringify(customerCases.slice(1).map(([, changes]) => findCustomer(changes)))).not.toMatch(
    /jane|smi|acme|high/i,
  );
});
