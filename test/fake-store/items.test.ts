import { describe, expect, test } from 'vitest';
import type { FakeStore } from '../../src/fake-store/index.ts';
import { call, callXml, column, type Row, rowsOf } from './support/call.ts';
import { Clock, startStore } from './support/stores.ts';

const errorOf = (message: string) => ({ Ack: 'Error', Messages: { Error: { Message: message } } });

function getItems(store: FakeStore, filter: object): Promise<Row> {
  return call(store, 'GetItem', { Filter: { Limit: 100, ...filter } });
}

function addItem(store: FakeStore, changes: object = {}): Promise<Row> {
  return call(store, 'AddItem', { Item: [{ SKU: '00123', Name: 'Sock', ...changes }] });
}

describe('AddItem', () => {
  test('answers with the id beside the SKU, as recorded live', async () => {
    const store = await startStore();
    expect(await addItem(store)).toEqual({
      Item: { InventoryID: '4', SKU: '00123' },
      CurrentTime: '2026-07-01 00:00:00',
      Ack: 'Success',
    });
  });

  test('keeps fields, some of them under another name, and flags in one spelling', async () => {
    const store = await startStore();
    await addItem(store, { Active: 'n', Subtype: 'wool', IsInventoried: 0, DefaultPrice: '4.50', Misc07: 'seven' });
    const OutputSelector = [
      'Name',
      'IsActive',
      'SubType',
      'IsInventoried',
      'DefaultPrice',
      'Misc07',
      'Brand',
      'Images',
    ];
    expect(rowsOf(await getItems(store, { SKU: '00123', OutputSelector }), 'Item')).toEqual([
      {
        SKU: '00123',
        InventoryID: '4',
        Name: 'Sock',
        IsActive: 'False',
        SubType: 'wool',
        IsInventoried: 'False',
        DefaultPrice: '4.50',
        Misc07: 'seven',
        Brand: '',
      },
    ]);
  });

  test('passes over what is no field, and what the store keeps itself', async () => {
    const store = await startStore();
    await addItem(store, { Colour: 'red', CommittedQuantity: 5, DateAdded: '2000-01-01', InventoryID: 99 });
    const item = store.items().at(-1);
    expect(item).toMatchObject({ InventoryID: '4', CommittedQuantity: '0', DateAdded: '2026-07-01 00:00:00' });
    expect(item).not.toHaveProperty('Colour');
  });

  test('a flag that is none is left out, with a Warning', async () => {
    const store = await startStore();
    expect(await addItem(store, { Visible: 'sometimes' })).toMatchObject({
      Ack: 'Warning',
      Messages: { Warning: { Message: 'Visible has a wrong format' } },
    });
    expect(store.items().at(-1)).toMatchObject({ Visible: 'True' });
  });

  test.each([
    ['', 'SKU is a required field and is missing'],
    ['A-SKU-OF-MORE-THAN-25-CHARACTERS', 'SKU is longer than 25 characters'],
  ])('refuses the SKU %j', async (SKU, message) => {
    expect(await addItem(await startStore(), { SKU })).toMatchObject({ Item: '', ...errorOf(message) });
  });

  test('duplicateSku error: refuses a SKU that exists, whatever its case', async () => {
    const store = await startStore({ switches: { duplicateSku: 'error' } });
    expect(await addItem(store, { SKU: 'shirt' })).toMatchObject(errorOf('Item shirt already exists'));
    expect(store.items()[0]).toMatchObject({ SKU: 'SHIRT', Name: 'Shirt' });
  });

  test('duplicateSku overwrite: changes the item that is there', async () => {
    const store = await startStore({ switches: { duplicateSku: 'overwrite' } });
    expect(await addItem(store, { SKU: 'shirt' })).toMatchObject({ Item: { SKU: 'SHIRT', InventoryID: '1' } });
    expect(store.items()[0]).toMatchObject({ SKU: 'SHIRT', Name: 'Sock', DefaultPrice: '11.00' });
  });
});

