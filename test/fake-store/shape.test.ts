import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { OrderSeed } from '../../src/fake-store/index.ts';
import { addOrder, addPayment, call, draft, getOrders, type Row } from './support/call.ts';
import { startStore } from './support/stores.ts';

const LINES = ['OrderLine', 'OrderPayment', 'StickyNotes', 'OrderLine.ExtraOptions'];

async function oneOrder(switches: object): Promise<Row> {
  const store = await startStore({ switches });
  await addOrder(store, { StickyNoteTitle: 'T', StickyNote: 'D' });
  await addPayment(store);
  return getOrders(store, { OrderID: 'W100', OutputSelector: LINES });
}

describe('one-element lists', () => {
  test('collapse mixed: as in the recorded order, Order and OrderPayment stay lists and the others are objects', async () => {
    expect(await oneOrder({ collapse: 'mixed' })).toMatchObject({
      Order: [{ OrderLine: { SKU: 'SHIRT' }, OrderPayment: [{ Amount: '11.00' }], StickyNotes: { Title: 'T' } }],
    });
  });

  test('collapse always: every list with one element is an object', async () => {
    expect(await oneOrder({ collapse: 'always' })).toMatchObject({
      Order: { OrderLine: { SKU: 'SHIRT' }, OrderPayment: { Amount: '11.00' }, StickyNotes: { Title: 'T' } },
    });
  });

  test('collapse never: every list stays one', async () => {
    expect(await oneOrder({ collapse: 'never' })).toMatchObject({
      Order: [{ OrderLine: [{ SKU: 'SHIRT' }], OrderPayment: [{ Amount: '11.00' }], StickyNotes: [{ Title: 'T' }] }],
    });
  });

  test.each([
    ['mixed', { OrderID: 'W100' }],
    ['always', { OrderID: 'W100' }],
    ['never', [{ OrderID: 'W100' }]],
  ] as const)('collapse %s: the key of one written record', async (collapse, Order) => {
    expect(await addOrder(await startStore({ switches: { collapse } }))).toMatchObject({ Order });
  });

  test('two elements are always a list', async () => {
    const store = await startStore({ switches: { collapse: 'always' } });
    const reply = await call(store, 'AddOrder', { Order: [draft(), draft({ OrderID: 'W101' })] });
    expect(reply).toMatchObject({ Order: [{ OrderID: 'W100' }, { OrderID: 'W101' }] });
  });
});

describe('empty lists', () => {
  test('emptyList empty-text', async () => {
    const store = await startStore({ switches: { emptyList: 'empty-text' } });
    expect(await getOrders(store, { OrderID: 'W1' })).toHaveProperty('Order', '');
    await addOrder(store);
    expect(await getOrders(store, { OrderID: 'W100', OutputSelector: LINES })).toMatchObject({
      Order: [{ OrderPayment: '', OrderLine: { ExtraOptions: { ExtraOption: '' } } }],
    });
  });

  test('emptyList empty-array', async () => {
    const store = await startStore({ switches: { emptyList: 'empty-array' } });
    expect(await getOrders(store, { OrderID: 'W1' })).toHaveProperty('Order', []);
    await addOrder(store);
    expect(await getOrders(store, { OrderID: 'W100', OutputSelector: LINES })).toMatchObject({
      Order: [{ OrderPayment: [], OrderLine: { ExtraOptions: { ExtraOption: [] } } }],
    });
  });

  test('emptyList missing', async () => {
    const store = await startStore({ switches: { emptyList: 'missing' } });
    expect(await getOrders(store, { OrderID: 'W1' })).toEqual({ CurrentTime: '2026-07-01 00:00:00', Ack: 'Success' });
    await addOrder(store);
    const { Order } = await getOrders(store, { OrderID: 'W100', OutputSelector: LINES });
    expect(JSON.stringify(Order)).not.toContain('OrderPayment');
  });

  test('an order without notes has no StickyNotes at all', async () => {
    const store = await startStore();
    await addOrder(store);
    expect(JSON.stringify(await getOrders(store, { OrderID: 'W100', OutputSelector: LINES }))).not.toContain(
      'StickyNotes',
    );
  });
});

describe('messages', () => {
  const unknown = (...skus: string[]) => ({ Item: skus.map((SKU) => ({ SKU, Name: 'New name' })) });

  test('messages object: one warning is an object, two are a list, as recorded live', async () => {
    const store = await startStore();
    expect(await call(store, 'UpdateItem', unknown('X'))).toEqual({
      CurrentTime: '2026-07-01 00:00:00',
      Ack: 'Warning',
      Messages: { Warning: { Message: 'Cannot find Item X', SeverityCode: 'Warning' } },
    });
    expect(await call(store, 'UpdateItem', unknown('X', 'Y'))).toMatchObject({
      Messages: { Warning: [{ Message: 'Cannot find Item X' }, { Message: 'Cannot find Item Y' }] },
    });
  });

  test('messages array: a list around them, and lists inside', async () => {
    const store = await startStore({ switches: { messages: 'array' } });
    expect(await call(store, 'UpdateItem', unknown('X'))).toMatchObject({
      Messages: [{ Warning: [{ Message: 'Cannot find Item X' }] }],
    });
    expect(await call(store, 'GetNothing', {})).toMatchObject({ Messages: [{ Error: [{ SeverityCode: 'Error' }] }] });
  });

  test('a success has no messages', async () => {
    expect(await addOrder(await startStore())).toEqual({
      Order: { OrderID: 'W100' },
      CurrentTime: '2026-07-01 00:00:00',
      Ack: 'Success',
    });
  });

  test('a refused record leaves an empty element beside the Error', async () => {
    expect(await call(await startStore(), 'AddPayment', { Payment: { OrderID: 'X' } })).toMatchObject({
      Payment: '',
      Ack: 'Error',
      Messages: { Error: { Message: 'Cannot find Order X' } },
    });
  });
});

test.each([
  [true, ['GetOrderResponse']],
  [false, ['Order', 'CurrentTime', 'Ack']],
] as const)('wrapper %s: the outermost names of a JSON reply are %j', async (wrapper, names) => {
  const store = await startStore({ switches: { wrapper } });
  expect(Object.keys(await getOrders(store, { OrderID: 'W1' }))).toEqual(names);
});

test('the live order that was recorded comes back as it was recorded, but for what no selector reads', async () => {
  const path = new URL('../neto/samples/GetOrder.sfinktah-all-selectors.response.json', import.meta.url);
  const recorded = JSON.parse(readFileSync(path, 'utf8')).Order[0];
  const { ID: _id, StickyNotes, OrderPayment, OrderLine, ...fields } = recorded;
  const lines = OrderLine.map(({ ExtraOptions: _options, ...line }: Row) => line);
  const seed: OrderSeed = { ...fields, OrderPayment, StickyNotes: [StickyNotes], OrderLine: lines };
  const store = await startStore({ seed: { orders: [seed] } });
  const selectors = [
    ...Object.keys(recorded),
    'ShipAddress',
    'BillAddress',
    'OrderPayment.PaymentType',
    'OrderPayment.DatePaid',
    ...Object.keys(OrderLine[0]).map((name) => `OrderLine.${name}`),
  ];
  expect(await getOrders(store, { OrderID: 'SFX0001727', OutputSelector: selectors })).toEqual({
    Order: [recorded],
    CurrentTime: '2026-07-01 00:00:00',
    Ack: 'Success',
  });
});
