import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Instant } from '../../src/model/time.ts';
import { listOrders, probeOrder, readOrderStates, readOrders } from '../../src/neto/orders.ts';
import { Passes } from '../../src/neto/passes.ts';
import { readPaymentsOfOrders } from '../../src/neto/payments.ts';
import { readProducts } from '../../src/neto/products.ts';
import { readWarehouses } from '../../src/neto/reference-lists.ts';
import { type Cut, cutPage, filtered } from './cut-pages.ts';
import { collect, ok, type SeenRequest, withStore } from './scripted-store.ts';

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
  // What a client has learned of one store serves its later listings there.
  test.each([1, 2, 5, 20])('three listings by pages of %i', async (pageSize) => {
    const some = fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 3, maxLength: 3 });
    const property = fc.asyncProperty(some, anyCut, async (counts, cut) => {
      let count = 0;
      await withStore(
        (request) => cutPage(request, cut, 'Order', orders.slice(0, count)),
        async (client) => {
          for (count of counts) {
            const found = await collect(listOrders(client, { updatedFrom: from }));
            expect(found.flatMap((page) => page.orders.map(({ id }) => id)).sort()).toEqual(ids(count).sort());
          }
        },
        { pageSize },
      );
    });
    await fc.assert(property, { numRuns: 30, seed: 11 });
  });

  test('orders by id', async () => {
    const asked = fc.uniqueArray(fc.integer({ min: 0, max: 60 }), { maxLength: 45 });
    const property = fc.asyncProperty(asked, anyCut, async (numbers, cut) => {
      await withStore(
        (request) => cutPage(request, cut, 'Order', filtered(request, 'OrderID', orders)),
        async (client) => {
          const held = numbers.filter((number) => number < orders.length).map((number) => `N${number}`);
          const found = await readOrders(
            client,
            numbers.map((number) => `N${number}`),
          );
          expect(found.orders.map(({ id }) => id).sort()).toEqual(held.sort());
        },
      );
    });
    await fc.assert(property, { numRuns: 60, seed: 12 });
  });

  test('payments by order, three times', async () => {
    const some = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 3, maxLength: 3 });
    const property = fc.asyncProperty(some, anyCut, async (counts, cut) => {
      await withStore(
        (request) => cutPage(request, cut, 'Payment', filtered(request, 'OrderID', payments)),
        async (client) => {
          for (const count of counts) {
            const found = await readPaymentsOfOrders(client, ids(count));
            const held = payments.filter(({ OrderID }) => ids(count).includes(OrderID));
            expect(found.payments.map(({ id }) => id).sort()).toEqual(held.map(({ PaymentID }) => PaymentID).sort());
          }
        },
      );
    });
    await fc.assert(property, { numRuns: 40, seed: 13 });
  });

  test('warehouses', async () => {
    const rows = Array.from({ length: 25 }, (_, index) => ({ WarehouseID: String(index) }));
    await withStore(
      (request) => cutPage(request, { base: 0, cap: 10, after: 'gap' }, 'Warehouse', rows),
      async (client) => expect(await readWarehouses(client)).toHaveLength(25),
    );
  });
});

describe('the usual costs', () => {
  const asked = (seen: readonly SeenRequest[]) => seen.map(({ filter }) => [filter['Page'], filter['Limit']]);
  const whole: Cut = { base: 0, cap: 1000, after: 'resumes' };

  test('a listing of one page ends after one look behind its last row and one empty page', () =>
    withStore(
      (request) => cutPage(request, whole, 'Order', orders.slice(0, 20)),
      async (client, seen) => {
        await collect(listOrders(client, { updatedFrom: from }));
        expect(asked(seen)).toEqual([
          ['0', '25'],
          ['20', '1'],
          ['1', '25'],
        ]);
      },
      { pageSize: 25 },
    ));

  test('no look behind the last row where the page before held more', () =>
    withStore(
      (request) => cutPage(request, whole, 'Order', orders),
      async (client, seen) => {
        await collect(listOrders(client, { updatedFrom: from }));
        expect(asked(seen)).toEqual([
          ['0', '25'],
          ['1', '25'],
          ['2', '25'],
        ]);
      },
      { pageSize: 25 },
    ));

  test('a look behind it where the page before held more rows, and less text: the answer may be cut by its size', () =>
    withStore(
      (request) =>
        cutPage(request, whole, 'Order', [...orders.slice(0, 25), { ...orders[25], DateUpdated: 'x'.repeat(2000) }]),
      async (client, seen) => {
        await collect(listOrders(client, { updatedFrom: from }));
        expect(asked(seen).filter(([, limit]) => limit === '1')).toEqual([['26', '1']]);
      },
      { pageSize: 25 },
    ));

  test('a client that knows that pages count from 1 looks behind the last row at once', () =>
    withStore(
      (request) => cutPage(request, { ...whole, base: 1 }, 'Order', orders.slice(0, 20)),
      async (client, seen) => {
        for (const limits of [['20', '21'], ['21']]) {
          seen.length = 0;
          await collect(listOrders(client, { updatedFrom: from }));
          const behind = asked(seen).filter(([, limit]) => limit === '1');
          expect(behind.map(([page]) => page)).toEqual(limits);
        }
      },
      { pageSize: 25 },
    ));

  test('a window of one page is listed again by that page alone, and in full where it shows anything else', async () => {
    let rows = orders.slice(0, 20);
    await withStore(
      (request) => cutPage(request, whole, 'Order', rows),
      async (client, seen) => {
        const passes = new Passes();
        const requestsOfOne = async () => {
          seen.length = 0;
          await collect(listOrders(client, { updatedFrom: from }, { passes }));
          return seen.length;
        };
        expect(await requestsOfOne()).toBe(3);
        expect(await requestsOfOne()).toBe(1);
        rows = orders.slice(0, 21);
        expect(await requestsOfOne()).toBe(3);
      },
      { pageSize: 25 },
    );
  });
});

test('what a cut page leaves out is found though the next page is empty', () =>
  withStore(
    (request) => cutPage(request, { base: 0, cap: 10, after: 'gap' }, 'Order', orders.slice(0, 20)),
    async (client) => {
      const found = await collect(listOrders(client, { updatedFrom: from }));
      expect(found.flatMap((page) => page.orders)).toHaveLength(20);
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
