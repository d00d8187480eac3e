import { expect, test } from 'vitest';
import type { Instant } from '../../src/model/time.ts';
import { listCustomers, readCustomersByEmail } from '../../src/neto/customers.ts';
import { listOrders, probeOrder, readOrderStates, readOrders } from '../../src/neto/orders.ts';
import { pages } from '../../src/neto/pages.ts';
import { listPayments, readPaymentsOfOrders } from '../../src/neto/payments.ts';
import { readProducts } from '../../src/neto/products.ts';
import {
  readCurrencySettings,
  readPaymentMethods,
  readShippingMethods,
  readWarehouses,
} from '../../src/neto/reference-lists.ts';
import { collect, ok, type SeenRequest, withStore } from './scripted-store.ts';

const from = '2026-07-01T00:00:00Z' as Instant;
const to = '2026-07-02T00:00:00Z' as Instant;
const order = (id: string, rest: object = {}) => ({
  OrderID: id,
  GrandTotal: '7.00',
  TaxInclusive: 'True',
  OrderLine: '',
  ...rest,
});
const heads = (...ids: string[]) => ({
  ...ok,
  Order: ids.map((id) => ({ OrderID: id, DateUpdated: '2026-07-01 01:00:00' })),
});
const list = (answers: Record<string, object>, run: (ids: string[], seen: SeenRequest[]) => void) =>
  withStore(
    ({ filter }) => ({ ...ok, Order: '', ...answers[String(filter['Page'])] }),
    async (client, seen) => {
      const found = await collect(listOrders(client, { updatedFrom: from, updatedTo: to }));
      run(
        found.flatMap((page) => page.orders.map((head) => head.id)),
        seen,
      );
    },
  );
/** Reads one order with these fields. */
const one = (fields: object) =>
  withStore([{ ...ok, Order: order('N1', fields) }], async (client) => {
    const { orders, unknownFields } = await readOrders(client, ['N1']);
    return { order: orders[0], unknownFields };
  });

test('quirk 14: pages that count from 0', () =>
  list({ 0: heads('N1', 'N2'), 1: heads('N3') }, (ids, seen) => {
    expect(ids).toEqual(['N1', 'N2', 'N3']);
    expect(seen.map(({ filter }) => filter['Page'])).toEqual(['0', '1', '2']);
    expect(seen[0]?.filter).toMatchObject({
      Limit: '2',
      DateUpdatedFrom: '2026-07-01 00:00:00',
      DateUpdatedTo: '2026-07-02 00:00:00',
    });
  }));
test('quirk 14: pages that count from 1, page 0 being the same as page 1', () =>
  list({ 0: heads('N1', 'N2'), 1: heads('N1', 'N2'), 2: heads('N3') }, (ids) =>
    expect(ids).toEqual(['N1', 'N2', 'N3']),
  ));
test('quirk 14: pages that count from 1, page 0 being empty', () =>
  list({ 1: heads('N1', 'N2'), 2: heads('N3') }, (ids) => expect(ids).toEqual(['N1', 'N2', 'N3'])));
test('an empty list costs two requests', () =>
  list({}, (ids, seen) => {
    expect(ids).toEqual([]);
    expect(seen).toHaveLength(2);
  }));
test('quirk 15: a short page is not the end', () =>
  list({ 0: heads('N1'), 1: heads('N2'), 2: heads('N3', 'N4') }, (ids) =>
    expect(ids).toEqual(['N1', 'N2', 'N3', 'N4']),
  ));
test('quirk 16: rows that come again are dropped', () =>
  list({ 0: heads('N1', 'N2'), 1: heads('N2', 'N3'), 2: heads('N3') }, (ids, seen) => {
    expect(ids).toEqual(['N1', 'N2', 'N3']);
    expect(seen).toHaveLength(3);
  }));
test('pages that never end', () =>
  withStore(
    (_request, index) => heads(`N${index}`),
    async (client) => {
      const listing = {
        action: 'GetOrder',
        entity: 'Order',
        filter: {},
        selectors: [],
        keyOf: (row: object) => JSON.stringify(row),
        maximumPages: 5,
      };
      await expect(collect(pages(client, listing))).rejects.toMatchObject({ code: 'pages-never-end' });
    },
  ));
test('quirk 19: an order list is never asked for without a filter', () =>
  withStore([{ ...ok, Order: '' }], async (client, seen) => {
    await collect(listOrders(client, {}));
    expect(seen[0]?.filter['DatePlacedFrom']).toBe('2000-01-01 00:00:00');
  }));

