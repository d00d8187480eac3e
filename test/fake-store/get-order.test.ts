import { describe, expect, test } from 'vitest';
import type { OrderSeed } from '../../src/fake-store/index.ts';
import { addOrder, column, getOrders, readOrder, rowsOf } from './support/call.ts';
import { startStore } from './support/stores.ts';

function order(number: number, changes: Partial<OrderSeed> = {}): OrderSeed {
  const day = String(number).padStart(2, '0');
  return {
    OrderID: `N${number}`,
    DatePlaced: `2026-06-${day} 01:00:00`,
    DateUpdated: `2026-06-${day} 02:00:00`,
    OrderLine: [{ SKU: 'SHIRT', Quantity: 1, UnitPrice: '11.00' }],
    ...changes,
  };
}

const FIVE = { orders: [order(3), order(1), order(2), order(5), order(4)] };

test('a list of values may be too long for a store: it takes the first or the last of them, or refuses the request', async () => {
  for (const [longFilter, found] of [
    ['first-ones', ['N1', 'N2']],
    ['last-ones', ['N2', 'N3']],
  ] as const) {
    const store = await startStore({ seed: FIVE, switches: { filterValues: 2, longFilter } });
    expect(column(await getOrders(store, { OrderID: ['N1', 'N2', 'N3'] }), 'Order', 'OrderID')).toEqual(found);
    expect(column(await getOrders(store, { OrderID: ['N1', 'N3'] }), 'Order', 'OrderID')).toEqual(['N1', 'N3']);
  }
  const store = await startStore({ seed: FIVE, switches: { filterValues: 2, longFilter: 'refused' } });
  expect(await getOrders(store, { OrderID: ['N1', 'N2', 'N3'] })).toMatchObject({ Ack: 'Error' });
  expect(column(await getOrders(store, { OrderID: ['N1', 'N3'] }), 'Order', 'OrderID')).toEqual(['N1', 'N3']);
});

