import { expect, test } from 'vitest';
import type { OrderSeed } from '../../src/fake-store/index.ts';
import { ConsolidatorError } from '../../src/model/errors.ts';
import { eachAlone } from '../../src/pipeline/run/one-record.ts';
import { startAlteringProxy } from '../support/altering-proxy.ts';
import { withFeedingStores } from './support/feeding-stores.ts';

test('one that makes a step throw is given up alone, and all others are done once; a trouble of a store goes on up', async () => {
  const done: number[] = [];
  const failed: string[] = [];
  const work = async (some: readonly number[]) => {
    if (some.some((one) => one === 3 || one === 7)) throw new RangeError('Invalid time value');
    done.push(...some);
  };
  const onFault = async (one: number, error: Error) => void failed.push(`${one} ${error.message}`);
  await eachAlone([1, 2, 3, 4, 5, 6, 7, 8], work, onFault);
  expect(done.sort()).toEqual([1, 2, 4, 5, 6, 8]);
  expect(failed).toEqual(['3 Invalid time value', '7 Invalid time value']);
  const down = new ConsolidatorError('rate-limited', 'main: down.', { store: 'main' });
  await expect(eachAlone([1, 2], () => Promise.reject(down), onFault)).rejects.toBe(down);
});

const order = (id: string): OrderSeed => ({
  OrderID: id,
  Username: `user-${id}`,
  Email: `${id}@example.com`,
  BillFirstName: 'Jo',
  BillLastName: `Name${id}`,
  OrderStatus: 'Dispatched',
  DatePlaced: '2026-07-10 02:00:00',
  DateUpdated: '2026-07-10 03:00:00',
  DateInvoiced: '2026-07-10',
  ShippingOption: 'Post',
  OrderLine: [{ SKU: 'MUG', Quantity: 1, UnitPrice: '11.00' }],
});

/** What each order's record is made to show. */
const strange: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  N2: { DateInvoiced: '9999-12-31' },
  N3: { GrandTotal: { nested: 'x' } },
  N4: { Email: { nested: 'x' } },
  N5: { DateRequired: '0001-01-01 00:00:00' },
  N6: { OrderTax: 'NaN' },
};

test('a strange value holds its record by its id, also a customer’s, and every other record is copied', async () => {
  const ids = ['N1', 'N2', 'N3', 'N4', 'N5', 'N6', 'N7', 'N8'];
  const seed = {
    orders: ids.map(order),
    items: [{ SKU: 'MUG', Name: 'Mug', DefaultPrice: '11.00' }],
    customers: ids.map((id) => ({
      Username: `user-${id}`,
      EmailAddress: `${id}@example.com`,
      BillLastName: `Name${id}`,
    })),
  };
  const rules = { customers: { policy: 'prefix' }, products: { policy: 'match' } };
  const primary = { items: seed.items };
  await withFeedingStores({ primary, feeders: [{ name: 'west', seed, rules }] }, async (stores) => {
    const proxy = await startAlteringProxy(stores.feeders[0]?.url ?? '', (action, reply) => {
      for (const row of Array.isArray(reply['Order']) ? reply['Order'] : []) Object.assign(row, strange[row.OrderID]);
      for (const row of Array.isArray(reply['Customer']) ? reply['Customer'] : [])
        if (action === 'GetCustomer' && row.Username === 'user-N7') row.Active = 'perhaps';
      return reply;
    });
    try {
      const pipeline = await stores.pipeline();
      const secondaries = pipeline.secondaries.map((one) => ({ ...one, url: proxy.url }));
      const run = await stores.run({ pipeline: { ...pipeline, secondaries } });
      expect(run.problems).toEqual([]);
      expect(
        stores.primary
          .orders()
          .map(({ OrderID }) => OrderID)
          .sort(),
      ).toEqual(['W1', 'W5', 'W8']);
      expect(run.quarantine.map(({ entity, sourceId, code }) => `${entity} ${sourceId} ${code}`).sort()).toEqual([
        'customers user-n7 unreadable',
        'orders N2 unreadable',
        'orders N3 unreadable',
        'orders N4 unreadable',
        'orders N6 unreadable',
        'orders N7 waits-for',
      ]);
    } finally {
      await proxy.close();
    }
  });
}, 60_000);
