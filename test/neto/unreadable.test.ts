import { expect, test } from 'vitest';
import type { Instant } from '../../src/model/time.ts';
import { listCustomers, readCustomersByEmail, readCustomersByUsername } from '../../src/neto/customers.ts';
import { listOrders, readOrderStates, readOrders } from '../../src/neto/orders.ts';
import { listPayments, readPaymentsOfOrders } from '../../src/neto/payments.ts';
import { listProducts, readProducts } from '../../src/neto/products.ts';
import type { ReadOptions, Unreadable } from '../../src/neto/records.ts';
import { collect, ok, type Step, withStore } from './scripted-store.ts';

const at = '2026-07-01T00:00:00Z' as Instant;

/** Calls with and without `onUnreadable`. */
async function bothWays<T>(
  step: Step,
  read: (client: Parameters<typeof readOrders>[0], options: ReadOptions) => Promise<T>,
) {
  return withStore([step], async (client) => {
    const thrown = await read(client, {}).then(
      () => undefined,
      (error: unknown) => error,
    );
    const unreadable: Unreadable[] = [];
    const found = await read(client, { onUnreadable: (record) => unreadable.push(record) });
    return { thrown, found, unreadable };
  });
}

const good = { OrderID: 'N1', GrandTotal: '7.00', TaxInclusive: 'True' };
const line = { OrderLineID: 'N2-0', SKU: 'A', Quantity: '1', UnitPrice: '7' };

test.each([
  ['an amount', { GrandTotal: '1,000.00' }, 'GrandTotal is no amount'],
  ['a missing total', { GrandTotal: '' }, 'GrandTotal is missing'],
  ['a date', { DateInvoiced: '30/06/2026' }, 'DateInvoiced is no date'],
  ['a date that is none', { DatePlaced: '2026-02-30 10:00:00' }, 'DatePlaced is no date-time'],
  ['a flag', { TaxInclusive: 'maybe' }, 'TaxInclusive is neither True nor False'],
  ['a line', { OrderLine: [line, { ...line, Quantity: '' }] }, 'OrderLine 2: Quantity is missing'],
  ['a payment', { OrderPayment: { Id: '1', Amount: 'x' } }, 'OrderPayment 1: Amount is no amount'],
  ['lines that are none', { OrderLine: 'see attachment' }, 'OrderLine is no list of records'],
  ['an amount that is a record', { OrderTax: { Amount: '1' } }, 'OrderTax is no scalar'],
])('an order with an unreadable field does not hold back the others: %s', async (_what, fields, problem) => {
  const bad = { ...good, OrderID: 'N2', ...fields };
  const { thrown, found, unreadable } = await bothWays(
    { ...ok, Order: [good, bad, { ...good, OrderID: 'N3' }] },
    (client, options) => readOrders(client, ['N1', 'N2', 'N3'], options),
  );
  expect(found.orders.map(({ id }) => id)).toEqual(['N1', 'N3']);
  const sentence = `west: order N2 can't be read: ${problem}.`;
  expect(unreadable).toEqual([{ entity: 'order', id: 'N2', problem: sentence }]);
  expect(thrown).toMatchObject({ code: 'answer-unexpected', store: 'west', record: 'N2', message: sentence });
});

test('the content of a field is in no message', async () => {
  const bad = { ...good, GrandTotal: 'sam@example.com', DatePlaced: '1 Sample Street' };
  const { unreadable } = await bothWays({ ...ok, Order: bad }, (client, options) =>
    readOrders(client, ['N1'], options),
  );
  expect(JSON.stringify(unreadable)).not.toMatch(/sam@|Sample/);
});

test('order states and heads', async () => {
  const rows = { ...ok, Order: [good, { ...good, OrderID: 'N2', GrandTotal: 'x' }, { OrderStatus: 'New' }] };
  const states = await bothWays(rows, (client, options) => readOrderStates(client, ['N1', 'N2'], options));
  expect([...states.found.keys()]).toEqual(['N1']);
  expect(states.unreadable.map(({ id }) => id)).toEqual(['N2']);
  const heads = await bothWays(rows, (client, options) => collect(listOrders(client, {}, options)));
  expect(heads.found.flatMap((page) => page.orders.map(({ id }) => id))).toEqual(['N1', 'N2']);
  expect(heads.thrown).toMatchObject({ code: 'answer-unexpected', record: '' });
  expect(heads.unreadable).toEqual([
    { entity: 'order', id: '', problem: "west: order without an id can't be read: OrderID is missing." },
  ]);
});