describe('filters', () => {
  const seed = {
    orders: [
      order(1, { Username: 'jsmith', OrderStatus: 'Pick', SalesChannel: 'eBay', CompleteStatus: 'Incomplete' }),
      order(2, { OrderType: 'dropshipping', OnHoldType: 'Layby', ExportStatus: 'Exported', ExportedToWMS: 'Exported' }),
      order(3, { ShippingOption: 'Post', OrderLine: [{ SKU: 'HAT', Quantity: 1, UnitPrice: 1, WarehouseID: 2 }] }),
      order(4, { OrderStatus: 'Quote', DateRequired: '2026-06-20 14:00:00', DateInvoiced: '2026-06-21' }),
      order(5, {
        DateCompletedUTC: '2026-06-22 03:00:00',
        OrderPayment: [{ Amount: '11.00', PaymentType: 'Visa', DatePaid: '2026-06-23 04:00:00' }],
      }),
      order(6, { OrderPayment: [{ Amount: '1.00', PaymentType: 'Visa', DatePaid: '2026-06-24 04:00:00' }] }),
    ],
  };

  test.each<[string, object, string[]]>([
    ['one id', { OrderID: 'N2' }, ['N2']],
    ['several ids, whatever their case and order', { OrderID: ['n5', 'N2', 'N9'] }, ['N2', 'N5']],
    ['the user', { Username: 'JSmith' }, ['N1']],
    ['a status', { OrderStatus: 'Pick' }, ['N1']],
    ['several statuses: OR', { OrderStatus: ['Pick', 'New'], OrderID: ['N1', 'N2', 'N4'] }, ['N1', 'N2']],
    ['the type', { OrderType: 'dropshipping' }, ['N2']],
    ['the kind of hold', { OnHoldType: 'Layby' }, ['N2']],
    ['CompleteStatus', { CompleteStatus: 'Incomplete' }, ['N1']],
    ['OrderComplete, the key of the examples', { OrderComplete: 'Incomplete' }, ['N1']],
    ['the export status', { ExportStatus: 'Exported' }, ['N2']],
    ['the warehouse export', { ExportedToWMS: 'Exported' }, ['N2']],
    ['the warehouse export, spelt otherwise', { ExportedtoWMS: 'Exported' }, ['N2']],
    ['the shipping method', { ShippingMethod: 'Post' }, ['N3']],
    ['the sales channel', { SalesChannel: 'eBay' }, ['N1']],
    ['a SKU on a line', { SKU: 'hat' }, ['N3']],
    ['a warehouse on a line', { WarehouseID: 2 }, ['N3']],
    ['fully paid', { PaymentStatus: 'FullyPaid' }, ['N5']],
    ['partly paid', { PaymentStatus: 'PartialPaid' }, ['N6']],
    ['not paid', { PaymentStatus: 'Pending', OrderID: ['N1', 'N5', 'N6'] }, ['N1']],
    [
      'DateUpdated, both ends within',
      { DateUpdatedFrom: '2026-06-02 02:00:00', DateUpdatedTo: '2026-06-03 02:00:00' },
      ['N2', 'N3'],
    ],
    ['DatePlaced with a T', { DatePlacedFrom: '2026-06-05T01:00:00' }, ['N5', 'N6']],
    ['DatePlaced with T and Z', { DatePlacedFrom: '2026-06-05T01:00:00Z' }, ['N5', 'N6']],
    ['a date alone is its midnight', { DatePlacedTo: '2026-06-02' }, ['N1']],
    ['DateRequired, which most orders lack', { DateRequiredFrom: '2000-01-01' }, ['N4']],
    ['DateInvoiced', { DateInvoicedFrom: '2026-06-21', DateInvoicedTo: '2026-06-21' }, ['N4']],
    ['DatePaid', { DatePaidFrom: '2026-06-24' }, ['N6']],
    ['DateCompleted', { DateCompletedFrom: '2026-06-22 03:00:00', DateCompletedTo: '2026-06-22 03:00:00' }, ['N5']],
    ['AND between two fields', { OrderStatus: 'Pick', OrderType: 'dropshipping' }, []],
    ['a supplier finds no sales order', { Supplier: 'ACME' }, []],
    ['a quote is not found by its status', { OrderStatus: 'Quote' }, []],
    ['a quote is found by its id', { OrderID: 'N4' }, ['N4']],
    ['a quote is found by its dates', { DatePlacedFrom: '2026-06-04', DatePlacedTo: '2026-06-05' }, ['N4']],
  ])('%s', async (_, filter, ids) => {
    const store = await startStore({ seed });
    expect(column(await getOrders(store, filter), 'Order', 'OrderID')).toEqual(ids);
  });

  test('a request with no filter but Page and Limit brings no orders, and no error', async () => {
    const store = await startStore({ seed: FIVE });
    expect(await getOrders(store, { Page: 0, Limit: 10 })).toMatchObject({ Order: '', Ack: 'Success' });
  });

  test.each([
    ['all-rows', ['N1', 'N2', 'N3', 'N4', 'N5']],
    ['no-rows', []],
  ] as const)(
    'ignoredFilter %s: by PurchaseOrderNumber, which does not filter, GetOrder finds %j',
    async (setting, ids) => {
      const store = await startStore({ seed: FIVE, switches: { ignoredFilter: setting } });
      expect(column(await getOrders(store, { PurchaseOrderNumber: 'PO-7' }), 'Order', 'OrderID')).toEqual(ids);
    },
  );

  test('a filter that does not filter changes nothing beside one that does', async () => {
    const store = await startStore({ seed: FIVE });
    expect(column(await getOrders(store, { Email: 'x@example.com', OrderID: 'N2' }), 'Order', 'OrderID')).toEqual([
      'N2',
    ]);
  });

  test('orderRights false: a key without rights sees no orders, and no error', async () => {
    const store = await startStore({ seed: FIVE, switches: { orderRights: false } });
    expect(await getOrders(store, { OrderID: 'N1' })).toMatchObject({ Order: '', Ack: 'Success' });
  });
});

