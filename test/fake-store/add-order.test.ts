import { describe, expect, test } from 'vitest';
import { addOrder, call, column, draft, getOrders, readOrder } from './support/call.ts';
import { startStore } from './support/stores.ts';

const TWO_ITEMS = [
  { SKU: 'SHIRT', Quantity: 1, UnitPrice: '11.00' },
  { SKU: 'GONE', Quantity: 1, UnitPrice: '2.00' },
];

const errorOf = (message: string) => ({ Ack: 'Error', Messages: { Error: { Message: message } } });
const warningOf = (message: string) => ({ Ack: 'Warning', Messages: { Warning: { Message: message } } });

describe('the number of an order', () => {
  test('is the one given', async () => {
    const store = await startStore();
    expect(await addOrder(store, { OrderID: 'DEMO13-7' })).toMatchObject({ Order: { OrderID: 'DEMO13-7' } });
  });

  test('is the next of the store where none is given, also for the same order sent again', async () => {
    const store = await startStore({ seed: { prefix: 'N', nextOrderNumber: 1001 } });
    const ids: unknown[] = [];
    for (let time = 0; time < 3; time += 1) ids.push((await addOrder(store, { OrderID: '' })).Order);
    expect(ids).toEqual([{ OrderID: 'N1001' }, { OrderID: 'N1002' }, { OrderID: 'N1003' }]);
  });

  test('of the store comes after every number that was given with its prefix', async () => {
    const store = await startStore({ seed: { prefix: 'N' } });
    await addOrder(store, { OrderID: 'N500' });
    expect(await addOrder(store, { OrderID: '' })).toMatchObject({ Order: { OrderID: 'N501' } });
  });

  test('is refused beyond 15 characters', async () => {
    const store = await startStore();
    expect(await addOrder(store, { OrderID: 'W123456789012345' })).toMatchObject(
      errorOf('OrderID is longer than 15 characters'),
    );
    expect(store.orders()).toEqual([]);
  });
});

describe('an order id that exists', () => {
  const again = { Email: 'other@example.com', OrderLine: [{ SKU: 'HAT', Quantity: 1, UnitPrice: '5.50' }] };

  test('duplicateOrderId error: is refused, and the first order stays as it is', async () => {
    const store = await startStore({ switches: { duplicateOrderId: 'error' } });
    await addOrder(store);
    expect(await addOrder(store, { ...again, OrderID: 'w100' })).toMatchObject(errorOf('Order w100 already exists'));
    expect(store.orders()).toMatchObject([{ OrderID: 'W100', Email: 'shopper@example.com' }]);
  });

  test('duplicateOrderId overwrite: replaces the first order, and says nothing', async () => {
    const store = await startStore({ switches: { duplicateOrderId: 'overwrite' } });
    await addOrder(store);
    expect(await addOrder(store, again)).toMatchObject({ Order: { OrderID: 'W100' }, Ack: 'Success' });
    expect(store.orders()).toMatchObject([{ OrderID: 'W100', Email: 'other@example.com', GrandTotal: '5.50' }]);
  });

  test('duplicateOrderId renumber: becomes a second order under a number of the store', async () => {
    const store = await startStore({ switches: { duplicateOrderId: 'renumber' } });
    await addOrder(store);
    expect(await addOrder(store, again)).toMatchObject({ Order: { OrderID: 'N1' }, Ack: 'Success' });
    expect(store.orders().map(({ OrderID, Email }) => [OrderID, Email])).toEqual([
      ['W100', 'shopper@example.com'],
      ['N1', 'other@example.com'],
    ]);
  });
});

