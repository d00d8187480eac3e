import { describe, expect, test } from 'vitest';
import { heldIn, orderSeed, type Setting, type TwoStores, withTwoStores } from '../../rules/support/two-stores.ts';
import { openLedger } from '../../support/open-ledger.ts';

const DAY = 86_400_000;
const orders = ['N98', 'N99', 'N100'].map((OrderID) => orderSeed({ OrderID }));

interface Dated extends TwoStores {
  later(): void;
}

/** On 20 July, and a day later each time. */
async function withDays(setting: Setting, use: (stores: Dated) => Promise<void>): Promise<void> {
  let now = Date.parse('2026-07-20T00:00:00Z');
  await withTwoStores({ orders, clock: () => now, ...setting }, (stores) =>
    use({ ...stores, later: () => (now += DAY) }),
  );
}

describe('an order that is deleted in its store after it was copied', () => {
  test('is quarantined within a day, and its copy left as it is', async () => {
    await withDays({}, async ({ run, west, main, later }) => {
      await run();
      west.panel.removeOrder('N100');
      expect(heldIn(await run())).toEqual([]);
      later();
      const summary = await run();
      expect(heldIn(summary)).toEqual(['orders N100: source-gone']);
      expect(main.order('W100')).toMatchObject({ OrderStatus: 'Dispatched' });
    });
  });

  /** What a run costs the store that begins a day, beyond one that does not. */
  async function costOfDay(copies: number): Promise<number> {
    let cost = 0;
    const some = Array.from({ length: copies }, (_, place) => orderSeed({ OrderID: `N${200 + place}` }));
    await withDays({ orders: some }, async ({ run, west, later }) => {
      const requestsOf = async (): Promise<number> => {
        const before = west.requests.length;
        await run();
        return west.requests.length - before;
      };
      await run();
      const plain = await requestsOf();
      later();
      cost = (await requestsOf()) - plain;
      expect(await requestsOf()).toBe(plain);
    });
    return cost;
  }

  test('is not looked for more than once a day, and a hundred cost no more than a few', async () => {
    expect(await costOfDay(60)).toBe(await costOfDay(3));
  });

  test('is found among many by one listing, and asked for by its id; so is one that the listing leaves out', async () => {
    const some = Array.from({ length: 130 }, (_, place) => orderSeed({ OrderID: `N${200 + place}` }));
    await withDays({ orders: some }, async ({ run, west, later }) => {
      await run();
      west.panel.removeOrder('N203');
      west.panel.removeOrder('N325');
      // In no listing from a day on.
      west.panel.changeOrder('N310', { DateUpdated: '2026-01-01 00:00:00' });
      later();
      expect(heldIn(await run())).toEqual(['orders N203: source-gone', 'orders N325: source-gone']);
    });
  });

  test('is not decided by an answer without any order, as a key without rights gets it', async () => {
    await withDays({}, async ({ run, west, later }) => {
      await run();
      later();
      // From the listing of this run on.
      west.faults.next = ({ body }) => {
        if (JSON.stringify(body).includes('"N98"')) west.switches.orderRights = false;
        return undefined;
      };
      expect(heldIn(await run({ allowEmpty: true }))).toEqual([]);
    });
  });

  test('comes back by itself when its store shows it again', async () => {
    await withDays({}, async ({ run, west, later, find }) => {
      await run();
      const kept = orders[2];
      west.panel.removeOrder('N100');
      later();
      expect(heldIn(await run())).toEqual(['orders N100: source-gone']);
      west.panel.addOrder({ OrderID: 'N100', ...kept, DateUpdated: '' });
      expect(heldIn(await run())).toEqual([]);
      expect(await find('orders', 'N100')).toMatchObject({ state: 'loaded', targetId: 'W100' });
    });
  });

  test('many of them do not make their store look like one whose key has lost its rights', async () => {
    const many = ['N1', 'N2', 'N3', 'N4', 'N5', 'N6'].map((OrderID) => orderSeed({ OrderID }));
    await withDays({ orders: many }, async ({ run, west, later }) => {
      await run();
      for (const id of ['N3', 'N4', 'N5', 'N6']) {
        west.panel.removeOrder(id);
        later();
        expect((await run()).problems).toEqual([]);
      }
      const last = await run();
      expect(last.problems).toEqual([]);
      expect(heldIn(last)).toHaveLength(4);
    });
  });

  test('is at rest once a person has accepted it', async () => {
    await withDays({}, async ({ run, west, later, ledgerFile, find }) => {
      await run();
      west.panel.removeOrder('N100');
      later();
      await run();
      const ledger = openLedger(ledgerFile);
      const key = { store: 'west', entity: 'orders', sourceId: 'N100' } as const;
      expect(await ledger.accept(await ledger.beginRun({ narrowed: true }), key, 'credited')).toBe('settled');
      await ledger.close();
      later();
      expect(heldIn(await run())).toEqual([]);
      expect(await find('orders', 'N100')).toMatchObject({ state: 'skipped', targetId: 'W100' });
    });
  });
});