describe('external references', () => {
  const reference = (order: string, line: string) => ({
    SKU: 'SHIRT',
    Quantity: 1,
    ExternalSystemIdentifier: 'west',
    ExternalOrderReference: order,
    ExternalOrderLineReference: line,
  });
  const FILTERS = [
    { ExternalSystemIdentifier: 'west' },
    { ExternalOrderReference: 'N7' },
    { ExternalOrderLineReference: ['N7-1'] },
  ];

  test.each(FILTERS)('externalFilters true: %j finds the order whose line bears it', async (filter) => {
    const store = await startStore({ seed: FIVE });
    await addOrder(store, { OrderLine: [reference('N7', 'N7-0'), reference('N7', 'N7-1')] });
    expect(column(await getOrders(store, filter), 'Order', 'OrderID')).toEqual(['W100']);
  });

  test('a reference matches to the letter', async () => {
    const store = await startStore();
    await addOrder(store, { OrderLine: [reference('N7', 'N7-0')] });
    expect(column(await getOrders(store, { ExternalOrderReference: ['n7', 'N70', 'N'] }), 'Order', 'OrderID')).toEqual(
      [],
    );
  });

  test.each(FILTERS)('externalFilters false: %j is ignored, so that other orders come back', async (filter) => {
    const store = await startStore({ seed: FIVE, switches: { externalFilters: false } });
    await addOrder(store, { OrderLine: [reference('N7', 'N7-1')] });
    expect(column(await getOrders(store, filter), 'Order', 'OrderID')).toHaveLength(6);
    expect(column(await getOrders(store, { ...filter, OrderID: 'N1' }), 'Order', 'OrderID')).toEqual(['N1']);
  });
});

describe('selectors', () => {
  test('without any, only the id comes back', async () => {
    const store = await startStore({ seed: FIVE });
    expect(rowsOf(await getOrders(store, { OrderID: 'N1', OutputSelector: [] }), 'Order')).toEqual([{ OrderID: 'N1' }]);
  });

  test('ID is the same as OrderID, and unknown selectors yield nothing', async () => {
    const store = await startStore({ seed: FIVE });
    const selectors = ['ID', 'LastUpdated', 'constructor', '__proto__', 'toString', 'CurrencyCode', 'ExportStatus'];
    expect(await readOrder(store, 'N1', selectors)).toEqual({ OrderID: 'N1', ID: 'N1' });
  });

  test('OrderLine alone gives SKU, Quantity and OrderLineID; everything else must be asked for', async () => {
    const store = await startStore({ seed: FIVE });
    expect(await readOrder(store, 'N1', ['OrderLine'])).toEqual({
      OrderID: 'N1',
      OrderLine: { SKU: 'SHIRT', Quantity: '1', OrderLineID: 'N1-0' },
    });
    expect(await readOrder(store, 'N1', ['OrderLine.UnitPrice', 'OrderLine.WarehouseName'])).toMatchObject({
      OrderLine: { SKU: 'SHIRT', UnitPrice: '11.00000000', WarehouseName: 'Main' },
    });
  });

  test.each(['all', 'first'] as const)('orderPayments: an order shows %s of its payments', async (orderPayments) => {
    const payments = ['77', '78'].map((Id) => ({
      Id,
      Amount: '5.50',
      PaymentType: 'Visa',
      DatePaid: '2026-06-23 04:00:00',
    }));
    const store = await startStore({
      seed: { orders: [order(1, { OrderPayment: payments })] },
      switches: { orderPayments },
    });
    const shown = rowsOf(await readOrder(store, 'N1', ['OrderPayment']), 'OrderPayment');
    expect(shown.map((row) => (row as { Id: string }).Id)).toEqual(orderPayments === 'all' ? ['77', '78'] : ['77']);
  });

  test('OrderPayment alone gives Id and Amount', async () => {
    const payment = { Id: 77, Amount: '11', PaymentType: 'Visa', DatePaid: '2026-06-02 03:00:00' };
    const store = await startStore({ seed: { orders: [order(1, { OrderPayment: [payment] })] } });
    expect(await readOrder(store, 'N1', ['OrderPayment'])).toEqual({
      OrderID: 'N1',
      OrderPayment: [{ Id: '77', Amount: '11.00' }],
    });
    expect(
      await readOrder(store, 'N1', ['OrderPayment', 'OrderPayment.PaymentType', 'OrderPayment.DatePaid']),
    ).toMatchObject({
      OrderPayment: [{ PaymentType: 'Visa', DatePaid: '2026-06-02 03:00:00' }],
    });
  });

  test('addresses come by BillAddress and ShipAddress only, flat and without their empty parts', async () => {
    const address = { BillFirstName: 'Sam', BillCompany: '', ShipStreetLine1: '1 Road' };
    const store = await startStore({ seed: { orders: [order(1, address)] } });
    expect(await readOrder(store, 'N1', ['BillAddress', 'ShipAddress'])).toEqual({
      OrderID: 'N1',
      BillFirstName: 'Sam',
      ShipStreetLine1: '1 Road',
    });
    expect(await readOrder(store, 'N1', ['BillFirstName', 'ShipStreetLine1'])).toEqual({ OrderID: 'N1' });
  });

  test('quantities other than 0 and 1 have three decimals, missing dates and texts are empty', async () => {
    const line = { SKU: 'SHIRT', Quantity: '2', UnitPrice: '5.955', Weight: '0.01' };
    const store = await startStore({ seed: { orders: [order(1, { OrderLine: [line] })] } });
    expect(
      await readOrder(store, 'N1', ['OrderLine.UnitPrice', 'OrderLine.Weight', 'DateRequired', 'CouponCode']),
    ).toEqual({
      OrderID: 'N1',
      OrderLine: { SKU: 'SHIRT', Quantity: '2.000', OrderLineID: 'N1-0', UnitPrice: '5.95500000', Weight: '0.0100' },
      DateRequired: '',
      CouponCode: '',
    });
  });
});

