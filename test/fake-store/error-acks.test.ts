import { describe, expect, test } from 'vitest';
import type { FakeStore, Fault } from '../../src/fake-store/index.ts';
import { addOrder, addPayment, call, getOrders, readOrder, rowsOf, updateOrder } from './support/call.ts';
import { startStore } from './support/stores.ts';

async function storeWith(action: string, fault: Fault): Promise<FakeStore> {
  const store = await startStore({
    seed: { staff: ['anna'], orders: [{ OrderID: 'N1', OrderLine: [{ SKU: 'SHIRT', Quantity: 1, UnitPrice: '11' }] }] },
  });
  store.faults.next = (request) => (request.action === action ? fault : undefined);
  return store;
}

const addRma = (store: FakeStore) =>
  call(store, 'AddRma', {
    Rma: { OrderID: 'N1', StaffUsername: 'anna', RmaStatus: 'Closed', ShippingRefundAmount: '0' },
  });

const seen = {
  AddOrder: async (store: FakeStore) => rowsOf(await getOrders(store, { OrderID: 'W100' }), 'Order').length,
  AddPayment: async (store: FakeStore) =>
    rowsOf(await call(store, 'GetPayment', { Filter: { OrderID: 'N1' } }), 'Payment').length,
  AddRma: async (store: FakeStore) => rowsOf(await call(store, 'GetRma', { Filter: { OrderID: 'N1' } }), 'Rma').length,
};
const writes = {
  AddOrder: (store: FakeStore) => addOrder(store),
  AddPayment: (store: FakeStore) => addPayment(store, { OrderID: 'N1' }),
  AddRma: addRma,
};
const actions = ['AddOrder', 'AddPayment', 'AddRma'] as const;
const refusal = (message: string) => ({ Ack: 'Error', Messages: { Error: { Message: message } } });

describe.each(actions)('%s', (action) => {
  test('error-though-stored: an Ack Error names nothing, and what was stored is seen only some reads later', async () => {
    const store = await storeWith(action, { kind: 'error-though-stored', shownAfterReads: 2, message: 'Timed out' });
    const reply = await writes[action](store);
    expect(reply).toMatchObject(refusal('Timed out'));
    expect(Object.keys(reply).sort()).toEqual(['Ack', 'CurrentTime', 'Messages']);
    const looks: number[] = [];
    for (let look = 0; look < 3; look += 1) looks.push(await seen[action](store));
    expect(looks).toEqual([0, 0, 1]);
  });

  test('error-though-stored, without a number of reads: seen at once', async () => {
    const store = await storeWith(action, { kind: 'error-though-stored' });
    expect(await writes[action](store)).toMatchObject(refusal('Internal error'));
    expect(await seen[action](store)).toBe(1);
  });

  test('refused: an Ack Error, and nothing is stored then or later', async () => {
    const store = await storeWith(action, { kind: 'refused', message: 'No' });
    expect(await writes[action](store)).toMatchObject(refusal('No'));
    for (let look = 0; look < 3; look += 1) expect(await seen[action](store)).toBe(0);
  });

  test('write-after-reads with an Ack Error: done after the client looked', async () => {
    const store = await storeWith(action, { kind: 'write-after-reads', reads: 2, answer: 'error' });
    expect(await writes[action](store)).toMatchObject(refusal('Internal error'));
    const looks: number[] = [];
    for (let look = 0; look < 3; look += 1) looks.push(await seen[action](store));
    expect(looks).toEqual([0, 0, 1]);
  });
});

test('a payment that is shown late is not listed beside its order either', async () => {
  const store = await storeWith('AddPayment', { kind: 'error-though-stored', shownAfterReads: 1 });
  await addPayment(store, { OrderID: 'N1' });
  const listed = async () => rowsOf(await readOrder(store, 'N1', ['OrderPayment']), 'OrderPayment').length;
  expect([await listed(), await listed()]).toEqual([0, 1]);
});

test('an update that is answered with an Ack Error is done after the client looked', async () => {
  const store = await storeWith('UpdateOrder', { kind: 'write-after-reads', reads: 1, answer: 'error' });
  const change = { OrderID: 'N1', CustomerRef1: 'seen' };
  expect(await updateOrder(store, change)).toMatchObject(refusal('Internal error'));
  expect(store.order('N1')?.CustomerRef1).toBe('');
  await getOrders(store, { OrderID: 'N1' });
  await getOrders(store, { OrderID: 'N1' });
  expect(store.order('N1')?.CustomerRef1).toBe('seen');
});

test('rmaVisibleAfterReads: a new RMA is seen only after it was asked for so often', async () => {
  const store = await startStore({
    switches: { rmaVisibleAfterReads: 1 },
    seed: { staff: ['anna'], orders: [{ OrderID: 'N1', OrderLine: [] }] },
  });
  await addRma(store);
  expect([await seen.AddRma(store), await seen.AddRma(store)]).toEqual([0, 1]);
});
