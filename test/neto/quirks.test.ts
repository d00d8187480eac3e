import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Instant } from '../../src/model/time.ts';
import {
  customerSelectors,
  listCustomers,
  readCustomersByEmail,
  readCustomersByUsername,
} from '../../src/neto/customers.ts';
import { orderListSelectors, orderSelectors, orderStateSelectors } from '../../src/neto/order-selectors.ts';
import { listOrders, probeOrder, readOrders } from '../../src/neto/orders.ts';
import { listPayments, paymentSelectors, readPaymentsOfOrders } from '../../src/neto/payments.ts';
import { listProducts, productSelectors, readProducts } from '../../src/neto/products.ts';
import { asArray, isRecord, type RawRecord } from '../../src/neto/read-fields.ts';
import {
  readPaymentMethods,
  readShippingMethods,
  readWarehouses,
  warehouseSelectors,
} from '../../src/neto/reference-lists.ts';
import { write } from '../../src/neto/write-reply.ts';
import { collect, ok, withStore } from './scripted-store.ts';

/** The quirks of the reference's section 4 that no other file of this folder names. */

const at = '2026-07-01T00:00:00Z' as Instant;
const order = (fields: object) => ({ OrderID: 'N1', GrandTotal: '7.00', TaxInclusive: 'True', ...fields });
const readOne = (fields: object) =>
  withStore([{ ...ok, Order: order(fields) }], async (client) => (await readOrders(client, ['N1'])).orders[0]);

test('quirk 1: every list may come as one record', async () => {
  const replies: Readonly<Record<string, object>> = {
    GetOrder: { Order: order({ StickyNotes: { StickyNoteID: '1' }, OrderPayment: { Id: '1', Amount: '1' } }) },
    GetPayment: { Payment: { PaymentID: '1', OrderID: 'N1', AmountPaid: '1' } },
    GetCustomer: { Customer: { Username: 'sam', EmailAddress: 'sam@shop.example' } },
    GetItem: { Item: { SKU: 'A' } },
    GetWarehouse: { Warehouse: { WarehouseID: '1' } },
    GetPaymentMethods: { PaymentMethods: { PaymentMethod: { id: '1', name: 'Card' } } },
    GetShippingMethods: { ShippingMethods: { ShippingMethod: { id: '1', name: 'Post' } } },
  };
  await withStore(
    ({ action }) => ({ ...ok, ...replies[action] }),
    async (client) => {
      const [found] = (await readOrders(client, ['N1'])).orders;
      expect([found?.stickyNotes.length, found?.payments.length]).toEqual([1, 1]);
      expect((await readPaymentsOfOrders(client, ['N1'])).payments).toHaveLength(1);
      expect(await readCustomersByUsername(client, ['sam'])).toHaveLength(1);
      expect(await readProducts(client, ['A'])).toHaveLength(1);
      expect(await readWarehouses(client)).toHaveLength(1);
      expect(await readPaymentMethods(client)).toHaveLength(1);
      expect(await readShippingMethods(client)).toHaveLength(1);
    },
  );
});

test('quirk 2: a written record comes back as a record or as its bare id, alone or in a list', async () => {
  const target = { action: 'UpdateItem', entity: 'Item', idField: 'SKU' };
  for (const Item of ['00123', ['00123'], { SKU: '00123' }, [{ SKU: '00123' }]]) {
    await withStore([{ ...ok, Item }], async (client) => {
      expect(await write(client, target, [{ SKU: '00123' }])).toMatchObject({ kind: 'accepted', ids: ['00123'] });
    });
  }
});

test('quirk 4: an empty container in a line is no option', async () => {
  const line = { SKU: 'A', Quantity: '1', UnitPrice: '1' };
  for (const ExtraOptions of [{ ExtraOption: '' }, '', [], {}, [{ ExtraOption: [] }]])
    expect((await readOne({ OrderLine: { ...line, ExtraOptions } }))?.lines[0]?.extraOptions).toEqual([]);
  const options = { ExtraOption: { Name: 'Size', Value: 'L' } };
  expect((await readOne({ OrderLine: { ...line, ExtraOptions: options } }))?.lines[0]?.extraOptions).toEqual([
    { name: 'Size', value: 'L' },
  ]);
});