describe('pages', () => {
  const all = { DateUpdatedFrom: '2026-01-01', Limit: 2 };
  const pages = async (switches: object, numbers: readonly number[]): Promise<unknown[]> => {
    const store = await startStore({ seed: FIVE, switches });
    const found: unknown[] = [];
    for (const Page of numbers) found.push(column(await getOrders(store, { ...all, Page }), 'Order', 'OrderID'));
    return found;
  };

  test('pageBase 0: the first page is 0, oldest orders first', async () => {
    expect(await pages({ pageBase: 0 }, [0, 1, 2, 3])).toEqual([['N1', 'N2'], ['N3', 'N4'], ['N5'], []]);
  });

  test('pageBase 1: the first page is 1, and 0 is the same or is empty', async () => {
    expect(await pages({ pageBase: 1 }, [0, 1, 2, 3])).toEqual([['N1', 'N2'], ['N1', 'N2'], ['N3', 'N4'], ['N5']]);
    expect(await pages({ pageBase: 1, pageZeroOfBaseOne: 'empty' }, [0, 1])).toEqual([[], ['N1', 'N2']]);
  });

  test.each([0, 1] as const)('pageBase %i: without a page the first comes', async (pageBase) => {
    const store = await startStore({ seed: FIVE, switches: { pageBase, pageZeroOfBaseOne: 'empty' } });
    expect(column(await getOrders(store, all), 'Order', 'OrderID')).toEqual(['N1', 'N2']);
  });

  test('shortPages: a page may be shorter than asked for though more follow, and none is lost', async () => {
    expect(await pages({ shortPages: true }, [0, 1, 2, 3])).toEqual([['N1'], ['N2', 'N3'], ['N4'], ['N5']]);
  });

  test('repeatRows: each page begins with the last order of the one before, and none is lost', async () => {
    expect(await pages({ repeatRows: true }, [0, 1, 2, 3])).toEqual([
      ['N1', 'N2'],
      ['N2', 'N3'],
      ['N3', 'N4'],
      ['N4', 'N5'],
    ]);
  });

  test('pageRows: no page holds more, and the next one goes on there, or where a full one would have ended', async () => {
    const cut = { pageRows: 1 };
    expect(await pages({ ...cut, afterCutPage: 'resumes' }, [0, 1, 2])).toEqual([['N1'], ['N2'], ['N3']]);
    expect(await pages({ ...cut, afterCutPage: 'gap' }, [0, 1, 2, 3])).toEqual([['N1'], ['N3'], ['N5'], []]);
    expect(await pages({ ...cut, afterCutPage: 'gap', pageBase: 1 }, [1, 2])).toEqual([['N1'], ['N3']]);
    expect(await pages({ pageRows: 3 }, [0, 1])).toEqual([
      ['N1', 'N2'],
      ['N3', 'N4'],
    ]);
  });

  test('without a limit at most 100 orders come', async () => {
    const many = Array.from({ length: 101 }, (_, index) => order(1, { OrderID: `N${index}` }));
    const store = await startStore({ seed: { orders: many } });
    expect(rowsOf(await getOrders(store, { DatePlacedFrom: '2026-01-01', Limit: '' }), 'Order')).toHaveLength(100);
  });

  test('an order that is edited between two pages leaves its place in a window, so that the next page skips one', async () => {
    const store = await startStore({ seed: FIVE });
    const window = { ...all, DateUpdatedTo: '2026-06-30' };
    await getOrders(store, { ...window, Page: 0 });
    store.panel.changeOrder('N1', { InternalOrderNotes: 'edited' });
    expect(column(await getOrders(store, { ...window, Page: 1 }), 'Order', 'OrderID')).toEqual(['N4', 'N5']);
  });
});

