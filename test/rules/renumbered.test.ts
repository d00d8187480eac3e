import { describe, expect, test } from 'vitest';
import type { LoadItem } from '../../src/entities/writing/load-item.ts';
import type { LoadTarget } from '../../src/entities/writing/load-target.ts';
import { loadBatch } from '../../src/run/protocol/load-batch.ts';
import { unsentIds } from '../../src/run/protocol/unsent-ids.ts';
import { openLedger } from '../support/open-ledger.ts';
import { overPrimary } from './support/between-primary.ts';
import { withHands } from './support/by-hand.ts';
import { decisionsOn } from './support/staff-decisions.ts';
import { heldIn, orderSeed, type TwoStores, withTwoStores } from './support/two-stores.ts';

test('a copy that the primary stored under a number of its own is a person’s matter, and is never sent again', async () => {
  const ledger = openLedger(':memory:');
  const run = await ledger.beginRun({ narrowed: false });
  const key = { store: 'west', entity: 'orders', sourceId: 'N100' } as const;
  const records = [{ sourceId: 'N100', hash: '1', payload: '{}' }];
  await ledger.stagePage({ run, store: 'west', entity: 'orders', rules: '1', records });
  let writes = 0;
  const target: LoadTarget<string, string> = {
    lookUp: async () => new Map(),
    write: async () => {
      writes += 1;
      return { kind: 'accepted', ids: ['N7001'], errors: [] };
    },
    isCopyOf: () => true,
    compare: () => [],
  };
  const item: LoadItem<string> = { key, targetId: 'W100', draft: '' };
  await loadBatch({ ledger, run, target, action: 'add', hasNextStep: true, items: [item] });
  expect(await ledger.find(key)).toMatchObject({
    state: 'quarantined',
    reason: 'renumbered-by-primary',
    message: expect.stringContaining('N7001'),
  });
  expect(writes).toBe(1);
  await ledger.close();
});

test('a number that nobody sent is kept for a run to look at, though the copy is there under its own', async () => {
  const ledger = openLedger(':memory:');
  const run = await ledger.beginRun({ narrowed: false });
  const key = { store: 'west', entity: 'orders', sourceId: 'N100' } as const;
  const records = [{ sourceId: 'N100', hash: '1', payload: '{}' }];
  await ledger.stagePage({ run, store: 'west', entity: 'orders', rules: '1', records });
  let written = false;
  const target: LoadTarget<string, string> = {
    // What an earlier write stored shows only now.
    lookUp: async () => (written ? new Map([['w100', 'there']]) : new Map()),
    write: async () => {
      written = true;
      return { kind: 'accepted', ids: ['N7001'], errors: [] };
    },
    isCopyOf: () => true,
    compare: () => [],
  };
  await loadBatch({
    ledger,
    run,
    target,
    action: 'add',
    hasNextStep: true,
    items: [{ key, targetId: 'W100', draft: '' }],
  });
  expect(await unsentIds(ledger)).toEqual(['N7001']);
  await ledger.close();
});

/** A primary that gives new orders numbers of its own. */
const renumbering = overPrimary((primary, action, body, ...rest) => {
  const given = action === 'AddOrder' ? JSON.parse(JSON.stringify(body).replaceAll(/"W(\d+)"/g, '"N7$1"')) : body;
  return primary.request(action, given, ...rest);
});

describe('An order that the primary has stored under a number of its own', () => {
  const orders = [orderSeed({ OrderID: 'N100' })];
  const standing = ({ main }: TwoStores) =>
    main.orders().flatMap(({ OrderID, OrderStatus }) => (OrderStatus === 'Cancelled' ? [] : [OrderID]));

  test('makes no second one when it is retried while that one stands, and one once it is gone', async () => {
    let now = Date.parse('2026-07-20T00:00:00Z');
    await withTwoStores({ orders, clock: () => now }, async (stores) => {
      const { retry } = decisionsOn(stores, 'orders');
      expect(heldIn(await stores.run({ between: renumbering }))).toEqual(['orders N100: renumbered-by-primary']);
      for (let time = 0; time < 5; time += 1) {
        await retry('N100');
        const summary = await stores.run();
        expect(heldIn(summary)).toEqual(['orders N100: renumbered-by-primary']);
        expect(standing(stores)).toEqual(['N7100']);
      }
      stores.main.panel.removeOrder('N7100');
      await retry('N100');
      // What was written once is looked for before it is written again.
      for (let hours = 0; hours < 4; hours += 1) {
        await stores.run();
        now += 3_600_000;
      }
      expect(standing(stores)).toEqual(['W100']);
    });
  });

  test('is taken as it stands where a person links it', async () => {
    await withHands({ orders, rules: { prefix: { N: 'W' } } }, async ({ run, link, main, find }) => {
      await run({ between: renumbering });
      main.panel.changeOrder('N7100', { OrderStatus: 'Dispatched', CompleteStatus: 'Approved' });
      const { code } = await link('N100', '--as', 'N7100');
      expect(code).toBe(0);
      expect(heldIn(await run())).toEqual([]);
      expect(await find('orders', 'N100')).toMatchObject({ state: 'loaded', targetId: 'N7100' });
      expect(main.orders()).toHaveLength(1);
    });
  });
});
