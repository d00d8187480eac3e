import { describe, expect, test } from 'vitest';
import type { FakeStore, StockMove } from '../../src/fake-store/index.ts';
import { addOrder, call, type Row, rowsOf, updateOrder } from './support/call.ts';
import { startStore } from './support/stores.ts';

const LINE = { SKU: 'SHIRT', Quantity: 3 };

async function stock(store: FakeStore): Promise<Row | undefined> {
  const OutputSelector = ['WarehouseQuantity', 'CommittedQuantity', 'AvailableSellQuantity'];
  const [item] = rowsOf(await call(store, 'GetItem', { Filter: { SKU: 'SHIRT', OutputSelector } }), 'Item');
  return item;
}

const held = (quantity: string, committed: string, available: string) => ({
  WarehouseQuantity: { WarehouseID: '1', Quantity: quantity },
  CommittedQuantity: committed,
  AvailableSellQuantity: available,
});

const move = (reason: StockMove['reason'], changes: Partial<StockMove> = {}): StockMove => {
  return { sku: 'SHIRT', warehouseId: '1', quantity: '3', reason, orderId: 'W100', ...changes };
};

describe('the stock that a status holds', () => {
  test.each([
    ['Quote', held('10', '0', '10'), []],
    ['Uncommitted', held('10', '0', '10'), []],
    ['Cancelled', held('10', '0', '10'), []],
    ['New', held('10', '3', '7'), [move('commit')]],
    ['On Hold', held('10', '3', '7'), [move('commit')]],
    ['New Backorder', held('10', '3', '7'), [move('commit')]],
    ['Backorder Approved', held('10', '3', '7'), [move('commit')]],
    ['Pick', held('10', '3', '7'), [move('commit')]],
    ['Pack', held('7', '0', '7'), [move('take-out')]],
    ['Pending Pickup', held('7', '0', '7'), [move('take-out')]],
    ['Pending Dispatch', held('7', '0', '7'), [move('take-out')]],
    ['Dispatched', held('7', '0', '7'), [move('take-out')]],
  ])('%s', async (OrderStatus, expected, moves) => {
    const store = await startStore();
    await addOrder(store, { OrderStatus, OrderLine: [LINE] });
    expect(await stock(store)).toMatchObject(expected);
    expect(store.stockMoves).toEqual(moves);
  });
});

test('a status that holds the same moves nothing, and each other change moves once', async () => {
  const store = await startStore();
  await addOrder(store, { OrderLine: [LINE] });
  const statuses = ['Pick', 'Pack', 'Dispatched', 'New', 'Cancelled', 'Dispatched', 'Cancelled'];
  for (const OrderStatus of statuses) await updateOrder(store, { OrderStatus });
  expect(store.stockMoves.map(({ reason }) => reason)).toEqual([
    ...['commit', 'take-out', 'give-back', 'release', 'take-out', 'give-back'],
  ]);
  expect(await stock(store)).toMatchObject(held('10', '0', '10'));
});

test('every line moves in its own warehouse, and a warehouse without stock keeps still', async () => {
  const warehouses = [
    { id: 1, name: 'Main', isPrimary: true },
    { id: 2, name: 'Books', tracksStock: false },
    { id: 3, name: 'North' },
  ];
  const store = await startStore({ seed: { warehouses } });
  await addOrder(store, {
    OrderLine: [LINE, { ...LINE, WarehouseID: 2 }, { ...LINE, WarehouseName: 'North' }, { SKU: 'HAT', Quantity: 1 }],
  });
  expect(store.stockMoves).toEqual([
    move('commit'),
    move('commit', { warehouseId: '3' }),
    move('commit', { sku: 'HAT', quantity: '1' }),
  ]);
});

test('duplicateOrderId overwrite: the replaced order gives back what it held', async () => {
  const store = await startStore({ switches: { duplicateOrderId: 'overwrite' } });
  await addOrder(store, { OrderLine: [LINE] });
  await addOrder(store, { OrderLine: [{ ...LINE, Quantity: 1 }] });
  expect(store.stockMoves).toEqual([move('commit'), move('release'), move('commit', { quantity: '1' })]);
  expect(await stock(store)).toMatchObject(held('10', '1', '9'));
});

test('a refused order moves nothing', async () => {
  const store = await startStore();
  await addOrder(store, { OrderLine: [LINE, { SKU: 'GONE', Quantity: 1 }] });
  expect(store.stockMoves).toEqual([]);
  expect(await stock(store)).toMatchObject(held('10', '0', '10'));
});
