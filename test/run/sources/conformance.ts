import { expect } from 'vitest';
import { customerRecordSchema } from '../../../src/model/customer.ts';
import { ConsolidatorError } from '../../../src/model/errors.ts';
import { orderSchema } from '../../../src/model/order.ts';
import { paymentSchema } from '../../../src/model/payment.ts';
import { productRecordSchema } from '../../../src/model/product.ts';
import type { Content, Ground, Opened } from './ground.ts';

const none = {};
const address = { billing: {}, shipping: {} };

/** What every source of a secondary must be able to do. Each throws where one can't. */
export const checks = {
  'all that its store has comes, and each record once': bringsAllOnce,
  'what comes is what its store has': bringsWhatIsThere,
  'a second reading brings nothing else': bringsTheSameAgain,
  'some orders are read, and no others, where a run wants these alone': readsNamedOrders,
  'orders are told by their ids, and none is made up': tellsOrders,
  'a customer or product is told where it is known, and by the order alone where it is not': tellsWhoAndWhat,
  'a record that cannot be read is quarantined by itself, and all others come': holdsTheUnreadable,
  'what it does not tell is left open, and why it is not asked is said': guessesNothing,
  'a store that cannot be read is an error, and moves no watermark': failsLoudly,
  'a run that was stopped stages nothing more, and moves no watermark': stops,
  'nothing of it writes': writesNothing,
} satisfies Readonly<Record<string, (ground: Ground, open: Ground['open']) => Promise<void>>>;

export type CheckName = keyof typeof checks;

async function bringsAllOnce(ground: Ground, open: Ground['open']): Promise<void> {
  const opened = await open();
  await opened.read();
  for (const entity of ground.holds) {
    const wanted = [...ground.content[entity]].sort();
    expect({ entity, ids: opened.ids(entity).sort() }).toEqual({ entity, ids: wanted });
    const known = await opened.ledger.known('west', entity, wanted);
    expect([...known.values()].map(({ state }) => state)).toEqual(wanted.map(() => 'staged'));
  }
  // What a source can't hold is not made of something else.
  for (const entity of entitiesOf(ground.content).filter((one) => !ground.holds.includes(one)))
    expect(opened.ids(entity)).toEqual([]);
}

function entitiesOf(content: Content): (keyof Content)[] {
  return Object.keys(content) as (keyof Content)[];
}

async function bringsWhatIsThere(_ground: Ground, open: Ground['open']): Promise<void> {
  const opened = await open();
  await opened.read();
  const payloads = new Map(opened.staged.map(({ sourceId, payload }) => [sourceId, JSON.parse(payload) as unknown]));
  const order = orderSchema.parse(payloads.get('N4'));
  expect(order).toMatchObject({
    grandTotal: '49.5',
    username: 'user-4',
    email: 'user-4@example.com',
    status: 'Dispatched',
  });
  expect(order.lines.map(({ sku, quantity }) => [sku, quantity])).toEqual([['SKU-4', '4'], ['BOOK', '1']]); // biome-ignore format: a table
  expect(paymentSchema.parse(payloads.get('5004'))).toMatchObject({ orderId: 'N4', amount: '49.5', method: 'Cash' });
  expect(customerRecordSchema.parse(payloads.get('user-4')).customer?.email).toBe('user-4@example.com');
  expect(productRecordSchema.parse(payloads.get('SKU-4')).product?.name).toBe('Mug 4');
}

async function bringsTheSameAgain(ground: Ground, open: Ground['open']): Promise<void> {
  const first = await open();
  await first.read();
  const before = await everything(ground, first);
  const second = await open();
  await second.read();
  expect(await everything(ground, second)).toEqual(before);
}

/** Id and hash of all that the ledger has. */
async function everything({ holds, content }: Ground, { ledger }: Opened): Promise<unknown> {
  const all: [string, string, string][] = [];
  for (const entity of holds) {
    for (const record of (await ledger.known('west', entity, content[entity])).values())
      all.push([entity, record.sourceId, record.hash]);
  }
  return all.sort();
}

async function readsNamedOrders(_ground: Ground, open: Ground['open']): Promise<void> {
  const opened = await open({ narrowing: { orders: ['N2', 'N5'] } });
  await opened.read();
  expect(opened.ids('orders').sort()).toEqual(['N2', 'N5']);
  expect(await opened.ledger.watermark('west', 'orders')).toBeNull();
}