describe('an unknown SKU', () => {
  test('unknownSku error: refuses the order', async () => {
    const store = await startStore({ switches: { unknownSku: 'error' } });
    expect(await addOrder(store, { OrderLine: TWO_ITEMS })).toMatchObject({
      Order: '',
      ...errorOf('GONE is an invalid SKU'),
    });
    expect(store.orders()).toEqual([]);
  });

  test('unknownSku drop-line: leaves the line out of an order that is stored, with a Warning', async () => {
    const store = await startStore({ switches: { unknownSku: 'drop-line' } });
    expect(await addOrder(store, { OrderLine: TWO_ITEMS.toReversed() })).toMatchObject({
      Order: { OrderID: 'W100' },
      ...warningOf('Cannot find Item GONE'),
    });
    expect(store.orders()).toMatchObject([
      { GrandTotal: '11.00', OrderLine: [{ SKU: 'SHIRT', OrderLineID: 'W100-0' }] },
    ]);
  });
});

describe('an unknown user name', () => {
  test('unknownUsername keep: stays on the order', async () => {
    const store = await startStore({ switches: { unknownUsername: 'keep' } });
    await addOrder(store, { Username: 'nobody' });
    expect(await readOrder(store, 'W100', ['Username'])).toMatchObject({ Username: 'nobody' });
    expect(store.customers()).toHaveLength(1);
  });

  test('unknownUsername error: refuses the order', async () => {
    const store = await startStore({ switches: { unknownUsername: 'error' } });
    expect(await addOrder(store, { Username: 'nobody' })).toMatchObject(errorOf('Cannot find Customer nobody'));
    expect(await addOrder(store, { Username: 'JSMITH' })).toMatchObject({ Ack: 'Success' });
    expect(await readOrder(store, 'W100', ['Username'])).toMatchObject({ Username: 'jsmith' });
  });

  test('unknownUsername create: makes a customer of what the order tells, once', async () => {
    const store = await startStore({ switches: { unknownUsername: 'create' } });
    await addOrder(store, { Username: 'nobody' });
    await addOrder(store, { Username: 'nobody', OrderID: 'W101' });
    expect(store.customers().slice(1)).toMatchObject([
      { Username: 'nobody', EmailAddress: 'shopper@example.com', BillingAddress: { BillFirstName: 'Sam' } },
    ]);
  });

  test('unknownUsername create: leaves out an e-mail address that another customer has', async () => {
    const store = await startStore({ switches: { unknownUsername: 'create' } });
    await addOrder(store, { Username: 'nobody', Email: 'J.Smith@example.com' });
    expect(store.customers().slice(1)).toMatchObject([{ Username: 'nobody', EmailAddress: '' }]);
  });
});

describe('a batch with a bad record', () => {
  const batch = { Order: [draft(), draft({ OrderID: 'W101', OrderLine: TWO_ITEMS }), draft({ OrderID: 'W102' })] };

  test('batch partial: the others are stored, and named without a hint which is missing', async () => {
    const store = await startStore({ switches: { batch: 'partial' } });
    expect(await call(store, 'AddOrder', batch)).toMatchObject({
      Order: [{ OrderID: 'W100' }, { OrderID: 'W102' }],
      ...errorOf('GONE is an invalid SKU'),
    });
    expect(store.orders().map(({ OrderID }) => OrderID)).toEqual(['W100', 'W102']);
  });

  test('batch atomic: nothing is stored, moved or sent', async () => {
    const settings = { mailOnStatus: { New: 'New order' } };
    const store = await startStore({ switches: { batch: 'atomic' }, seed: { settings } });
    expect(await call(store, 'AddOrder', batch)).toMatchObject({ Order: '', ...errorOf('GONE is an invalid SKU') });
    expect(store.orders()).toEqual([]);
    expect(store.mails).toEqual([]);
    expect(store.stockMoves).toEqual([]);
    expect(store.items()).toMatchObject([{ SKU: 'SHIRT', CommittedQuantity: '0' }, {}, {}]);
  });

  test.each(['partial', 'atomic'] as const)('batch %s: a good batch is stored whole', async (batch) => {
    const store = await startStore({ switches: { batch } });
    const reply = await call(store, 'AddOrder', { Order: [draft(), draft({ OrderID: 'W101' })] });
    expect(reply).toMatchObject({ Order: [{ OrderID: 'W100' }, { OrderID: 'W101' }], Ack: 'Success' });
    expect(store.orders()).toHaveLength(2);
  });

  test('a request without any record is an Error', async () => {
    expect(await call(await startStore(), 'AddOrder', {})).toMatchObject(
      errorOf('Order is a required field and is missing'),
    );
  });
});