test('quirk 12: y and n in payment methods; a method without the flag is active', () =>
  withStore(
    [
      {
        ...ok,
        PaymentMethods: {
          PaymentMethod: [
            { id: 1, name: 'A', active: 'n' },
            { id: 2, name: 'B', active: 'Y' },
            { id: 3, name: 'C' },
          ],
        },
      },
    ],
    async (client) => {
      const methods = await readPaymentMethods(client);
      expect(methods.map(({ id, active }) => [id, active])).toEqual([
        ['1', false],
        ['2', true],
        ['3', true],
      ]);
    },
  ));

test('quirk 13: ids and amounts as text or as numbers are the same', async () => {
  const line = { OrderLineID: 7, SKU: 123, Quantity: 2, UnitPrice: 3.5 };
  const found = await readOne({
    GrandTotal: 7,
    UserGroup: 1,
    OrderLine: line,
    OrderPayment: { Id: 1653, Amount: 7.1 },
  });
  expect(found).toMatchObject({ grandTotal: '7', userGroup: '1' });
  expect(found?.lines[0]).toMatchObject({ id: '7', sku: '123', quantity: '2', unitPrice: '3.5' });
  expect(found?.payments[0]).toMatchObject({ id: '1653', amount: '7.1' });
});

test('quirk 17: a row that moves to the next page while the list is read is given once', () =>
  withStore(
    ({ filter }) => {
      const pages: Readonly<Record<string, string[]>> = { 0: ['N1', 'N2'], 1: ['N2', 'N3'], 2: ['N3', 'N4'] };
      return { ...ok, Order: (pages[String(filter['Page'])] ?? []).map((OrderID) => ({ OrderID })) };
    },
    async (client) => {
      const found = await collect(listOrders(client, { updatedFrom: at }));
      expect(found.flatMap((page) => page.orders.map(({ id }) => id))).toEqual(['N1', 'N2', 'N3', 'N4']);
    },
  ));

test('quirk 20: products, customers and payments are listed without a filter of their own', () =>
  withStore(
    () => ({ ...ok, Item: '', Customer: '', Payment: '' }),
    async (client, seen) => {
      await collect(listProducts(client, {}));
      await collect(listCustomers(client, {}));
      for (const { filter } of seen) expect(Object.keys(filter).sort()).toEqual(['Limit', 'OutputSelector', 'Page']);
    },
  ));

describe('selectors', () => {
  const shapes: readonly [string, string, readonly string[]][] = [
    ['GetOrder', 'Order', [...orderSelectors, ...orderListSelectors, ...orderStateSelectors]],
    ['GetPayment', 'Payment', paymentSelectors],
    ['GetCustomer', 'Customer', customerSelectors],
    ['GetItem', 'Item', productSelectors],
    ['GetWarehouse', 'Warehouse', warehouseSelectors],
  ];
  test.each(shapes)(
    'quirk 23: only documented ones are asked for, since others are ignored: %s',
    (action, entity, all) => {
      const file = new URL(`./samples/${action}.docs-shape.response.json`, import.meta.url);
      const shape: RawRecord = JSON.parse(readFileSync(file, 'utf8'));
      // Switches for groups of flat fields, and what the reference lists beside the sample.
      const besides = new Set([
        'ShipAddress',
        'BillAddress',
        'SKU',
        'UserGroup',
        'OrderLine.ExternalSystemIdentifier',
        'OrderLine.ExternalOrderReference',
        'OrderLine.ExternalOrderLineReference',
      ]);
      const unknown = all.filter((selector) => {
        let place: unknown = shape[entity];
        for (const part of selector.split('.')) {
          const record = asArray(place).find(isRecord) ?? {};
          place = record[part];
        }
        return place === undefined && !besides.has(selector);
      });
      expect(unknown).toEqual([]);
    },
  );

  test('quirk 24: a line has no price, a payment no method, unless it is asked for', () => {
    for (const field of ['UnitPrice', 'Tax', 'PercentDiscount', 'ProductDiscount', 'CouponDiscount', 'ProductName'])
      expect(orderSelectors).toContain(`OrderLine.${field}`);
    for (const money of ['SurchargeTotal', 'OrderTax', 'ShippingTax', 'CouponDiscount', 'ShippingDiscount'])
      expect(orderSelectors).toContain(money);
  });

  test('quirk 25: addresses are asked for as a whole', () => {
    expect(orderSelectors).toEqual(expect.arrayContaining(['ShipAddress', 'BillAddress']));
    expect(orderSelectors.filter((selector) => /^(Bill|Ship)(?!Address)/.test(selector)).sort()).toEqual([
      'ShippingDiscount',
      'ShippingOption',
      'ShippingSignature',
      'ShippingTax',
      'ShippingTotal',
    ]);
  });

  test('quirk 26: the method of a payment is asked for, and the unlisted PaymentMethod of an order is not', () => {
    expect(orderSelectors).toEqual(expect.arrayContaining(['OrderPayment.PaymentType', 'DefaultPaymentType']));
    expect(orderStateSelectors).toContain('OrderPayment.PaymentType');
    expect(orderSelectors).not.toContain('PaymentMethod');
  });
});