test('quirks 1 and 2: one element as an object, or as an array', async () => {
  const line = { SKU: 'A', Quantity: '1', UnitPrice: '1' };
  expect((await one({ OrderLine: line })).order?.lines).toHaveLength(1);
  expect((await one({ OrderLine: [line] })).order?.lines).toHaveLength(1);
});
test('quirk 3: an empty list as "", [] or missing', async () => {
  for (const fields of [{ OrderPayment: '' }, { OrderPayment: [] }, {}])
    expect((await one(fields)).order?.payments).toEqual([]);
});
test('quirk 5, 6: empty and zero dates', async () => {
  const { order: found } = await one({ DateRequired: '', DatePaid: '0000-00-00 00:00:00', DateInvoiced: '0000-00-00' });
  expect(found).toMatchObject({ requiredAt: null, paidAt: null, invoicedOn: null });
});
test('quirks 7, 8 and 9: days stay days, and moments are UTC', async () => {
  const { order: found } = await one({
    DateInvoiced: '2026-06-30',
    DatePlaced: '2026-06-30 21:26:00',
    DateRequired: '2026-06-29 14:00:00',
  });
  expect(found).toMatchObject({
    invoicedOn: '2026-06-30',
    placedAt: '2026-06-30T21:26:00Z',
    requiredAt: '2026-06-29T14:00:00Z',
  });
});
test('quirk 11: numbers with any count of decimals; an unreadable one is named', async () => {
  expect((await one({ OrderLine: { Quantity: '2.000', UnitPrice: '5.950' } })).order?.lines[0]).toMatchObject({
    quantity: '2',
    unitPrice: '5.95',
  });
  await expect(one({ OrderTax: '1,000.00' })).rejects.toMatchObject({
    code: 'answer-unexpected',
    record: 'N1',
    message: expect.stringContaining('OrderTax'),
  });
  await expect(one({ GrandTotal: '' })).rejects.toMatchObject({ code: 'answer-unexpected', record: 'N1' });
});
test('quirk 12: booleans as text', async () => {
  for (const [word, value] of [
    ['True', true],
    ['y', true],
    ['1', true],
    ['yes', true],
    ['False', false],
    ['n', false],
    ['0', false],
  ] as const) {
    expect((await one({ TaxInclusive: word })).order?.taxInclusive).toBe(value);
  }
});
test('quirks 42 and 43: lines with a pseudo SKU or none', async () => {
  expect((await one({ OrderLine: [{ SKU: '', Quantity: '0', UnitPrice: '' }] })).order?.lines[0]).toMatchObject({
    sku: '',
    unitPrice: '0',
  });
});
test('quirk 51: older names in a payment', async () => {
  expect((await one({ OrderPayment: { OrderPaymentId: '9', OrderPaymentAmount: '1.50' } })).order?.payments).toEqual([
    { id: '9', amount: '1.5', method: '', paidAt: null },
  ]);
});
test('unknown fields are counted and never fatal', async () => {
  const { unknownFields } = await one({
    Novel: 'x',
    OrderLine: [
      { Quantity: '1', UnitPrice: '1', BinLoc: 'x' },
      { Quantity: '1', UnitPrice: '1', BinLoc: 'y' },
    ],
  });
  expect(Object.fromEntries(unknownFields)).toEqual({ Novel: 1, 'OrderLine.BinLoc': 2 });
});

test('orders by id: what is missing is asked for once more; quirk 22: what was not asked for is dropped', () =>
  withStore(
    [
      { ...ok, Order: [order('n1'), order('X9')] },
      { ...ok, Order: order('N2') },
    ],
    async (client, seen) => {
      const { orders } = await readOrders(client, ['N1', 'N2', 'N1']);
      expect(orders.map(({ id }) => id)).toEqual(['n1', 'N2']);
      expect(seen.map(({ filter }) => filter['OrderID'])).toEqual([['N1', 'N2'], ['N2']]);
      expect(JSON.stringify(seen)).not.toContain('UpdateResults');
    },
  ));
test('orders by id: all there or none there costs one request', async () => {
  for (const Order of ['', [order('N1'), order('N2')]]) {
    await withStore([{ ...ok, Order }], async (client, seen) => {
      await readOrderStates(client, ['N1', 'N2']);
      expect(seen).toHaveLength(1);
    });
  }
});
test('a probe is one request for one row', () =>
  withStore([{ ...ok, Order: order('N2') }], async (client, seen) => {
    expect((await probeOrder(client, { id: 'N1' })).found).toBe(false);
    expect((await probeOrder(client, { placedFrom: from })).found).toBe(true);
    expect(seen.map(({ filter }) => filter['Limit'])).toEqual(['1', '1']);
  }));

