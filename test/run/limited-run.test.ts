import { describe, expect, test } from 'vitest';
import type { OrderSeed } from '../../src/fake-store/index.ts';
import { type ByHand, held, paid, withHands } from '../rules/support/by-hand.ts';
import { orderSeed } from '../rules/support/two-stores.ts';
import { isLong } from '../support/many.ts';

const MANY = 215;
const orders = Array.from({ length: MANY }, (_, index) => {
  const payment = paid(`${5000 + index}`, '11.00');
  return orderSeed({ OrderID: `N${1000 + index}`, Username: `shopper${index}`, OrderPayment: [payment] });
});

const run = ({ command }: ByHand, ...words: string[]) => command('run', '<pipeline>', '--no-proof', ...words);
const standing = ({ main }: ByHand) => [main.orders().length, main.payments().length];

describe('A limit bounds what is written in that run', () => {
  test('after a run that was refused for want of --yes, which had read all of them', async () => {
    await withHands({ orders }, async (stores) => {
      const refused = await run(stores);
      expect(refused.code).not.toBe(0);
      expect((refused.stdout + refused.stderr).replace(/\s+/g, ' ')).toMatch(
        /try a few of each store first, which asks for no --yes: `neto-consolidator run \S+ --limit 5`/,
      );
      expect(standing(stores)).toEqual([0, 0]);

      expect(await run(stores, '--limit', '5')).toMatchObject({ code: 0 });
      expect(standing(stores)).toEqual([5, 5]);
      expect(await run(stores, '--limit', '3', '--yes')).toMatchObject({ code: 0 });
      expect(standing(stores)).toEqual([8, 8]);

      const plan = await stores.command('plan', '<pipeline>', '--limit', '5', '--output', 'json');
      expect(JSON.parse(plan.stdout).stores.west).toMatchObject({ orders: { created: 5 }, payments: { created: 5 } });

      expect((await run(stores)).code).not.toBe(0);
      expect(standing(stores)).toEqual([8, 8]);
      expect(await run(stores, '--yes')).toMatchObject({ code: 0 });
      expect(standing(stores)).toEqual([MANY, MANY]);
    });
  }, 60_000);

  test.runIf(isLong)('and asks for --yes where it is more than go unasked', async () => {
    await withHands({ orders }, async (stores) => {
      expect((await run(stores, '--limit', `${MANY}`)).code).not.toBe(0);
      expect(standing(stores)).toEqual([0, 0]);
      expect(await run(stores, '--limit', '2')).toMatchObject({ code: 0 });
      expect(await run(stores, '--limit', '2')).toMatchObject({ code: 0 });
      expect(standing(stores)).toEqual([4, 4]);
    });
  });

  test('what the rules leave out takes no place of what they want', async () => {
    const quotes = orders.slice(0, 5).map((order) => ({ ...order, OrderStatus: 'Quote' }));
    await withHands({ orders: [...quotes, ...orders.slice(5)] }, async (stores) => {
      await run(stores);
      expect(await run(stores, '--limit', '5')).toMatchObject({ code: 0 });
      expect(standing(stores)).toEqual([5, 5]);
    });
  });

  describe('counts what may be copied, of orders that no run has read yet:', () => {
    const first = orders.slice(0, 20);
    const rest = orders.slice(20, 40);
    const leftOut: Readonly<Record<string, Partial<OrderSeed>>> = {
      'before since': { DatePlaced: '2026-06-10 02:00:00', DateInvoiced: '2026-06-10' },
      cancelled: { OrderStatus: 'Cancelled' },
      'of a status that is not selected': { OrderStatus: 'Quote' },
      'not invoiced yet': { OrderStatus: 'New', DateInvoiced: '' },
    };
    test.for(Object.entries(leftOut))('none that are %s', async ([, change]) => {
      await withHands({ orders: [...first.map((order) => ({ ...order, ...change })), ...rest] }, async (stores) => {
        const planned = await stores.command('plan', '<pipeline>', '--limit', '5', '--output', 'json');
        expect(JSON.parse(planned.stdout).stores.west).toMatchObject({ orders: { created: 5 } });
        for (const copied of [5, 10, 15]) {
          const { stdout, code } = await run(stores, '--limit', '5', '--output', 'json');
          expect(code).toBe(0);
          const { orders: counts } = JSON.parse(stdout).stores.west;
          expect(counts).toMatchObject({ created: 5, skipped: 20, quarantined: 0, pending: 0 });
          expect(standing(stores)).toEqual([copied, copied]);
        }
        expect(await run(stores, '--limit', '50')).toMatchObject({ code: 0 });
        expect(standing(stores)).toEqual([20, 20]);
      });
    });

    test('none that wait for a person since an earlier run, and they are no reason to copy nothing for ever', async () => {
      const waiting = first.slice(0, 5).map((order) => ({ ...order, ...held }));
      await withHands({ orders: [...waiting, ...rest] }, async (stores) => {
        expect(await run(stores, '--limit', '5')).toMatchObject({ code: 3 });
        expect(standing(stores)).toEqual([0, 0]);
        await run(stores, '--limit', '5');
        expect(standing(stores)).toEqual([5, 5]);
        await run(stores, '--limit', '5');
        expect(standing(stores)).toEqual([10, 10]);
      });
    });

    test('those that changed rules let in', async () => {
      const quotes = first.map((order) => ({ ...order, OrderStatus: 'Pack' }));
      await withHands({ orders: quotes, rules: { orders: { statuses: ['Dispatched'] } } }, async (stores) => {
        await run(stores, '--yes');
        expect(standing(stores)).toEqual([0, 0]);
        const pipeline = await stores.pipeline({ rules: { orders: { statuses: ['Dispatched', 'Pack'] } } });
        const { stores: counts } = await stores.run({ pipeline, narrowing: { limit: 5 } });
        expect(counts['west']?.orders).toMatchObject({ created: 5 });
      });
    });

    test('and reads no more of a store than it takes to find so many', async () => {
      await withHands({ orders }, async (stores) => {
        const { stdout } = await run(stores, '--limit', '5', '--output', 'json');
        expect(JSON.parse(stdout).stores.west.orders).toMatchObject({ read: 5, created: 5 });
      });
    });
  });
});
