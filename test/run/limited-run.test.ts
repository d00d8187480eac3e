import { describe, expect, test } from 'vitest';
import { type ByHand, paid, withHands } from '../rules/support/by-hand.ts';
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
});
