import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Instant } from '../../src/model/time.ts';
import { listOrders, probeOrder, readOrderStates, readOrders } from '../../src/neto/orders.ts';
import { readPaymentsOfOrders } from '../../src/neto/payments.ts';
import { readProducts } from '../../src/neto/products.ts';
import { readWarehouses } from '../../src/neto/reference-lists.ts';
import { type Cut, cutPage, filtered } from './cut-pages.ts';
import { collect, ok, withStore } from './scripted-store.ts';

const from = '2026-07-01T00:00:00Z' as Instant;
const orders = Array.from({ length: 40 }, (_, index) => ({
  OrderID: `N${index}`,
  GrandTotal: '7',
  TaxInclusive: 'True',
}));
const ids = (count: number): string[] => orders.slice(0, count).map(({ OrderID }) => OrderID);
const payments = Array.from({ length: 30 }, (_, index) => ({
  PaymentID: String(index),
  OrderID: `N${index % 10}`,
  AmountPaid: '1',
}));
const anyCut = fc.record<Cut>({
  base: fc.constantFrom(0, 1),
  cap: fc.integer({ min: 1, max: 12 }),
  after: fc.constantFrom('resumes', 'gap'),
});

describe('quirks 14 and 15: however a store cuts its pages and counts them, nothing is missing', () => {
  test('listings', async () => {
    let [count, cut]: [number, Cut] = [0, { base: 0, cap: 1, after: 'gap' }];
    for (const pageSize of [1, 2, 5, 20]) {
      await withStore(
        (request) => cutPage(request, cut, 'Order', orders.slice(0, count)),
        async (client) => {
          const property = fc.asyncProperty(fc.integer({ min: 0, max: 40 }), anyCut, async (some, another) => {
            [count, cut] = [some, another];
            const found = await collect(listOrders(client, { updatedFrom: from }));
            expect(found.flatMap((page) => page.orders.map(({ id }) => id)).sort()).toEqual(ids(count).sort());
          });
          await fc.assert(property, { numRuns: 60, seed: 11 });
        },
        { pageSize },
      );
    }
  });

  test('orders by id', async () => {
    let cut: Cut = { base: 0, cap: 1, after: 'gap' };
    await withStore(
      (request) => cutPage(request, cut, 'Order', filtered(request, 'OrderID', orders)),
      async (client) => {
        const asked = fc.uniqueArray(fc.integer({ min: 0, max: 60 }), { maxLength: 45 });
        const property = fc.asyncProperty(asked, anyCut, async (numbers, another) => {
          cut = another;
          const held = numbers.filter((number) => number < orders.length).map((number) => `N${number}`);
          const found = await readOrders(
            client,
            numbers.map((number) => `N${number}`),
          );
          expect(found.orders.map(({ id }) => id).sort()).toEqual(held.sort());
        });
        await fc.assert(property, { numRuns: 60, seed: 12 });
      },
    );
  });

  test('payments by order', async () => {
    let cut: Cut = { base: 0, cap: 1, after: 'gap' };
    await withStore(
      (request) => cutPage(request, cut, 'Payment', filtered(request, 'OrderID', payments)),
      async (client) => {
        const property = fc.asyncProperty(fc.integer({ min: 0, max: 12 }), anyCut, async (count, another) => {
          cut = another;
          const found = await readPaymentsOfOrders(client, ids(count));
          const held = payments.filter(({ OrderID }) => ids(count).includes(OrderID)).map(({ PaymentID }) => PaymentID);
          expect(found.payments.map(({ id }) => id).sort()).toEqual(held.sort());
        });
        await fc.assert(property, { numRuns: 60, seed: 13 });
      },
    );
  });

  test('warehouses', async () => {
    const rows = Array.from({ length: 25 }, (_, index) => ({ WarehouseID: String(index) }));
    await withStore(
      (request) => cutPage(request, { base: 0, cap: 10, after: 'gap' }, 'Warehouse', rows),
      async (client) => expect(await readWarehouses(client)).toHaveLength(25),
    );
  });
});

