import { describe, expect, test } from 'vitest';
import type { Faults } from '../../src/fake-store/faults.ts';
import type { Switches } from '../../src/fake-store/index.ts';
import { orderSeed, type TwoStores, withTwoStores } from './support/two-stores.ts';

const payment = (Id: number) => [
  { Id: String(Id), Amount: '11.00', PaymentType: 'Cash', DatePaid: '2026-07-11 02:00:00' },
];
/** A chunk of 200 and a part of one. */
const orders = Array.from({ length: 230 }, (_, index) =>
  orderSeed({ OrderID: `N${1000 + index}`, Email: `p${index}@example.com`, OrderPayment: payment(1000 + index) }),
);
const ids = orders.map(({ OrderID }) => OrderID.replace('N', 'W'));
const load = { batchSizes: [1, 50] };

const TODAY = Date.parse('2026-07-20T00:00:00Z');

interface Shop extends TwoStores {
  /** How many of the orders each request of an action to the primary named, in turn. */
  named(action: string): readonly number[];
  later(milliseconds: number): void;
}

function withShop(
  switches: Partial<Switches>,
  work: (shop: Shop) => Promise<void>,
  fault: Faults['next'] = () => undefined,
): Promise<void> {
  let time = TODAY;
  const clock = () => time;
  return withTwoStores({ orders, load, switches, primarySwitches: switches, clock }, async (stores) => {
    const seen: { readonly action: string; readonly named: number }[] = [];
    stores.main.faults.next = (request) => {
      const named = JSON.stringify(request.body).match(/"W1\d\d\d"/g)?.length ?? 0;
      seen.push({ action: request.action, named });
      return fault(request);
    };
    const named = (action: string) => seen.filter((one) => one.action === action).map((one) => one.named);
    await work({
      ...stores,
      named,
      later: (milliseconds) => {
        time += milliseconds;
      },
    });
  });
}

function expectAllOnce({ main }: TwoStores): void {
  expect(
    main
      .orders()
      .map(({ OrderID }) => OrderID)
      .sort(),
  ).toEqual(ids);
  expect(
    main
      .payments()
      .map(({ OrderID }) => OrderID)
      .sort(),
  ).toEqual(ids);
}

describe('a run in batches of 50', () => {
  test('reads 200 orders back at once, and their payments, and looks 100 up at once', () =>
    withShop({}, async (stores) => {
      expect((await stores.run()).status).toBe('good');
      expectAllOnce(stores);
      // But for the first order, which goes alone: once added, once approved.
      expect(stores.named('GetOrder').filter((count) => count > 100)).toEqual([199, 199]);
      expect(Math.max(...stores.named('GetPayment'))).toBe(199);
      expect(stores.named('GetOrder')).toEqual(expect.arrayContaining([100, 99]));
    }));

  test.each(['first-ones', 'last-ones', 'refused'] as const)(
    'copies each order and payment once where a store takes no list of more than 100 (%s)',
    (longFilter) =>
      withShop({ filterValues: 100, longFilter }, async (stores) => {
        expect((await stores.run()).status).toBe('good');
        expectAllOnce(stores);
        const long = [...stores.named('GetOrder'), ...stores.named('GetPayment')].filter((count) => count > 100);
        expect(long).toHaveLength(2);
        expect((await stores.run()).status).toBe('good');
        expectAllOnce(stores);
      }),
  );

  test.each(['first-ones', 'last-ones', 'refused'] as const)(
    'doubles nothing and loses nothing where the answers to a part of it are lost as well (%s)',
    (longFilter) => {
      const lost = new Map<string, 'before' | 'after'>([
        ['AddOrder', 'before'],
        ['UpdateOrder', 'before'],
        ['AddPayment', 'after'],
      ]);
      const counts = new Map<string, number>();
      // The first write of the first chunk that goes in several.
      const fault: Faults['next'] = ({ action }) => {
        const when = lost.get(action);
        counts.set(action, (counts.get(action) ?? 0) + 1);
        return when !== undefined && counts.get(action) === 2 ? { kind: 'reset', when } : undefined;
      };
      return withShop(
        { filterValues: 100, longFilter },
        async (stores) => {
          for (let run = 0; run < 3; run += 1) {
            await stores.run();
            stores.later(15 * 60_000);
          }
          expectAllOnce(stores);
        },
        fault,
      );
    },
  );
});