describe('soft problems: the order is stored, with a Warning', () => {
  test.each<[string, object, string]>([
    ['no last name', { BillLastName: '' }, 'BillLastName is a required field'],
    ['no shipping method', { ShippingMethod: '' }, 'ShippingMethod not specified'],
    ['an unknown shipping method', { ShippingMethod: 'Drone' }, 'ShippingMethod Drone does not exist'],
    ['an unknown status', { OrderStatus: 'Lost' }, 'OrderStatus Lost does not exist, setting as New'],
    ['an unknown type', { OrderType: 'gift' }, 'OrderType gift does not exist, setting as sales'],
    ['an amount that is none', { ShippingCost: 'free' }, 'ShippingCost has a wrong format'],
    ['a flag that is none', { TaxInclusive: 'maybe' }, 'TaxInclusive has a wrong format'],
    ['a date that is none', { DateRequired: '1/7/2026' }, 'DateRequired has a wrong format'],
    ['an unknown hold', { OnHoldType: 'Frozen' }, 'OnHoldType has a wrong format'],
    ['an unknown warehouse', { OrderLine: { SKU: 'HAT', Quantity: 1, WarehouseID: 9 } }, 'Cannot find Warehouse 9'],
  ])('%s', async (_, changes, message) => {
    const store = await startStore();
    expect(await addOrder(store, changes)).toMatchObject({ Order: { OrderID: 'W100' }, ...warningOf(message) });
    expect(await readOrder(store, 'W100', ['OrderStatus', 'OrderType', 'TaxInclusive'])).toEqual({
      OrderID: 'W100',
      OrderStatus: 'New',
      OrderType: 'sales',
      TaxInclusive: 'True',
    });
  });

  test('an unknown shipping method leaves the order without one', async () => {
    const store = await startStore();
    await addOrder(store, { ShippingMethod: 'Drone' });
    expect(await readOrder(store, 'W100', ['ShippingOption'])).toMatchObject({ ShippingOption: '' });
  });
});

test.each<[string, object, string]>([
  ['SKU', { OrderLine: { Quantity: 1 } }, 'SKU is a required field and is missing'],
  ['Quantity', { OrderLine: { SKU: 'HAT' } }, 'Quantity is a required field and is missing'],
  ['a number as Quantity', { OrderLine: { SKU: 'HAT', Quantity: 'two' } }, 'Quantity has a wrong format'],
])('an order whose line lacks %s is refused', async (_, changes, message) => {
  expect(await addOrder(await startStore(), changes)).toMatchObject(errorOf(message));
});

describe('texts that are too long', () => {
  const changes = { SalesChannel: 'A channel of 22 letters', BillCountry: 'Australia' };

  test('overlongText cut: are cut, with a Warning', async () => {
    const store = await startStore({ switches: { overlongText: 'cut' } });
    expect(await addOrder(store, changes)).toMatchObject({
      Ack: 'Warning',
      Messages: {
        Warning: [
          { Message: 'BillCountry is longer than 2 characters and was cut' },
          { Message: 'SalesChannel is longer than 15 characters and was cut' },
        ],
      },
    });
    expect(await readOrder(store, 'W100', ['SalesChannel', 'BillAddress'])).toMatchObject({
      SalesChannel: 'A channel of 22',
      BillCountry: 'Au',
    });
  });

  test('overlongText error: refuse the order', async () => {
    const store = await startStore({ switches: { overlongText: 'error' } });
    expect(await addOrder(store, changes)).toMatchObject(errorOf('BillCountry is longer than 2 characters'));
  });
});

