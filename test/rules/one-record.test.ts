import { expect, test } from 'vitest';
import type { OrderSeed } from '../../src/fake-store/index.ts';
import { ConsolidatorError } from '../../src/model/errors.ts';
import { eachAlone } from '../../src/run/context/one-record.ts';
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

/** What a record is made to show, and what becomes of it: it is quarantined by its id, or the value is none, and it is copied. */
const strange: readonly (readonly [what: string, entity: 'Order' | 'Customer', values: object, held: string[]])[] = [
  ['an invoice date in the year 9999', 'Order', { DateInvoiced: '9999-12-31' }, ['orders N2 unreadable']],
  ['a date placed in the year 1', 'Order', { DatePlaced: '0001-01-01 00:00:00' }, []],
  ['an invoice date in the year 1', 'Order', { DateInvoiced: '0001-01-01' }, []],
  ['a date required in the year 1', 'Order', { DateRequired: '0001-01-01 00:00:00' }, []],
  ['a due date in the year 1', 'Order', { DatePaymentDue: '0001-01-01 00:00:00' }, []],
  ['a total that is a record', 'Order', { GrandTotal: { nested: 'x' } }, ['orders N2 unreadable']],
  ['an e-mail address that is a record', 'Order', { Email: { nested: 'x' } }, ['orders N2 unreadable']],
  ['a tax that is no number', 'Order', { OrderTax: 'NaN' }, ['orders N2 unreadable']],
  ['a customer who is neither active nor not', 'Customer', { Active: 'perhaps' }, ['customers user-n2 unreadable', 'orders N2 waits-for']],
]; // biome-ignore format: a table

test.each(strange)(
  '%s is that record’s own matter, by its id, and every other record is copied',
  async (_, entity, values, held) => {
    const ids = ['N1', 'N2', 'N3'];
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
      const proxy = await startAlteringProxy(stores.feeders[0]?.url ?? '', (_action, reply) => {
        for (const row of Array.isArray(reply[entity]) ? reply[entity] : []) {
          if (row.OrderID === 'N2' || (entity === 'Customer' && row.Username === 'user-N2')) Object.assign(row, values);
        }
        return reply;
      });
      try {
        const pipeline = await stores.pipeline();
        const secondaries = pipeline.secondaries.map((one) => ({ ...one, url: proxy.url }));
        const run = await stores.run({ pipeline: { ...pipeline, secondaries } }).catch(String);
        if (typeof run === 'string') expect.fail(`the run ended with ${run}`);
        expect(run.problems).toEqual([]);
        expect(run.quarantine.map(({ entity: of, sourceId, code }) => `${of} ${sourceId} ${code}`).sort()).toEqual(
          held,
        );
        const copied = stores.primary.orders().map(({ OrderID }) => OrderID);
        expect(copied.sort()).toEqual(held.length === 0 ? ['W1', 'W2', 'W3'] : ['W1', 'W3']);
      } finally {
        await proxy.close();
      }
    });
  },
  60_000,
);
