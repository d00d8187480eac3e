import { describe, expect, test } from 'vitest';
import type { FakeStore } from '../../src/fake-store/index.ts';
import { addOrder, addPayment, call, column, getOrders, readOrder, updateOrder } from './support/call.ts';
import { Clock, type StoreOptions, startStore } from './support/stores.ts';

async function storeWithOrder(options: StoreOptions = {}, changes: object = {}): Promise<FakeStore> {
  const store = await startStore(options);
  await addOrder(store, {
    OrderLine: [
      { SKU: 'SHIRT', Quantity: 1, UnitPrice: '11.00' },
      { SKU: 'HAT', Quantity: 1, UnitPrice: '5.50' },
    ],
    ...changes,
  });
  return store;
}

test('changes what is given, leaves what is not, and needs no other field', async () => {
  const store = await storeWithOrder({}, { InternalOrderNotes: 'first' });
  expect(await updateOrder(store, { PurchaseOrderNumber: 'PO-1', BillStreet1: '9 Road' })).toMatchObject({
    Order: { OrderID: 'W100' },
    Ack: 'Success',
  });
  const selectors = ['PurchaseOrderNumber', 'InternalOrderNotes', 'Email', 'BillAddress'];
  expect(await readOrder(store, 'W100', selectors)).toMatchObject({
    PurchaseOrderNumber: 'PO-1',
    InternalOrderNotes: 'first',
    Email: 'shopper@example.com',
    BillStreetLine1: '9 Road',
    BillFirstName: 'Sam',
  });
});

test('moves DateUpdated, but not DatePlaced', async () => {
  const clock = new Clock();
  const store = await storeWithOrder({ clock: clock.read });
  clock.advance(90);
  await updateOrder(store, { SalesPerson: 'Kim' });
  expect(await readOrder(store, 'W100', ['DateUpdated', 'DatePlaced'])).toMatchObject({
    DateUpdated: '2026-07-01 00:01:30',
    DatePlaced: '2026-07-01 00:00:00',
  });
});

test('approves, and takes the approval back', async () => {
  const store = await storeWithOrder();
  await updateOrder(store, { OrderApproval: 'True' });
  expect(await readOrder(store, 'W100', ['CompleteStatus'])).toMatchObject({ CompleteStatus: 'Approved' });
  await updateOrder(store, { OrderApproval: 'False' });
  expect(await readOrder(store, 'W100', ['CompleteStatus'])).toMatchObject({ CompleteStatus: 'Incomplete' });
});

test('sets the export status, by which it is then found', async () => {
  const store = await storeWithOrder();
  await updateOrder(store, { ExportStatus: 'Exported' });
  expect(column(await getOrders(store, { ExportStatus: 'Exported' }), 'Order', 'OrderID')).toEqual(['W100']);
});

test.each([
  ['ExportStatus', 'Done'],
  ['ExportedToWMS', 'Done'],
  ['PickStatus', 'Half'],
  ['SendOrderEmail', 'postcard'],
])('a value that %s does not have is left out, with a Warning', async (field, value) => {
  const store = await storeWithOrder();
  expect(await updateOrder(store, { [field]: value, SalesPerson: 'Kim' })).toMatchObject({ Ack: 'Warning' });
  expect(store.order('W100')).toMatchObject({ SalesPerson: 'Kim', ExportStatus: 'Pending' });
  expect(store.mails).toEqual([]);
});

test('an unknown status sets the order to New, with a Warning', async () => {
  const store = await storeWithOrder({}, { OrderStatus: 'Pick' });
  expect(await updateOrder(store, { OrderStatus: 'Lost' })).toMatchObject({
    Ack: 'Warning',
    Messages: { Warning: { Message: 'OrderStatus Lost does not exist, setting as New' } },
  });
  expect(await readOrder(store, 'W100', ['OrderStatus'])).toMatchObject({ OrderStatus: 'New' });
});

test('dispatching completes and invoices the order, on the day of the store', async () => {
  const clock = new Clock();
  clock.advance(16 * 3600);
  const store = await storeWithOrder({ clock: clock.read });
  await updateOrder(store, { OrderStatus: 'Dispatched' });
  expect(await readOrder(store, 'W100', ['DateCompleted', 'DateCompletedUTC', 'DateInvoiced'])).toMatchObject({
    DateCompleted: '2026-07-02',
    DateCompletedUTC: '2026-07-01 16:00:00',
    DateInvoiced: '2026-07-02',
  });
});

test('cannot change user, dates, tax mode, shipping cost, quantities, prices or the set of lines', async () => {
  const store = await storeWithOrder();
  const before = store.order('W100');
  await updateOrder(store, {
    Username: 'jsmith',
    DatePlacedUTC: '2000-01-01 00:00:00',
    OrderType: 'dropshipping',
    TaxInclusive: 'False',
    ShippingCost: '99',
    CurrencyCode: 'NZD',
    PaymentTerms: '30 days',
    OrderLine: [{ OrderLineID: 'W100-0', Quantity: 9, UnitPrice: '1', DiscountPercent: '50', QuantityShipped: 1 }],
  });
  expect(store.order('W100')).toEqual(before);
});