test('what is written under one name is read under another', async () => {
  const store = await startStore();
  await addOrder(store, {
    BillStreet1: '1 Road',
    BillStreet2: 'Level 2',
    BillContactPhone: '0400',
    ShipStreet1: '2 Road',
    ShipContactPhone: '0500',
    ShipInstructions: 'Ring twice',
    PaymentMethod: 'Visa',
    SignatureRequired: 'y',
    ShippingCost: '5',
    DateDueUTC: '2026-07-10 14:00:00',
    OrderApproval: 'True',
    OrderLine: {
      SKU: 'SHIRT',
      Quantity: 2,
      ItemDescription: 'Green shirt',
      ItemSerialNumber: 'S-1',
      UnitCost: '4',
      ShippingWeight: '0.5',
      DiscountPercent: '10',
      DiscountAmount: '1',
      TaxFree: 'True',
    },
  });
  const line = ['ProductName', 'SerialNumber', 'CostPrice', 'Weight', 'PercentDiscount', 'ProductDiscount', 'TaxCode'];
  const selectors = ['BillAddress', 'ShipAddress', 'DeliveryInstruction', 'DefaultPaymentType', 'ShippingSignature'];
  const more = ['ShippingTotal', 'ShippingOption', 'DatePaymentDue', 'CompleteStatus'];
  const lines = line.map((name) => `OrderLine.${name}`);
  expect(await readOrder(store, 'W100', [...selectors, ...more, ...lines])).toMatchObject({
    BillStreetLine1: '1 Road',
    BillStreetLine2: 'Level 2',
    BillPhone: '0400',
    ShipStreetLine1: '2 Road',
    ShipPhone: '0500',
    DeliveryInstruction: 'Ring twice',
    DefaultPaymentType: 'Visa',
    ShippingSignature: 'True',
    ShippingTotal: '5.00',
    ShippingOption: 'Post',
    DatePaymentDue: '2026-07-10 14:00:00',
    CompleteStatus: 'Approved',
    OrderLine: {
      ProductName: 'Green shirt',
      SerialNumber: 'S-1',
      CostPrice: '4.00000000',
      Weight: '0.5000',
      PercentDiscount: '10.00',
      ProductDiscount: '1.00',
      TaxCode: 'FREE',
    },
  });
});

test('an order is unapproved and new unless it says otherwise, and PaymentMethod pays nothing', async () => {
  const store = await startStore();
  await addOrder(store, { PaymentMethod: 'Visa' });
  expect(await readOrder(store, 'W100', ['OrderStatus', 'CompleteStatus', 'OrderPayment'])).toEqual({
    OrderID: 'W100',
    OrderStatus: 'New',
    CompleteStatus: 'Incomplete',
    OrderPayment: '',
  });
});

test('a line takes name and price of the item, and the primary warehouse, where it names none', async () => {
  const store = await startStore();
  await addOrder(store, {
    OrderLine: [
      { SKU: 'shirt', Quantity: 1 },
      { SKU: 'HAT', Quantity: 1, WarehouseReference: 'books' },
      { SKU: 'HAT', Quantity: 1, WarehouseName: 'Books' },
    ],
  });
  const selectors = ['OrderLine.ProductName', 'OrderLine.UnitPrice', 'OrderLine.WarehouseID'];
  expect(await readOrder(store, 'W100', selectors)).toMatchObject({
    OrderLine: [
      { SKU: 'SHIRT', OrderLineID: 'W100-0', ProductName: 'Shirt', UnitPrice: '11.00000000', WarehouseID: '1' },
      { OrderLineID: 'W100-1', WarehouseID: '2' },
      { OrderLineID: 'W100-2', WarehouseID: '2' },
    ],
  });
});