test('quirks 24, 38 and 60: an order, a customer, a product with hardly a field', async () => {
  expect(await readOne({ Email: 'sam@shop.example' })).toMatchObject({
    email: 'sam@shop.example',
    billing: { firstName: '', street1: '' },
    orderTax: '0',
    placedAt: null,
    lines: [],
    payments: [],
  });
  await withStore([{ ...ok, Customer: { Username: 'sam' }, Item: { SKU: 'A' } }], async (client) => {
    expect(await readCustomersByUsername(client, ['sam'])).toMatchObject([{ email: '', billing: { lastName: '' } }]);
    expect(await readProducts(client, ['A'])).toMatchObject([{ name: '', defaultPrice: '0' }]);
  });
});

test('quirk 29: the addresses of a customer as a record or as a list of one', async () => {
  for (const BillingAddress of [{ BillCity: 'Perth' }, [{ BillCity: 'Perth' }]]) {
    await withStore([{ ...ok, Customer: { Username: 'sam', BillingAddress } }], async (client) => {
      expect(await readCustomersByUsername(client, ['sam'])).toMatchObject([{ billing: { city: 'Perth' } }]);
    });
  }
});

test('quirk 35: an unknown SKU is a warning, and those that were done are in the list', async () => {
  const warning = { Ack: 'Warning', Messages: { Warning: { Message: 'Cannot find Item B' } } };
  const target = { action: 'UpdateItem', entity: 'Item', idField: 'SKU' };
  const records = ['A', 'B'].map((SKU) => ({ SKU }));
  await withStore([{ ...ok, ...warning, Item: { SKU: 'A' } }], async (client) => {
    expect(await write(client, target, records)).toEqual({
      kind: 'partial',
      ids: ['A'],
      warnings: ['Cannot find Item B'],
      errors: [],
      milliseconds: expect.any(Number),
    });
  });
  await withStore([{ ...ok, ...warning }], async (client) => {
    expect(await write(client, target, records)).toMatchObject({ kind: 'partial', ids: [] });
  });
});

test('quirk 40: an unknown shipping method is a warning beside an order that was made', () =>
  withStore(
    [
      {
        ...ok,
        Ack: 'Warning',
        Order: { OrderID: 'W1' },
        Messages: { Warning: [{ Message: 'ShippingMethod Express does not exist', SeverityCode: 'Warning' }] },
      },
    ],
    async (client, seen) => {
      const target = { action: 'AddOrder', entity: 'Order', idField: 'OrderID' };
      expect(await write(client, target, [{ OrderID: 'W1' }])).toMatchObject({
        kind: 'accepted',
        ids: ['W1'],
        warnings: ['ShippingMethod Express does not exist'],
      });
      expect(seen).toHaveLength(1);
    },
  ));

test('errors beside an Ack of Success: what was stored must be looked up', () =>
  withStore([{ ...ok, Order: { OrderID: 'W1' }, Messages: { Error: { Message: 'odd' } } }], async (client) => {
    const target = { action: 'AddOrder', entity: 'Order', idField: 'OrderID' };
    expect(await write(client, target, [{ OrderID: 'W1' }])).toMatchObject({ kind: 'partial', errors: ['odd'] });
  }));