async function tellsOrders(_ground: Ground, open: Ground['open']): Promise<void> {
  const { store, read } = await open();
  await read();
  const orders = await store.source.orders(['N3', 'N999'], none);
  expect(orders.map(({ id, grandTotal }) => [id, grandTotal])).toEqual([['N3', '38.5']]);
}

async function tellsWhoAndWhat(_ground: Ground, open: Ground['open']): Promise<void> {
  const { store, read } = await open();
  await read();
  const [order] = await store.source.orders(['N1'], none);
  if (order === undefined) throw new RangeError('N1 is not there');
  const { billing, shipping } = order;
  const of = (orderId: string, username: string) => ({
    ...address,
    orderId,
    username,
    email: 'x@example.com',
    billing,
    shipping,
  });
  const { records: people } = await store.source.buyers([of('N1', 'user-1'), of('N2', 'nobody')], none);
  const accounts = people.map(({ payload }) => customerRecordSchema.parse(JSON.parse(payload)).customer?.email ?? null);
  expect(people.map(({ sourceId }) => sourceId)).toEqual(['user-1', 'nobody']);
  expect(accounts).toEqual(['user-1@example.com', null]);
  const named = [{ sku: 'sku-1', lineName: 'Mug' }, { sku: 'GONE', lineName: 'Was here' }]; // biome-ignore format: a table
  const { records: things } = await store.source.products(named, none);
  const products = things.map(({ payload }) => productRecordSchema.parse(JSON.parse(payload)).product?.name ?? null);
  expect(things.map(({ sourceId }) => sourceId)).toEqual(['SKU-1', 'GONE']);
  expect(products).toEqual(['Mug 1', null]);
}

async function holdsTheUnreadable(ground: Ground, open: Ground['open']): Promise<void> {
  ground.makeUnreadable('N3');
  const opened = await open();
  await opened.read();
  expect(opened.ids('orders').sort()).toEqual([...ground.content.orders]);
  const known = await opened.ledger.known('west', 'orders', ground.content.orders);
  const states = [...known.values()].map(({ sourceId, state }) => [sourceId, state]).sort();
  expect(states).toEqual(ground.content.orders.map((id) => [id, id === 'N3' ? 'quarantined' : 'staged']));
  const held = known.get('N3');
  expect(['unreadable', 'row-unreadable']).toContain(held?.reason);
  expect(held?.message).toMatch(/N3|orders-\d\.csv/);
  expect(opened.ids('customers').sort()).toEqual([...ground.content.customers]);
}

async function guessesNothing({ kind }: Ground, open: Ground['open']): Promise<void> {
  const { store, read } = await open();
  await read();
  const { source } = store;
  expect(source.kind).toBe(kind);
  const settings = await source.settings(none);
  if (source.kind === 'asked') expect(settings).toMatchObject({ currency: 'AUD', gstPercent: '10' });
  else {
    expect(settings).toBeUndefined();
    expect(source.unasked).toMatch(/^[A-Z].*\.$/);
  }
  const currencies = await source.currencies(['N1', 'N999'], none);
  expect(currencies).toEqual([
    { entity: 'payments', id: '5001', orderId: 'N1', currency: expect.stringMatching(/^(AUD)?$/) },
  ]);
}

async function failsLoudly(ground: Ground, open: Ground['open']): Promise<void> {
  ground.fail();
  const opened = await open();
  await expect(opened.read()).rejects.toThrow(ConsolidatorError);
  expect(await marksOf(opened)).toEqual([]);
}

async function stops(_ground: Ground, open: Ground['open']): Promise<void> {
  const opened = await open({ signal: AbortSignal.abort() });
  await expect(opened.read()).rejects.toMatchObject({ code: 'stopped' });
  expect(opened.staged).toEqual([]);
  expect(await marksOf(opened)).toEqual([]);
}

/** What counts as read to its end. */
async function marksOf({ ledger }: Opened): Promise<string[]> {
  const found: string[] = [];
  for (const entity of ['orders', 'payments', 'customers', 'products'] as const)
    if ((await ledger.watermark('west', entity)) !== null) found.push(entity);
  return found;
}

async function writesNothing(ground: Ground, open: Ground['open']): Promise<void> {
  const before = ground.traces();
  const { store, read } = await open();
  await read();
  await store.source.orders(['N1'], none);
  await store.source.currencies(['N1'], none);
  expect(ground.traces()).toEqual(before);
}
