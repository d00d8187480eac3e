import { describe, expect, test } from 'vitest';
import type { LocalDate } from '../../src/model/time.ts';
import type { RunSummary } from '../../src/run/summary.ts';
import { primaryThat } from '../rules/support/between-primary.ts';
import { orderSeed, type Setting, type TwoStores, withTwoStores } from '../rules/support/two-stores.ts';

const MANY = 201;
const HOUR = 3_600_000;

const many = (from: number, changes: Parameters<typeof orderSeed>[0] | object = {}) =>
  Array.from({ length: MANY }, (_, index) => orderSeed({ OrderID: `N${from + index}`, ...changes }));

const codes = ({ problems }: RunSummary) => problems.map(({ store, code }) => `${store} ${code}`);
const ASKED = ['west first-run-unconfirmed'];

/** A store whose clock can be put forward, and runs without a yes. */
function withClock(setting: Setting, use: (stores: TwoStores, later: (hours: number) => number) => Promise<void>) {
  let now = Date.parse('2026-07-20T00:00:00Z');
  return withTwoStores({ ...setting, clock: () => now }, (stores) =>
    use({ ...stores, run: (options) => stores.run({ yes: false, ...options }) }, (hours) => {
      now += hours * HOUR;
      return now;
    }),
  );
}

const at = (time: number) => new Date(time).toISOString().slice(0, 19).replace('T', ' ');

describe('More than 200 orders that are older than the last whole run of their store', () => {
  test('are not written after a try with five of them, until a person says yes; the run goes on for all else', async () => {
    await withClock({ orders: [...many(1000), ...many(3000).slice(0, 9)] }, async ({ main, run }, later) => {
      expect(codes(await run({ narrowing: { limit: 5 } }))).toEqual([]);
      const written = main.orders().length;
      expect(written).toBe(5);
      later(1);
      const summary = await run();
      expect(codes(summary)).toEqual(ASKED);
      expect(main.orders()).toHaveLength(written);
      expect(main.customers()).toHaveLength(1);
      expect(codes(await run({ yes: true }))).toEqual([]);
      expect(main.orders()).toHaveLength(MANY + 9);
    });
  });

  test('are asked about when `since` is moved back, each time anew, and nothing is written for their store', async () => {
    const old = many(1000, { DatePlaced: '2026-05-10 02:00:00', DateInvoiced: '2026-05-10' });
    const recent = orderSeed({ OrderID: 'N1' });
    await withClock({ orders: [...old, recent] }, async ({ main, run, pipeline }, later) => {
      expect(codes(await run())).toEqual([]);
      expect(main.orders()).toHaveLength(1);
      later(1);
      const moved = await pipeline({ rules: { since: '2026-05-01' } });
      const asked = await run({ pipeline: moved });
      expect(codes(asked)).toEqual(ASKED);
      expect(asked.problems[0]?.message).toContain('201 orders');
      expect(asked.status).toBe('failed');
      expect(main.orders()).toHaveLength(1);
      later(1);
      expect(codes(await run({ pipeline: moved }))).toEqual(ASKED);
      expect(codes(await run({ pipeline: moved, yes: true }))).toEqual([]);
      expect(main.orders()).toHaveLength(MANY + 1);
    });
  }); // biome-ignore format: a table

  test('are none of the trade since then, however much it is, nor of what waited for its invoice', async () => {
    const uninvoiced = many(3000, { OrderStatus: 'Pick', DateInvoiced: '' });
    await withClock({ orders: [orderSeed({ OrderID: 'N1' }), ...uninvoiced] }, async ({ west, main, run }, later) => {
      expect(codes(await run())).toEqual([]);
      const now = later(2);
      const placed = { DatePlaced: at(now - HOUR), DateUpdated: at(now - HOUR), DateInvoiced: '2026-07-20' };
      for (const seed of many(5000, placed)) west.panel.addOrder(seed);
      for (const { OrderID } of uninvoiced) west.panel.changeOrder(OrderID, { OrderStatus: 'Dispatched', DateInvoiced: '2026-07-20' });
      expect(codes(await run())).toEqual([]);
      expect(main.orders()).toHaveLength(2 * MANY + 1);
    });
  }, 60_000); // biome-ignore format: a table

  test('are not what piled up while the primary was down', async () => {
    await withClock({ orders: [orderSeed({ OrderID: 'N1' })] }, async ({ west, main, run }, later) => {
      expect(codes(await run())).toEqual([]);
      const now = later(2);
      const placed = { DatePlaced: at(now - HOUR), DateUpdated: at(now - HOUR), DateInvoiced: '2026-07-20' };
      for (const seed of many(5000, placed)) west.panel.addOrder(seed);
      const down = primaryThat({
        AddOrder: async () => {
          throw new (await import('../../src/model/errors.ts')).ConsolidatorError('store-unreachable', 'down', { store: 'primary', retry: 'safe' });
        },
      });
      expect(codes(await run({ between: down }))).not.toEqual([]);
      later(2);
      expect(codes(await run())).toEqual([]);
      expect(main.orders()).toHaveLength(MANY + 1);
    });
  }, 60_000); // biome-ignore format: a table
});

describe('The yes to old orders, said with a run', () => {
  const first = [...many(1000), ...many(2000).slice(0, 9)];
  const killed = primaryThat({
    AddOrder: async () => {
      throw new Error('killed');
    },
  });

  test('holds where that run came to nothing, until a whole run has copied them; then it is void', async () => {
    await withClock({ orders: first }, async ({ west, main, run, pipeline }, later) => {
      await expect(run({ yes: true, between: killed })).rejects.toThrow('killed');
      expect(main.orders()).toHaveLength(0);
      later(1);
      expect(codes(await run())).toEqual([]);
      // Of one it is not known yet whether it was written.
      expect(main.orders().length).toBeGreaterThanOrEqual(first.length - 1);
      later(1);
      const old = many(3000, { DatePlaced: '2026-05-10 02:00:00', DateInvoiced: '2026-05-10' });
      for (const { DateUpdated: _, ...seed } of old) west.panel.addOrder(seed);
      expect(codes(await run({ pipeline: await pipeline({ rules: { since: '2026-05-01' } }) }))).toEqual(ASKED);
      expect(main.orders().length).toBeLessThanOrEqual(first.length);
    });
  }, 60_000);

  test('is for the days that `since` gave then: moved back, it is asked about', async () => {
    const old = many(3000, { DatePlaced: '2026-05-10 02:00:00', DateInvoiced: '2026-05-10' });
    await withClock({ orders: [...first, ...old] }, async ({ main, run, pipeline }, later) => {
      await expect(run({ yes: true, between: killed })).rejects.toThrow('killed');
      later(1);
      expect(codes(await run({ pipeline: await pipeline({ rules: { since: '2026-05-01' } }) }))).toEqual(ASKED);
      expect(main.orders()).toHaveLength(0);
    });
  });

  test('of a part that is chosen by days is for that run alone', async () => {
    await withClock({ orders: first }, async ({ main, run }, later) => {
      await expect(
        run({ yes: true, between: killed, narrowing: { since: '2026-07-02' as LocalDate } }),
      ).rejects.toThrow('killed');
      later(1);
      expect(codes(await run())).toEqual(ASKED);
      expect(main.orders()).toHaveLength(0);
    });
  });
});
