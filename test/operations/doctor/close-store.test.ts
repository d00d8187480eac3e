import { join } from 'node:path';
import { expect, test } from 'vitest';
import { closeStore } from '../../../src/operations/doctor/close-store.ts';
import type { FeedingStores } from '../../rules/support/feeding-stores.ts';
import { type Feeder, withFeedingStores } from '../../rules/support/feeding-stores.ts';
import { orderSeed } from '../../rules/support/two-stores.ts';
import { openLedger } from '../../support/open-ledger.ts';

const items = [{ SKU: 'MUG', Name: 'Mug', DefaultPrice: '11.00' }];
const customers = { policy: 'house', house: { username: 'house', email: 'house@example.com' } };
const feeder = (name: string): Feeder => ({
  name,
  seed: { items, orders: [orderSeed({ OrderID: 'N100' }), orderSeed({ OrderID: 'N101' })] },
  rules: { customers: { ...customers, house: { ...customers.house, username: `${name}_house` } } },
});

/** Minutes pass while a command waits. */
function passing() {
  let now = Date.now();
  const clock = {
    now: () => now,
    sleep: async (milliseconds: number) => {
      now += milliseconds;
    },
  };
  return { clock, now: () => now };
}

/** West's first order is sent, and then the primary is gone: whether it was stored is not known. */
async function leaveOpen(stores: FeedingStores, when: 'before' | 'after') {
  let gone = false;
  stores.primary.faults.next = ({ action }) => {
    if (gone) return { kind: 'reset', when: 'before' };
    if (action !== 'AddOrder') return undefined;
    gone = true;
    return { kind: 'reset', when };
  };
  const run = await stores.run({ narrowing: { stores: ['west'] } });
  expect(run.status).toBe('failed');
  stores.primary.faults.next = undefined;
  const pipeline = await stores.pipeline();
  return { ...pipeline, secondaries: pipeline.secondaries.filter(({ name }) => name !== 'west') };
}

const writes = ({ primary }: FeedingStores) => primary.requests.filter(({ write }) => write).length;
const setting = { primary: { items }, feeders: [feeder('west'), feeder('south')] };

test.each(['before', 'after'] as const)(
  'a store that left the file with a write open, cut off %s it was stored, keeps runs from being good until it is closed by looking',
  async (when) => {
    await withFeedingStores(setting, async (stores) => {
      const pipeline = await leaveOpen(stores, when);
      const failed = await stores.run({ pipeline });
      expect([failed.status, failed.problems]).toMatchObject(['failed', [{ store: 'west', code: 'store-left-open' }]]);
      expect(failed.problems[0]?.message).toContain('doctor --close-store west');
      const before = writes(stores);
      const report = await closeStore({ pipeline, home: stores.folder, store: 'west', ...passing() });
      expect(writes(stores)).toBe(before);
      const isThere = when === 'after';
      expect(report).toMatchObject({
        found: isThere ? 1 : 0,
        absent: isThere ? 0 : 1,
        unapproved: isThere ? 1 : 0,
        leftOut: isThere ? 1 : 2,
        leftToPerson: isThere ? [{ entity: 'orders', sourceId: 'N100', targetId: 'W100' }] : [],
      });
      const run = await stores.run({ pipeline });
      expect([run.status, run.problems]).toEqual([isThere ? 'open' : 'good', []]);
      if (!isThere) return;
      expect(run.quarantine).toMatchObject([
        { code: 'not-approved-in-time', actions: expect.arrayContaining(['drop']) },
      ]);
      stores.primary.panel.changeOrder('W100', { OrderStatus: 'Cancelled' });
      const ledger = openLedger(join(stores.folder, 'ledger.db'));
      const key = { store: 'west', entity: 'orders', sourceId: 'N100' } as const;
      expect(await ledger.drop(await ledger.beginRun({ narrowed: true }), key, 'cancelled')).toBe(true);
      await ledger.close();
      expect((await stores.run({ pipeline })).status).toBe('good');
    });
  },
);

test('a copy that stood unapproved when its store was closed, and was approved by hand, is accepted as it stands', async () => {
  await withFeedingStores(setting, async (stores) => {
    const pipeline = await leaveOpen(stores, 'after');
    await closeStore({ pipeline, home: stores.folder, store: 'west', ...passing() });
    stores.primary.panel.changeOrder('W100', { OrderStatus: 'Dispatched', CompleteStatus: 'Approved' });
    const ledger = openLedger(join(stores.folder, 'ledger.db'));
    const key = { store: 'west', entity: 'orders', sourceId: 'N100' } as const;
    expect(await ledger.accept(await ledger.beginRun({ narrowed: true }), key, 'approved by hand')).toBe('settled');
    await ledger.close();
    expect((await stores.run({ pipeline })).status).toBe('good');
  });
});

test('a store that was closed and comes back is copied, each order once', async () => {
  await withFeedingStores(setting, async (stores) => {
    const pipeline = await leaveOpen(stores, 'before');
    await closeStore({ pipeline, home: stores.folder, store: 'west', ...passing() });
    expect((await stores.run()).status).toBe('good');
    const ids = stores.primary.orders().map(({ OrderID }) => OrderID);
    expect(ids.sort()).toEqual(['S100', 'S101', 'W100', 'W101']);
  });
});

test('what is open of no store, or of one that is in the file, is not closed', async () => {
  await withFeedingStores(setting, async (stores) => {
    await leaveOpen(stores, 'before');
    const pipeline = await stores.pipeline();
    const close = (store: string) => closeStore({ pipeline, home: stores.folder, store });
    await expect(close('west')).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringContaining('Take it out'),
    });
    await expect(close('east')).rejects.toMatchObject({ code: 'not-found' });
  });
});