describe('UpdateItem', () => {
  test('does the known ones and warns of each unknown one, as recorded live', async () => {
    const clock = new Clock();
    const store = await startStore({ clock: clock.read });
    clock.advance(60);
    const changes = ['SHIRT', 'X', 'hat', 'Y'].map((SKU) => ({ SKU, Brand: 'ACME' }));
    expect(await call(store, 'UpdateItem', { Item: changes })).toEqual({
      Item: [{ SKU: 'SHIRT' }, { SKU: 'HAT' }],
      CurrentTime: '2026-07-01 00:01:00',
      Ack: 'Warning',
      Messages: {
        Warning: [
          { Message: 'Cannot find Item X', SeverityCode: 'Warning' },
          { Message: 'Cannot find Item Y', SeverityCode: 'Warning' },
        ],
      },
    });
    expect(store.items()[0]).toMatchObject({ Brand: 'ACME', Name: 'Shirt', DateUpdated: '2026-07-01 00:01:00' });
  });

  test('sets, raises and lowers the stock of a warehouse, and logs each move', async () => {
    const store = await startStore();
    const xml = (action: string, quantity: number) => `<UpdateItem><Item><SKU>SHIRT</SKU><WarehouseQuantity>
      <WarehouseID>1</WarehouseID><Quantity>${quantity}</Quantity>${action}</WarehouseQuantity></Item></UpdateItem>`;
    await callXml(store, 'UpdateItem', xml('<Action>Set</Action>', 25));
    await callXml(store, 'UpdateItem', xml('<Action>increment</Action>', 5));
    await callXml(store, 'UpdateItem', xml('<Action>decrement</Action>', 3));
    expect(store.items()[0]?.WarehouseQuantity).toEqual([{ WarehouseID: '1', Quantity: '27' }]);
    const move = { sku: 'SHIRT', warehouseId: '1', orderId: '' };
    expect(store.stockMoves).toEqual([
      { ...move, quantity: '25', reason: 'set' },
      { ...move, quantity: '5', reason: 'increment' },
      { ...move, quantity: '3', reason: 'decrement' },
    ]);
  });

  test.each<[string, object]>([
    ['an unknown warehouse', { WarehouseID: 9, Quantity: 1 }],
    ['a quantity that is none', { WarehouseID: 1, Quantity: 'some' }],
    ['an unknown way', { WarehouseID: 1, Quantity: 1, Action: 'double' }],
  ])('warns of %s, and moves no stock', async (_, WarehouseQuantity) => {
    const store = await startStore();
    expect(await call(store, 'UpdateItem', { Item: { SKU: 'SHIRT', WarehouseQuantity } })).toMatchObject({
      Item: { SKU: 'SHIRT' },
      Ack: 'Warning',
    });
    expect(store.items()[0]?.WarehouseQuantity).toEqual([{ WarehouseID: '1', Quantity: '10' }]);
    expect(store.stockMoves).toEqual([]);
  });
});

describe('GetItem', () => {
  const seed = {
    items: [
      { SKU: 'B', Name: 'Zebra', Brand: 'ACME', DateUpdated: '2026-06-02 00:00:00', ParentSKU: 'P' },
      {
        SKU: 'A',
        Name: 'Ape',
        Visible: 'False',
        DateAdded: '2026-06-01 00:00:00',
        Images: { Image: [{ Name: 'Main' }] },
      },
      { SKU: 'C', Name: 'Cat', Model: 'M' },
    ],
  };

  test.each<[string, object, string[]]>([
    ['no filter: all', {}, ['B', 'A', 'C']],
    ['SKUs, whatever their case', { SKU: ['a', 'C', 'x'] }, ['A', 'C']],
    ['name', { Name: 'ape' }, ['A']],
    ['brand', { Brand: 'ACME' }, ['B']],
    ['parent', { ParentSKU: 'P' }, ['B']],
    ['id', { InventoryID: [1, 3] }, ['B', 'C']],
    ['visibility', { Visible: 'False' }, ['A']],
    ['DateUpdated', { DateUpdatedTo: '2026-06-02 00:00:00' }, ['B']],
    ['DateAdded', { DateAddedTo: '2026-06-01 00:00:00' }, ['A']],
    ['page', { Page: 2, Limit: 1 }, ['C']],
    ['name order', { OrderBy: 'Name' }, ['A', 'C', 'B']],
    ['id order, downwards', { OrderBy: 'ID', OrderDirection: 'DESC' }, ['C', 'A', 'B']],
  ])('finds by %s', async (_, filter, skus) => {
    expect(column(await getItems(await startStore({ seed }), filter), 'Item', 'SKU')).toEqual(skus);
  });

  test('gives SKU and InventoryID unasked, nested parts as stored, and nothing for what is no selector', async () => {
    const store = await startStore({ seed });
    expect(rowsOf(await getItems(store, { SKU: 'A' }), 'Item')).toEqual([{ SKU: 'A', InventoryID: '2' }]);
    const OutputSelector = ['ID', 'Images', 'ParentSKU', 'DateAddedLocal', 'constructor', 'RestockQty'];
    expect(rowsOf(await getItems(store, { SKU: 'A', OutputSelector }), 'Item')).toEqual([
      {
        SKU: 'A',
        InventoryID: '2',
        ID: '2',
        Images: { Image: { Name: 'Main' } },
        ParentSKU: '',
        DateAddedLocal: '2026-06-01 10:00:00',
      },
    ]);
    // Shaping a reply must not shape what is stored.
    expect(store.items()[1]?.Images).toEqual({ Image: [{ Name: 'Main' }] });
  });
});
