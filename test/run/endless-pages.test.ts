import { expect, test } from 'vitest';
import type { NetoClient } from '../../src/neto/client.ts';
import { withFeedingStores } from '../rules/support/feeding-stores.ts';
import { orderSeed } from '../rules/support/two-stores.ts';
import { impatience } from '../support/impatience.ts';

const items = [{ SKU: 'MUG', Name: 'Mug', DefaultPrice: '11.00' }];
const rulesOf = (name: string) => ({
  customers: { policy: 'house', house: { username: `${name}_store`, email: `${name}@example.com` } },
  pageSize: 1,
});

/** Whatever page of orders is asked for, it is full, and nobody has seen them yet. */
function endless(client: NetoClient, count: () => number): NetoClient {
  return new Proxy(client, {
    get(target, name) {
      const value = Reflect.get(target, name, target);
      if (name !== 'request') return typeof value === 'function' ? value.bind(target) : value;
      return async (action: string, body: { Filter?: Record<string, unknown> }, ...rest: never[]) => {
        const selectors = JSON.stringify(body.Filter?.['OutputSelector'] ?? []);
        const isListing = action === 'GetOrder' && body.Filter?.['DateUpdatedFrom'] !== undefined;
        if (!isListing || selectors.includes('OrderLine')) return target.request(action, body, ...rest);
        const number = count();
        const rows = Array.from({ length: Number(body.Filter?.['Limit'] ?? 1) }, (_, row) => ({
          ID: `N${number * 1000 + row}`, OrderID: `N${number * 1000 + row}`, DateUpdated: '2026-07-10 03:00:00',
        })); // biome-ignore format: a record
        return { ack: 'success', errors: [], warnings: [], currentTime: null, body: { Order: rows } };
      };
    },
  });
}

test('a store whose listing never ends fails with a clear error after a bounded number of pages, and the others go on', () =>
  withFeedingStores(
    {
      primary: { items },
      feeders: ['west', 'east'].map((name) => ({
        name,
        seed: { items, orders: [orderSeed({ OrderID: 'N100' })] },
        rules: rulesOf(name),
      })),
    },
    async ({ run, primary }) => {
      let pages = 0;
      const counted = (): number => {
        pages += 1;
        return pages;
      };
      const store = (client: NetoClient) => (client.store === 'east' ? endless(client, counted) : client);
      const summary = await run({ between: { ...impatience, store } });
      expect(summary.status).toBe('failed');
      expect(summary.problems.map(({ store: name, code }) => `${name} ${code}`)).toEqual(['east pages-never-end']);
      expect(summary.problems[0]?.message).toMatch(/GetOrder still brings new rows after 10000 pages/);
      expect(pages).toBeLessThanOrEqual(10_001);
      expect(primary.order('W100')?.GrandTotal).toBe('11.00');
      expect(primary.order('E100')).toBeUndefined();
    },
  ));
