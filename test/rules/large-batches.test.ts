import { describe, expect, test } from 'vitest';
import type { Faults } from '../../src/fake-store/faults.ts';
import type { Switches } from '../../src/fake-store/index.ts';
import { heldIn, orderSeed, type TwoStores, withTwoStores } from './support/two-stores.ts';

const TODAY = Date.parse('2026-07-20T00:00:00Z');
const payment = (Id: number) => [
  { Id: String(Id), Amount: '11.00', PaymentType: 'Cash', DatePaid: '2026-07-11 02:00:00' },
];
const ordersFrom = (first: number, count: number) =>
  Array.from({ length: count }, (_, index) =>
    orderSeed({
      OrderID: `N${first + index}`,
      Email: `p${first + index}@example.com`,
      OrderPayment: payment(first + index),
    }),
  );
const orders = ordersFrom(1000, 230);
const load = { batchSizes: [1, 50] };

interface Shop extends TwoStores {
  /** How many records each write of an action had, in turn. */
  sizes(action: string): readonly number[];
  requests(): number;
  later(milliseconds: number): void;
}

function withShop(
  fault: NonNullable<Faults['next']>,
  work: (shop: Shop) => Promise<void>,
  primarySwitches: Partial<Switches> = {},
): Promise<void> {
  let time = TODAY;
  return withTwoStores({ orders, load, primarySwitches, clock: () => time }, async (stores) => {
    const seen: { readonly action: string; readonly size: number }[] = [];
    stores.main.faults.next = (request) => {
      seen.push({ action: request.action, size: recordsIn(request.body) });
      return fault(request);
    };
    await work({
      ...stores,
      sizes: (action) => seen.filter((one) => one.action === action).map(({ size }) => size),
      requests: () => seen.length,
      later: (milliseconds) => {
        time += milliseconds;
      },
    });
  });
}

function recordsIn(body: unknown): number {
  const lists = typeof body === 'object' && body !== null ? Object.values(body) : [];
  return Math.max(1, ...lists.map((list) => (Array.isArray(list) ? list.length : 1)));
}

const names = (body: unknown, id: string): boolean => JSON.stringify(body).includes(`"${id}"`);
const idsOf = (of: readonly { readonly OrderID: string }[]): string[] =>
  of.map(({ OrderID }) => OrderID.replace('N', 'W')).sort();

describe('in batches of 50', () => {
  test('one order that a primary refuses, with all that is sent along, costs at most 40 requests more, and it alone is left out', async () => {
    let undisturbed = 0;
    await withShop(
      () => undefined,
      async (shop) => {
        await shop.run();
        undisturbed = shop.requests();
      },
    );
    await withShop(
      ({ action, body }) =>
        action === 'AddOrder' && names(body, 'W1120')
          ? { kind: 'refused', message: 'SKU is an invalid SKU' }
          : undefined,
      async (shop) => {
        const summary = await shop.run();
        expect(heldIn(summary)).toEqual(['orders N1120: refused', 'payments 1120: waits-for']);
        expect(idsOf(shop.main.orders())).toEqual(idsOf(orders.filter(({ OrderID }) => OrderID !== 'N1120')));
        expect(shop.requests() - undisturbed).toBeLessThanOrEqual(40);
      },
    );
  });

  test('a primary that takes ten orders a call is not tried with more again and again, by the next run neither', () =>
    withShop(
      ({ action, body }) =>
        action === 'AddOrder' && recordsIn(body) > 10
          ? { kind: 'refused', message: 'At most 10 orders are taken' }
          : undefined,
      async (shop) => {
        expect((await shop.run()).status).toBe('good');
        const larger = shop.sizes('AddOrder').filter((size) => size > 10).length;
        // Three of 50 that were under way at once, and their parts of 25 and 13: once, since a part may be refused for what is in it.
        expect(larger).toBeLessThanOrEqual(20);
        for (const order of ordersFrom(1230, 100)) shop.west.panel.addOrder({ ...order, DateUpdated: '' });
        shop.later(15 * 60_000);
        expect((await shop.run()).status).toBe('good');
        expect(shop.main.orders()).toHaveLength(330);
        expect(shop.sizes('AddOrder').filter((size) => size > 10)).toHaveLength(larger);
      },
    ));

  test.each([1, 2, 5])(
    'what is stored, called an error, and seen only after %i reads is doubled nowhere',
    (shownAfterReads) => {
      const counts = new Map<string, number>();
      return withShop(
        ({ action }) => {
          counts.set(action, (counts.get(action) ?? 0) + 1);
          const isHit = ['AddOrder', 'AddPayment'].includes(action) && (counts.get(action) ?? 0) % 2 === 0;
          return isHit ? { kind: 'error-though-stored', shownAfterReads } : undefined;
        },
        async (shop) => {
          for (let run = 0; run < 4; run += 1) {
            await shop.run();
            shop.later(15 * 60_000);
          }
          expect(idsOf(shop.main.orders())).toEqual(idsOf(orders));
          const paid = idsOf(shop.main.payments());
          expect(new Set(paid).size).toBe(paid.length);
          expect(Math.max(...shop.sizes('AddOrder'))).toBe(50);
        },
      );
    },
  );
});