test('the usual costs: a listing ends after one look behind its last row and one empty page', () =>
  withStore(
    (request) => cutPage(request, { base: 0, cap: 1000, after: 'resumes' }, 'Order', orders),
    async (client, seen) => {
      await collect(listOrders(client, { updatedFrom: from }));
      expect(seen.map(({ filter }) => [filter['Page'], filter['Limit']])).toEqual([
        ['0', '25'],
        ['1', '25'],
        ['40', '1'],
        ['2', '25'],
      ]);
    },
    { pageSize: 25 },
  ));

test('a store whose pages go on where the last one ended is asked for full pages all along', () =>
  withStore(
    (request) => cutPage(request, { base: 0, cap: 10, after: 'resumes' }, 'Order', orders),
    async (client, seen) => {
      await collect(listOrders(client, { updatedFrom: from }));
      expect(seen.filter(({ filter }) => filter['Limit'] === '1')).toHaveLength(1);
      expect(seen.length).toBeLessThanOrEqual(7);
    },
    { pageSize: 25 },
  ));

describe('keys', () => {
  test('an answer of other records only is searched through', () =>
    withStore(
      (request) => cutPage(request, { base: 0, cap: 7, after: 'resumes' }, 'Order', orders),
      async (client) => {
        expect((await readOrderStates(client, ['N33'])).has('N33')).toBe(true);
        expect((await readOrderStates(client, ['N77'])).size).toBe(0);
      },
    ));

  test('a store that ignores the filter and never comes to an end is no proof of absence', () =>
    withStore(
      (_request, index) => ({ ...ok, Order: { ...orders[0], OrderID: `X${index}` } }),
      async (client) => {
        await expect(readOrders(client, ['N1'])).rejects.toMatchObject({ code: 'pages-never-end' });
      },
    ));

  test('absent is what an empty answer leaves out: one request when nothing is there, two when something is', () =>
    withStore(
      (request) => ({ ...ok, Item: filtered(request, 'SKU', [{ SKU: 'A' }, { SKU: 'B' }]) }),
      async (client, seen) => {
        expect(await readProducts(client, ['X', 'Y'])).toEqual([]);
        expect(seen).toHaveLength(1);
        expect((await readProducts(client, ['A', 'X', 'B'])).map(({ sku }) => sku)).toEqual(['A', 'B']);
        expect(seen.map(({ filter }) => filter['SKU'])).toEqual([['X', 'Y'], ['A', 'X', 'B'], ['X']]);
      },
    ));

  test('200 keys go in two requests; an empty key is never asked for', () =>
    withStore(
      (request) => ({ ...ok, Order: filtered(request, 'OrderID', []) }),
      async (client, seen) => {
        await readOrders(client, ['', ...Array.from({ length: 200 }, (_, index) => `N${index}`)]);
        expect(seen.map(({ filter }) => (filter['OrderID'] as string[]).length)).toEqual([100, 100]);
        await readOrders(client, ['']);
        expect(seen).toHaveLength(2);
      },
    ));

  test('a probe for an id is not misled by another order', () =>
    withStore([{ ...ok, Order: orders[0] ?? {} }], async (client) => {
      expect((await probeOrder(client, { id: 'n0' })).found).toBe(true);
      expect((await probeOrder(client, { id: 'N1' })).found).toBe(false);
    }));
});

test('text where a list belongs is no empty list', async () => {
  for (const Order of ['none', ['N1'], true, 7, [[{ OrderID: 'N0' }, 'N1']]]) {
    await withStore([{ ...ok, Order }], async (client) => {
      const message = 'west: Order in the answer to GetOrder is no list of records.';
      await expect(readOrders(client, ['N0'])).rejects.toMatchObject({ code: 'answer-unexpected', message });
      await expect(collect(listOrders(client, {}))).rejects.toMatchObject({ code: 'answer-unexpected', message });
      await expect(probeOrder(client, { id: 'N0' })).rejects.toMatchObject({ code: 'answer-unexpected', message });
    });
  }
});