test("payments: the day is the store's own", () =>
  withStore(
    [
      {
        ...ok,
        Payment: [
          {
            PaymentID: '1',
            OrderID: 'N1',
            AmountPaid: '7.00',
            DatePaidLocal: '2026-07-01 08:00:00',
            DatePaidUTC: '2026-06-30 22:00:00',
          },
          { ID: '2', OrderID: 'N1', AmountPaid: '-1', DatePaidUTC: '2026-06-30 22:00:00', PaymentMethodName: 'Card' },
          { ID: '3', OrderID: 'N1', AmountPaid: '1', DatePaid: '2026-06-30' },
          { ID: '4', OrderID: 'N9', AmountPaid: '1' },
        ],
      },
    ],
    async (client, seen) => {
      const { payments } = await readPaymentsOfOrders(client, ['N1']);
      expect(payments.map(({ id, paidOn, amount }) => [id, paidOn, amount])).toEqual([
        ['1', '2026-07-01', '7'],
        ['2', '2026-07-01', '-1'],
        ['3', '2026-06-30', '1'],
      ]);
      expect(seen[0]?.filter).toMatchObject({ OrderID: ['N1'], Limit: '1000' });
      expect(seen[0]?.filter).not.toHaveProperty('Page');
    },
  ));
test('payments by window; quirk 20: customers without a filter', () =>
  withStore(
    ({ action, filter }) =>
      (filter['Page'] ?? '0') !== '0'
        ? { ...ok }
        : action === 'GetPayment'
          ? { ...ok, Payment: { ID: '1', AmountPaid: '1' } }
          : { ...ok, Customer: { Username: 'sam' } },
    async (client) => {
      expect((await collect(listPayments(client, { from, to }))).flatMap((page) => page.payments)).toHaveLength(1);
      expect((await collect(listCustomers(client, {}))).flatMap((page) => page.customers)).toHaveLength(1);
    },
  ));
test('quirk 58: customers by e-mail are checked again, in any case', () =>
  withStore(
    [
      {
        ...ok,
        Customer: [
          { Username: 'a', EmailAddress: 'SAM@Example.com' },
          { Username: 'b', EmailAddress: 'sam@example.com.au' },
        ],
      },
    ],
    async (client) =>
      expect((await readCustomersByEmail(client, ['sam@example.com'])).map(({ username }) => username)).toEqual(['a']),
  ));
test('quirk 28: products go by SKU; quirk 29: kit components in any nesting', () =>
  withStore(
    [
      {
        ...ok,
        Item: [
          { SKU: '00123', ParentSKU: '', KitComponents: [{ KitComponent: [{ ComponentSKU: 'B' }] }] },
          { SKU: '123', ParentSKU: '', KitComponents: [{ KitComponent: '' }] },
        ],
      },
    ],
    async (client) =>
      expect((await readProducts(client, ['00123', '123'])).map(({ sku, kit }) => [sku, kit])).toEqual([
        ['00123', true],
        ['123', false],
      ]),
  ));
test('reference lists', () =>
  withStore(
    ({ action }) =>
      ({
        GetPaymentMethods: {
          ...ok,
          PaymentMethods: [
            {
              PaymentMethod: [
                { id: '1', name: 'Card', active: 'y' },
                { id: '2', name: 'Cash', active: 'n' },
              ],
            },
          ],
        },
        GetShippingMethods: { ...ok, ShippingMethods: { ShippingMethod: { id: '3', name: 'Express' } } },
        GetWarehouse: {
          ...ok,
          Warehouse: {
            WarehouseID: '4',
            WarehouseName: 'Main',
            WarehouseReference: 'M',
            IsActive: 'True',
            IsPrimary: 'True',
          },
        },
        GetCurrencySettings: {
          ...ok,
          CurrencySettings: [{ DEFAULTCOUNTRY: 'AU', DEFAULTCURRENCY: 'AUD', GST_AMT: '10' }],
        },
      })[action] ?? ok,
    async (client) => {
      expect((await readPaymentMethods(client)).map(({ name, active }) => [name, active])).toEqual([
        ['Card', true],
        ['Cash', false],
      ]);
      expect(await readShippingMethods(client)).toEqual([{ id: '3', name: 'Express' }]);
      expect(await readWarehouses(client)).toEqual([
        { id: '4', name: 'Main', reference: 'M', active: true, primary: true },
      ]);
      expect(await readCurrencySettings(client)).toEqual({ country: 'AU', currency: 'AUD', gstPercent: '10' });
    },
  ));