test('quirks 41, 48, 52 and 59: country, group, status and a doubled street stay as they stand', async () => {
  const fields = {
    BillCountry: 'Australia',
    BillStreetLine1: '1 Sample Street',
    BillStreetLine2: '1 Sample Street',
    UserGroup: 'Trade',
    OrderStatus: 'on hold',
  };
  expect(await readOne(fields)).toMatchObject({
    billing: { country: 'Australia', street1: '1 Sample Street', street2: '1 Sample Street' },
    userGroup: 'Trade',
    status: 'on hold',
  });
});

test('quirks 42 and 44: a line keeps a SKU that the product look-up does not find', () =>
  withStore(
    ({ action }) =>
      action === 'GetItem'
        ? { ...ok, Item: '' }
        : { ...ok, Order: order({ OrderLine: [{ SKU: 'TEXT_NOTE', Quantity: '1', UnitPrice: '0' }] }) },
    async (client) => {
      expect((await readOrders(client, ['N1'])).orders[0]?.lines[0]?.sku).toBe('TEXT_NOTE');
      expect(await readProducts(client, ['TEXT_NOTE'])).toEqual([]);
    },
  ));

test('quirk 49: a user name may be an e-mail address, in any case', () =>
  withStore([{ ...ok, Customer: { Username: 'Sam@Shop.example' } }], async (client) => {
    expect(await readCustomersByUsername(client, ['sam@shop.EXAMPLE'])).toMatchObject([
      { username: 'Sam@Shop.example' },
    ]);
  }));

test('quirk 53: for a key without the right to see orders, a probe finds nothing', () =>
  withStore([{ ...ok, Order: '' }], async (client, seen) => {
    expect(await probeOrder(client, { id: 'N1' })).toEqual({ found: false, currentTime: at });
    expect(await probeOrder(client, { placedFrom: at })).toEqual({ found: false, currentTime: at });
    expect(seen).toHaveLength(2);
  }));

test('quirks 54 and 57: windows go by DateUpdated, in the spelling that all clients use', () =>
  withStore([{ ...ok }], async (client, seen) => {
    await collect(listOrders(client, { updatedFrom: at, updatedTo: at }));
    await collect(listCustomers(client, { updatedFrom: at }));
    await collect(listProducts(client, { updatedTo: at }));
    await collect(listPayments(client, { from: at, to: at }));
    const dates = seen.map(({ filter }) => Object.entries(filter).filter(([name]) => name.startsWith('Date')));
    const time = '2026-07-01 00:00:00';
    expect(dates.filter((_date, index) => index % 2 === 0)).toEqual([
      [
        ['DateUpdatedFrom', time],
        ['DateUpdatedTo', time],
      ],
      [['DateUpdatedFrom', time]],
      [['DateUpdatedTo', time]],
      [
        ['DatePaidFrom', time],
        ['DatePaidTo', time],
      ],
    ]);
  }));

test("quirk 56: the first page bears the store's own time, even when it is empty", () =>
  withStore([{ ...ok, Order: '' }], async (client) => {
    expect(await collect(listOrders(client, { updatedFrom: at }))).toEqual([{ orders: [], currentTime: at }]);
  }));

test('quirk 57: date-times are read in each of the known spellings', async () => {
  for (const spelling of [
    '2026-06-30 21:26:00',
    '2026-06-30T21:26:00',
    '2026-06-30T21:26:00Z',
    '2026-06-30 21:26:00.000',
  ])
    expect((await readOne({ DatePlaced: spelling }))?.placedAt, spelling).toBe('2026-06-30T21:26:00Z');
  expect((await readOne({ DatePlaced: '2026-06-30' }))?.placedAt).toBe('2026-06-30T00:00:00Z');
});

test('quirk 58: an e-mail filter that finds more than was asked for', () =>
  withStore(
    ({ filter }) =>
      filter['Page'] === undefined
        ? {
            ...ok,
            Customer: [
              { Username: 'a', EmailAddress: ' Sam@Shop.example ' },
              { Username: 'b', EmailAddress: '' },
            ],
          }
        : { ...ok },
    async (client) => {
      const found = await readCustomersByEmail(client, [' sam@shop.example']);
      expect(found.map(({ username }) => username)).toEqual(['a']);
    },
  ));