test('a head whose date is unreadable is listed all the same, since the order is read in full later', () =>
  withStore([{ ...ok, Order: { OrderID: 'N1', DateUpdated: 'yesterday' } }], async (client) => {
    const found = await collect(listOrders(client, {}));
    expect(found[0]?.orders).toEqual([{ id: 'N1', updatedAt: null, completedAt: null, payments: 0 }]);
  }));

test('payments, customers and products', async () => {
  const cases: [
    Step,
    (client: Parameters<typeof readOrders>[0], options: ReadOptions) => Promise<unknown>,
    Unreadable,
  ][] = [
    [
      {
        ...ok,
        Payment: [
          { PaymentID: '1', OrderID: 'N1', AmountPaid: '1' },
          { PaymentID: '2', OrderID: 'N1' },
        ],
      },
      async (client, options) => (await readPaymentsOfOrders(client, ['N1'], options)).payments,
      { entity: 'payment', id: '2', problem: "west: payment 2 can't be read: AmountPaid is missing." },
    ],
    [
      {
        ...ok,
        Payment: [
          { PaymentID: '1', AmountPaid: '1' },
          { PaymentID: '2', AmountPaid: '1', DatePaidUTC: 'x' },
        ],
      },
      async (client, options) =>
        (await collect(listPayments(client, { from: at, to: at }, options))).flatMap((page) => page.payments),
      { entity: 'payment', id: '2', problem: "west: payment 2 can't be read: DatePaidUTC is no date-time." },
    ],
    [
      { ...ok, Customer: [{ Username: 'a' }, { ID: '5', Username: 'b', Active: 'perhaps' }] },
      (client, options) => readCustomersByUsername(client, ['a', 'b'], options),
      {
        entity: 'customer',
        id: '5',
        key: 'b',
        problem: "west: customer 5 can't be read: Active is neither True nor False.",
      },
    ],
    [
      {
        ...ok,
        Customer: [
          { Username: 'a', EmailAddress: 'x@y.example' },
          { ID: '6', EmailAddress: 'x@y.example' },
        ],
      },
      (client, options) => readCustomersByEmail(client, ['x@y.example'], options),
      { entity: 'customer', id: '6', key: '', problem: "west: customer 6 can't be read: Username is missing." },
    ],
    [
      { ...ok, Customer: [{ Username: 'a' }, { ID: '5', Username: 'b', DateUpdatedUTC: 'x' }] },
      async (client, options) => (await collect(listCustomers(client, {}, options))).flatMap((page) => page.customers),
      {
        entity: 'customer',
        id: '5',
        key: 'b',
        problem: "west: customer 5 can't be read: DateUpdatedUTC is no date-time.",
      },
    ],
    [
      { ...ok, Item: [{ SKU: 'A' }, { SKU: 'B', DefaultPrice: 'POA' }] },
      (client, options) => readProducts(client, ['A', 'B'], options),
      { entity: 'product', id: 'B', problem: "west: product B can't be read: DefaultPrice is no amount." },
    ],
    [
      { ...ok, Item: [{ SKU: 'A' }, { SKU: 'B', IsActive: 'x' }] },
      async (client, options) => (await collect(listProducts(client, {}, options))).flatMap((page) => page.products),
      { entity: 'product', id: 'B', problem: "west: product B can't be read: IsActive is neither True nor False." },
    ],
  ];
  for (const [step, read, expected] of cases) {
    const { thrown, found, unreadable } = await bothWays(step, read);
    expect(found).toHaveLength(1);
    expect(unreadable).toEqual([expected]);
    expect(thrown).toMatchObject({ code: 'answer-unexpected', message: expected.problem });
  }
});