test('an order needs neither id nor addresses nor lines', async () => {
  const store = await startStore();
  const reply = await call(store, 'AddOrder', { Order: { ShippingMethod: 'Post', BillLastName: 'Sample' } });
  expect(reply).toMatchObject({ Order: { OrderID: 'N1' }, Ack: 'Success' });
});

test('OrderType quote makes a quote', async () => {
  const store = await startStore();
  await addOrder(store, { OrderType: 'quote' });
  expect(await readOrder(store, 'W100', ['OrderStatus'])).toMatchObject({ OrderStatus: 'Quote' });
});

test('sticky notes are added, by the short form and by the list', async () => {
  const store = await startStore();
  await addOrder(store, {
    StickyNoteTitle: 'One',
    StickyNote: 'First',
    StickyNotes: { StickyNote: { Title: 'Two', Description: 'Second' } },
  });
  expect(await readOrder(store, 'W100', ['StickyNotes'])).toMatchObject({
    StickyNotes: [
      { StickyNoteID: '1', Title: 'One', Description: 'First' },
      { StickyNoteID: '2', Title: 'Two', Description: 'Second' },
    ],
  });
});

describe('dates', () => {
  const selectors = ['DatePlaced', 'DateRequired', 'DateInvoiced'];

  test('the UTC fields are UTC, and an invoice date is the day in the zone of the store', async () => {
    const store = await startStore({ seed: { timezone: 'Australia/Sydney' } });
    await addOrder(store, {
      DatePlacedUTC: '2026-06-30 22:00:00',
      DatePlaced: '2000-01-01',
      DateRequiredUTC: '2026-07-01 14:00:00',
      DateInvoicedUTC: '2026-06-30 22:00:00',
    });
    expect(await readOrder(store, 'W100', selectors)).toMatchObject({
      DatePlaced: '2026-06-30 22:00:00',
      DateRequired: '2026-07-01 14:00:00',
      DateInvoiced: '2026-07-01',
    });
  });

  test.each([
    ['local', '2026-07-01 14:00:00', '2026-12-31 13:00:00'],
    ['utc', '2026-07-02 00:00:00', '2027-01-01 00:00:00'],
  ] as const)('plainDates %s: a date without UTC in its name', async (plainDates, winter, summer) => {
    const store = await startStore({ switches: { plainDates } });
    await addOrder(store, { DatePlaced: '2026-07-02', DateRequired: '2027-01-01', DateInvoiced: '2026-07-02' });
    expect(await readOrder(store, 'W100', selectors)).toMatchObject({
      DatePlaced: winter,
      DateRequired: summer,
      DateInvoiced: '2026-07-02',
    });
  });

  test.each([
    [false, ''],
    [true, '2026-07-01'],
  ])('autoInvoice %s: the invoice date of a new order is %j', async (autoInvoice, date) => {
    const store = await startStore({ switches: { autoInvoice } });
    await addOrder(store, { DatePlacedUTC: '2026-06-30 22:00:00' });
    expect(await readOrder(store, 'W100', ['DateInvoiced'])).toMatchObject({ DateInvoiced: date });
  });

  test('an order that comes in dispatched is completed and invoiced now', async () => {
    const store = await startStore();
    await addOrder(store, { OrderStatus: 'Dispatched' });
    expect(await readOrder(store, 'W100', ['DateCompleted', 'DateCompletedUTC', 'DateInvoiced'])).toMatchObject({
      DateCompleted: '2026-07-01',
      DateCompletedUTC: '2026-07-01 00:00:00',
      DateInvoiced: '2026-07-01',
    });
  });

  test('a new order is found by the window of its writing, not of its placing', async () => {
    const store = await startStore();
    await addOrder(store, { DatePlacedUTC: '2026-01-01 00:00:00' });
    const found = await getOrders(store, { DateUpdatedFrom: '2026-07-01 00:00:00' });
    expect(column(found, 'Order', 'OrderID')).toEqual(['W100']);
  });
});
