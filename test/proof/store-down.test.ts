import { describe, expect, test } from 'vitest';
import { dailyProof } from '../../src/proof/daily-proof.ts';
import type { Prover } from '../../src/run/proof.ts';
import { type FeedingStores, withFeedingStores } from '../rules/support/feeding-stores.ts';
import { orderSeed } from '../rules/support/two-stores.ts';
import { impatience } from '../support/impatience.ts';

const items = [{ SKU: 'MUG', Name: 'Mug', DefaultPrice: '11.00' }];
const day = new Date(Date.now() - 5 * 86_400_000).toISOString().slice(0, 10);
const orders = ['N100', 'N101'].map((OrderID) =>
  orderSeed({ OrderID, DatePlaced: `${day} 02:00:00`, DateUpdated: `${day} 03:00:00`, DateInvoiced: day }),
);

async function withWestAndEast(use: (stores: FeedingStores, down: (is: boolean) => void) => Promise<void>) {
  const feeders = ['west', 'east'].map((name) => {
    const customers = { policy: 'house', house: { username: `${name}_store`, email: `${name}@example.com` } };
    return { name, seed: { items, orders }, rules: { since: '2026-01-01', customers } };
  });
  await withFeedingStores({ primary: { items }, feeders }, (stores) =>
    use(stores, (is) => {
      const [, east] = stores.feeders;
      if (east !== undefined)
        east.faults.next = () => (is ? { kind: 'status', status: 503, when: 'before' } : undefined);
    }),
  );
}

const states = ({ proof }: Awaited<ReturnType<FeedingStores['run']>>) =>
  Object.fromEntries(
    (proof?.stores ?? []).map(({ store, state, why }) => [store, why === null ? state : `${state}: ${why}`]),
  );

describe('a store that is down', () => {
  test.each(['all the while', 'from the proof on'] as const)(
    '%s holds up no other one’s proof, is said to be unproven, and is proven when it is back',
    (when) =>
      withWestAndEast(async ({ run }, down) => {
        const prover: Prover = {
          begin: dailyProof.begin,
          prove(...given) {
            if (when === 'from the proof on') down(true);
            return dailyProof.prove(...given);
          },
        };
        await run({ between: impatience });
        down(when === 'all the while');
        const first = await run({ between: impatience, prover });
        expect(states(first)).toEqual({ west: 'done', east: expect.stringMatching(/^put-off: ./) });
        expect(first.proof?.stores.find(({ store }) => store === 'west')?.secondary.orders).toBe(2);
        if (when === 'all the while') expect(first.problems.map(({ store }) => store)).toEqual(['east']);
        down(false);
        const second = await run({ between: impatience, prover: dailyProof });
        expect(states(second)).toEqual({ east: 'done' });
        expect(second.proof?.stores[0]).toMatchObject({ secondary: { orders: 2 }, differences: [] });
        expect((await run({ between: impatience, prover: dailyProof })).proof).toBeNull();
      }),
  );
});