describe('UpdateResults', () => {
  test('marks the orders that were returned, and no others, for every client', async () => {
    const store = await startStore({ seed: FIVE });
    const pending = { ExportStatus: 'Pending', Limit: 2, UpdateResults: { ExportStatus: 'Exported' } };
    expect(column(await getOrders(store, pending), 'Order', 'OrderID')).toEqual(['N1', 'N2']);
    expect(column(await getOrders(store, pending), 'Order', 'OrderID')).toEqual(['N3', 'N4']);
    expect(column(await getOrders(store, { ExportStatus: 'Exported' }), 'Order', 'OrderID')).toHaveLength(4);
  });

  test('takes a boolean for the warehouse, though the filter takes a status', async () => {
    const store = await startStore({ seed: FIVE });
    await getOrders(store, { OrderID: 'N1', UpdateResults: { ExportedToWMS: 'True' } });
    expect(column(await getOrders(store, { ExportedToWMS: 'Exported' }), 'Order', 'OrderID')).toEqual(['N1']);
  });
});

test('visibleAfterReads: a new order is not found the first times that it is asked for', async () => {
  const store = await startStore({ switches: { visibleAfterReads: 2 } });
  expect(await addOrder(store)).toMatchObject({ Ack: 'Success' });
  const found: unknown[] = [];
  for (let time = 0; time < 4; time += 1) {
    found.push(column(await getOrders(store, { OrderID: 'W100' }), 'Order', 'OrderID').length);
  }
  expect(found).toEqual([0, 0, 1, 1]);
});

describe('the parts of kits', () => {
  const parts = {
    OrderLine: [
      { SKU: 'SHIRT', Quantity: 1, UnitPrice: '11.00' },
      { SKU: 'HAT', Quantity: 2, UnitPrice: 0, ComponentOfKit: 'SHIRT', KitPartID: '7' },
    ],
  };
  const selectors = ['OrderLine', 'OrderLine.ProductName'];

  test('come as lines when asked for', async () => {
    const store = await startStore({ seed: { orders: [order(1, parts)] } });
    const asked = await getOrders(store, { OrderID: 'N1', SplitKitComponents: 'True', OutputSelector: selectors });
    expect(rowsOf(asked, 'Order')[0]?.OrderLine).toMatchObject([
      { SKU: 'SHIRT' },
      { SKU: 'HAT', ComponentOfKit: 'SHIRT', KitPartID: '7' },
    ]);
    const unasked = await getOrders(store, { OrderID: 'N1', OutputSelector: selectors });
    expect(JSON.stringify(unasked)).not.toContain('HAT');
  });

  test('kitComponents always: come unasked', async () => {
    const store = await startStore({ seed: { orders: [order(1, parts)] }, switches: { kitComponents: 'always' } });
    expect(JSON.stringify(await getOrders(store, { OrderID: 'N1', OutputSelector: selectors }))).toContain('HAT');
  });
});