test('a line is addressed by its OrderLineID, or by its SKU; a line that is not there is a Warning', async () => {
  const store = await storeWithOrder();
  const reply = await updateOrder(store, {
    OrderLine: [
      { OrderLineID: 'W100-1', ItemNotes: 'by id', ExternalOrderReference: 'N7' },
      { SKU: 'shirt', ItemDescription: 'by SKU', TrackingDetails: { ShippingMethod: 'Post', TrackingNumber: 'T1' } },
      { OrderLineID: 'W100-9', ItemNotes: 'nowhere' },
    ],
  });
  expect(reply).toMatchObject({ Ack: 'Warning', Messages: { Warning: { Message: 'Cannot find OrderLine W100-9' } } });
  const names = ['ProductName', 'ItemNotes', 'ExternalOrderReference', 'ShippingTracking', 'ShippingMethod'];
  const read = await readOrder(
    store,
    'W100',
    names.map((name) => `OrderLine.${name}`),
  );
  expect(read).toMatchObject({
    OrderLine: [
      { ProductName: 'by SKU', ShippingTracking: 'T1', ShippingMethod: 'Post' },
      { ItemNotes: 'by id', ExternalOrderReference: 'N7' },
    ],
  });
});

test('tracking by an unknown shipping method is a Warning, and the number is kept', async () => {
  const store = await storeWithOrder();
  const tracking = { SKU: 'HAT', TrackingDetails: { ShippingMethod: 'Drone', TrackingNumber: 'T2' } };
  expect(await updateOrder(store, { OrderLine: tracking })).toMatchObject({
    Messages: { Warning: { Message: 'ShippingMethod Drone does not exist' } },
  });
  expect(store.order('W100')?.OrderLine[1]).toMatchObject({ ShippingTracking: 'T2', ShippingMethod: '' });
});

test('a new rounding moves the total', async () => {
  const store = await storeWithOrder();
  await updateOrder(store, { OrderRounding: '-0.03' });
  await updateOrder(store, { OrderRounding: '0.02' });
  expect(await readOrder(store, 'W100', ['GrandTotal'])).toMatchObject({ GrandTotal: '16.52' });
});

test('notes are added to the ones there are', async () => {
  const store = await storeWithOrder({}, { StickyNoteTitle: 'A', StickyNote: 'a' });
  await updateOrder(store, { StickyNoteTitle: 'B', StickyNote: 'b' });
  expect(await readOrder(store, 'W100', ['StickyNotes'])).toMatchObject({
    StickyNotes: [{ Title: 'A' }, { Title: 'B' }],
  });
});

test.each([
  ['warning', 'Warning', { Order: { OrderID: 'W100' }, Messages: { Warning: { Message: 'Cannot find Order W9' } } }],
  ['error', 'Error', { Order: { OrderID: 'W100' }, Messages: { Error: { Message: 'Cannot find Order W9' } } }],
] as const)(
  'updateOfUnknown %s: an update of an unknown order is a %s beside what could be done',
  async (setting, ack, reply) => {
    const store = await storeWithOrder({ switches: { updateOfUnknown: setting } });
    const changes = [
      { OrderID: 'W9', SalesPerson: 'Kim' },
      { OrderID: 'W100', SalesPerson: 'Kim' },
    ];
    expect(await call(store, 'UpdateOrder', { Order: changes })).toMatchObject({ Ack: ack, ...reply });
    expect(store.order('W100')).toMatchObject({ SalesPerson: 'Kim' });
  },
);

test('an update without an id is an Error', async () => {
  expect(await updateOrder(await startStore(), { OrderID: '' })).toMatchObject({
    Ack: 'Error',
    Messages: { Error: { Message: 'OrderID is a required field and is missing' } },
  });
});

describe('statusRules', () => {
  test('none: any status may be set', async () => {
    const store = await storeWithOrder({ switches: { statusRules: 'none' } });
    await updateOrder(store, { OrderStatus: 'Dispatched' });
    expect(await updateOrder(store, { OrderStatus: 'Cancelled' })).toMatchObject({ Ack: 'Success' });
  });

  test('panel: an unapproved order may be picked, but is neither packed nor dispatched', async () => {
    const store = await storeWithOrder({ switches: { statusRules: 'panel' } });
    expect(await updateOrder(store, { OrderStatus: 'Pick' })).toMatchObject({ Ack: 'Success' });
    expect(await updateOrder(store, { OrderStatus: 'Dispatched' })).toMatchObject({
      Ack: 'Error',
      Messages: { Error: { Message: 'Order W100 is not approved and cannot be set to Dispatched' } },
    });
    expect(await addOrder(store, { OrderID: 'W101', OrderStatus: 'Pack' })).toMatchObject({ Ack: 'Error' });
    expect(await updateOrder(store, { OrderStatus: 'Dispatched', OrderApproval: 'True' })).toMatchObject({
      Ack: 'Success',
    });
  });

  test('panel: an approved order is not cancelled before it is unapproved', async () => {
    const store = await storeWithOrder({ switches: { statusRules: 'panel' } }, { OrderApproval: 'True' });
    expect(await updateOrder(store, { OrderStatus: 'Cancelled' })).toMatchObject({ Ack: 'Error' });
    expect(await updateOrder(store, { OrderStatus: 'Cancelled', OrderApproval: 'False' })).toMatchObject({
      Ack: 'Success',
    });
  });

  test('panel: a paid order is not cancelled', async () => {
    const store = await storeWithOrder({ switches: { statusRules: 'panel' } });
    await addPayment(store, { AmountPaid: '1.00' });
    expect(await updateOrder(store, { OrderStatus: 'Cancelled' })).toMatchObject({ Ack: 'Error' });
    expect(store.order('W100')).toMatchObject({ OrderStatus: 'New' });
  });

  test('panel: a dispatched order is not cancelled', async () => {
    const store = await storeWithOrder({ switches: { statusRules: 'panel' } }, { OrderApproval: 'True' });
    await updateOrder(store, { OrderStatus: 'Dispatched' });
    expect(await updateOrder(store, { OrderStatus: 'Cancelled', OrderApproval: 'False' })).toMatchObject({
      Ack: 'Error',
    });
  });
});
