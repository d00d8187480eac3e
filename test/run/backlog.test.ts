import { describe, expect, test } from 'vitest';
import { Backlog } from '../../src/run/extract/backlog.ts';
import { orderSeed, withTwoStores } from '../rules/support/two-stores.ts';

const open = (clock: { now: number }, bounded = true) => new Backlog({ extractors: 1, bounded, now: () => clock.now });

/** Whether extraction may go on without being woken. */
async function hasRoom(backlog: Backlog): Promise<boolean> {
  return Promise.race([
    backlog.room().then(() => true),
    new Promise<boolean>((resolve) => setImmediate(resolve, false)),
  ]);
}

describe('how far extraction is ahead of the loader', () => {
  test('is 200 orders at first, and as many as are loaded in five seconds where these are more', async () => {
    const clock = { now: 0 };
    const backlog = open(clock);
    backlog.staged(199);
    expect(await hasRoom(backlog)).toBe(true);
    backlog.staged(1);
    expect(await hasRoom(backlog)).toBe(false);
    backlog.staged(500);
    backlog.taken(400);
    expect(await hasRoom(backlog)).toBe(true);
    clock.now += 5_001;
    expect(await hasRoom(backlog)).toBe(false);
  });

  test('is never more than 2,000', async () => {
    const backlog = open({ now: 0 });
    backlog.staged(9_999);
    backlog.taken(7_999);
    expect(await hasRoom(backlog)).toBe(false);
  });

  test('is none where the loader has found nothing to take, and a waiting extraction goes on', async () => {
    const backlog = open({ now: 0 });
    backlog.staged(300);
    const room = backlog.room();
    backlog.empty();
    await room;
  });
});

test('a store of which hundreds of orders were touched and not changed is read to its end', () =>
  withTwoStores({ orders: [] }, async (stores) => {
    const quote = (number: number) => orderSeed({ OrderID: `N${1000 + number}`, OrderStatus: 'New', DateInvoiced: '' });
    const seeds = Array.from({ length: 450 }, (_, number) => quote(number));
    for (const seed of seeds) stores.west.panel.addOrder(seed);
    await stores.run();
    for (const { OrderID = '' } of seeds) stores.west.panel.changeOrder(OrderID, {});
    stores.west.panel.addOrder({ ...orderSeed({ OrderID: 'N9000' }), DateUpdated: '' });
    const { status, stores: counts } = await stores.run();
    expect(status).toBe('good');
    expect(counts['west']?.['orders']).toMatchObject({ read: 451, created: 1 });
    expect(stores.main.orders().map(({ OrderID }) => OrderID)).toEqual(['W9000']);
  }));
