import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { type FakeStore, type OrderSeed, type Switches, startFakeStore } from '../../src/fake-store/index.ts';
import type { Instant } from '../../src/model/time.ts';
import { type NetoClient, openNetoClient } from '../../src/neto/client.ts';
import { readCurrenciesOfOrders } from '../../src/neto/currencies.ts';
import { listOrders, readOrders } from '../../src/neto/orders.ts';
import { listPayments, readPaymentsOfOrders } from '../../src/neto/payments.ts';
import { memoryRequestLog } from '../../src/neto/request-log.ts';
import { cutPage, filtered } from './cut-pages.ts';
import { collect, ok, type SeenRequest, withStore } from './scripted-store.ts';

afterEach(() => vi.restoreAllMocks());

const KEY = 'the-key-of-the-fake-store-0001';
const from = '2026-01-01T00:00:00Z' as Instant;
const to = '2026-12-31T00:00:00Z' as Instant;

/** Not all at once: of a store that shortens, repeats and cuts with gaps nobody has told. */
const switches = fc
  .record({
    collapse: fc.constantFrom('always', 'mixed', 'never'),
    emptyList: fc.constantFrom('empty-text', 'empty-array', 'missing'),
    pageBase: fc.constantFrom(0, 1),
    pageZeroOfBaseOne: fc.constantFrom('first-page', 'empty'),
    shortPages: fc.boolean(),
    repeatRows: fc.boolean(),
    pageRows: fc.constantFrom(0, 0, 3, 7),
    afterCutPage: fc.constantFrom('resumes', 'gap'),
    orderPayments: fc.constantFrom('all', 'first'),
    notShown: fc.constantFrom<Switches['notShown']>([], ['Order.OrderPayment'], ['OrderPayment.Amount']),
  })
  .filter(
    (given) => given.pageRows === 0 || given.afterCutPage === 'resumes' || !given.shortPages || !given.repeatRows,
  );

/** For each order the payments that stand on it, in parts of 10.00; the order comes to 40.00. */
const shops = fc.array(fc.constantFrom([], ['40'], ['40'], ['10'], ['10', '30'], ['10', '10', '20']), {
  minLength: 1,
  maxLength: 12,
});

describe('whatever a store does with its pages, and however much orders show of their payments', () => {
  test.each([2, 5])('no order and no payment is missed, by pages of %i', async (pageSize) => {
    const property = fc.asyncProperty(shops, switches, fc.boolean(), async (shop, given, isPaidLater) => {
      const store = await startFakeStore({
        seed: { name: 'west', orders: shop.map(orderOf) },
        switches: given satisfies Partial<Switches>,
        apiKey: KEY,
      });
      const { client, close } = openClient(store.url, pageSize);
      try {
        for (let pass = 0; pass < 2; pass += 1) {
          const heads = await collect(listOrders(client, { updatedFrom: from }));
          const ids = heads.flatMap(({ orders }) => orders.map(({ id }) => id));
          expect(ids.sort()).toEqual(
            store
              .orders()
              .map(({ OrderID }) => OrderID)
              .sort(),
          );
          await readOrders(client, ids, { onUnreadable: () => {} });
          // What comes after its order was read may be found by the next reading.
          const before = idsIn(store);
          if (isPaidLater)
            store.panel.addPayment({
              OrderID: 'N1',
              AmountPaid: '1.00',
              PaymentMethodName: 'Visa',
              DatePaid: '2026-06-03 04:00:00',
            });
          const there = idsIn(store);
          const { payments } = await readPaymentsOfOrders(client, ids, { besideOrders: true });
          const found = new Set(payments.map(({ id }) => id));
          expect(before.filter((id) => !found.has(id))).toEqual([]);
          if (!isPaidLater || given.pageRows === 0) expect([...found].sort()).toEqual(there);
          const listed = await collect(listPayments(client, { from, to }));
          const listedIds = listed.flatMap((page) => page.payments.map(({ id }) => id));
          expect(listedIds.sort()).toEqual(there);
        }
      } finally {
        await close();
        await store.close();
      }
    });
    await fc.assert(property, { numRuns: 60, seed: 21 });
  });
});

function idsIn(store: FakeStore): string[] {
  return store
    .payments()
    .map(({ PaymentID }) => PaymentID)
    .sort();
}

function orderOf(amounts: readonly string[], index: number): OrderSeed {
  const OrderPayment = amounts.map((Amount) => ({ Amount, PaymentType: 'Visa', DatePaid: '2026-06-02 04:00:00' }));
  return {
    OrderID: `N${index + 1}`,
    DatePlaced: '2026-06-01 01:00:00',
    DateUpdated: '2026-06-01 02:00:00',
    OrderLine: [{ SKU: 'SHIRT', Quantity: 1, UnitPrice: '40.00' }],
    OrderPayment,
  };
}

function openClient(url: string, pageSize: number): { client: NetoClient; close: () => Promise<void> } {
  const requestLog = memoryRequestLog();
  const client = openNetoClient({
    store: 'west', readOnly: true, url, key: KEY, timeZone: 'Australia/Sydney', requestsPerMinute: null, pageSize,
    requestLog,
  }); // biome-ignore format: a table
  const close = async () => {
    await client.close();
    requestLog.close();
  };
  return { client, close };
}

describe('payments that their orders, read a moment ago, show as well', () => {
  const order = (id: string, ...amounts: readonly string[]) => ({
    OrderID: id,
    GrandTotal: '40.00',
    TaxInclusive: 'True',
    OrderPayment: amounts.map((Amount, index) => ({ Id: `${id}-${index}`, Amount })),
  });
  const payment = (PaymentID: string, OrderID: string, AmountPaid = '40.00') => ({ PaymentID, OrderID, AmountPaid });
  /** A store with these orders and payments, of which a page shows so many. */
  const withShop = (
    { orders, payments, cap = 1000 }: { orders: object[]; payments: object[]; cap?: number },
    work: (client: NetoClient, asked: () => string[], times: { steady: number; wall: number }) => Promise<void>,
  ) => {
    const times = { steady: 1_000_000, wall: 1_000_000 };
    vi.spyOn(Date, 'now').mockImplementation(() => times.wall);
    const clock = { now: () => times.steady, sleep: async () => {} };
    const answer = (request: SeenRequest) =>
      request.action === 'GetOrder'
        ? { ...ok, Order: filtered(request, 'OrderID', orders as Record<string, unknown>[]) }
        : request.action === 'GetPayment'
          ? cutPage(
              request,
              { base: 0, cap, after: 'gap' },
              'Payment',
              filtered(request, 'OrderID', payments as Record<string, unknown>[]),
            )
          : ok;
    return withStore(answer, (client, seen) => work(client, () => seen.splice(0).map(({ action }) => action), times), {
      clock,
      readOnly: true,
    });
  };
  const paymentsIn = (actions: readonly string[]) => actions.filter((one) => one === 'GetPayment').length;
  const paid = { orders: [order('N1', '40.00'), order('N2')], payments: [payment('1', 'N1')] };
  const both = ['N1', 'N2'];
  const beside = { besideOrders: true };

  test('are read by one request', () =>
    withShop(paid, async (client, asked) => {
      await readOrders(client, both);
      expect((await readPaymentsOfOrders(client, both, beside)).payments).toHaveLength(1);
      expect(paymentsIn(asked())).toBe(1);
    }));

  test('are looked for further where nobody says that their orders tell', () =>
    withShop(paid, async (client, asked) => {
      await readOrders(client, both);
      await readPaymentsOfOrders(client, both);
      expect(paymentsIn(asked())).toBe(3);
    }));

  test.each<readonly [string, { steady: number; wall: number }, boolean]>([
    ['30 s later are read by one request', { steady: 30_000, wall: 30_000 }, false],
    ['more than 30 s later by the steady clock need their orders again', { steady: 30_001, wall: 0 }, true],
    ['more than 30 s later by the wall clock need their orders again', { steady: 0, wall: 30_001 }, true],
    ['where the wall clock was put back need their orders again', { steady: 1, wall: -1 }, true],
  ])('%s', (_, passed, isAskedAgain) =>
    withShop(paid, async (client, asked, times) => {
      await readOrders(client, both);
      asked();
      times.steady += passed.steady;
      times.wall += passed.wall;
      await readPaymentsOfOrders(client, both, beside);
      expect(asked()).toEqual(isAskedAgain ? ['GetPayment', 'GetOrder'] : ['GetPayment']);
    }),
  );

  test('are all found where one order shows more than it has, and another one fewer', () => {
    const shop = {
      orders: [order('N1', '10.00', '30.00'), order('N2')],
      payments: [payment('1', 'N1'), payment('2', 'N2')],
      cap: 1,
    };
    return withShop(shop, async (client) => {
      await readOrders(client, both);
      expect((await readPaymentsOfOrders(client, both, beside)).payments).toHaveLength(2);
    });
  });

  test.each<readonly [string, Parameters<typeof withShop>[0], number]>([
    ['an order shows more than the reply has', { orders: [order('N1', '20.00', '20.00'), order('N2')], payments: [payment('1', 'N1'), payment('2', 'N1')], cap: 1 }, 2],
    ['an order shows none of them', { orders: [order('N1'), order('N2')], payments: [payment('1', 'N1'), payment('2', 'N2')], cap: 1 }, 2],
    ['an order shows one that leaves something to pay', { orders: [order('N1', '10.00'), order('N2')], payments: [payment('1', 'N1'), payment('2', 'N1')], cap: 1 }, 2],
    ['one of the orders was not read', { orders: [order('N1', '40.00')], payments: [payment('1', 'N1'), payment('2', 'N2')], cap: 1 }, 2],
  ])('are looked for further, and found, where %s', (_, shop, count) =>
    withShop(shop, async (client) => {
      await readOrders(client, both);
      expect((await readPaymentsOfOrders(client, both, beside)).payments).toHaveLength(count);
    }),
  ); // biome-ignore format: a table

  test('are looked for further from then on where orders were seen to hide some', () =>
    withShop(
      { orders: [order('N1'), order('N2', '40.00')], payments: [payment('1', 'N1'), payment('2', 'N2')] },
      async (client, asked) => {
        await readOrders(client, both);
        await readPaymentsOfOrders(client, ['N1'], beside);
        paymentsIn(asked());
        await readPaymentsOfOrders(client, ['N2'], beside);
        expect(paymentsIn(asked())).toBe(3);
      },
    ));

  test('a single one that leaves something to pay is enough where another order shows several', () =>
    withShop(
      {
        orders: [order('N1', '10.00'), order('N2', '10.00', '30.00')],
        payments: [payment('1', 'N1'), payment('2', 'N2'), payment('3', 'N2')],
      },
      async (client, asked) => {
        await readOrders(client, both);
        await readPaymentsOfOrders(client, both, beside);
        expect(paymentsIn(asked())).toBe(1);
      },
    ));

  describe('and that are about to be copied', () => {
    const remembered = { orders: new Set(both), for: 'before-writing' } as const;

    test('are asked for once for their currencies and for what is paid', () =>
      withShop(paid, async (client, asked) => {
        await readOrders(client, both);
        expect(await readCurrenciesOfOrders(client, both)).toHaveLength(1);
        expect((await readPaymentsOfOrders(client, both, { remembered })).payments).toMatchObject([{ id: '1' }]);
        expect(paymentsIn(asked())).toBe(1);
      }));

    test.each<readonly [string, { steady: number; wall: number }]>([
      ['by the steady clock', { steady: 30_001, wall: 0 }],
      ['by the wall clock', { steady: 0, wall: 30_001 }],
    ])('are asked for anew after more than 30 s %s', (_, passed) =>
      withShop(paid, async (client, asked, times) => {
        await readCurrenciesOfOrders(client, both);
        paymentsIn(asked());
        times.steady += passed.steady;
        times.wall += passed.wall;
        await readPaymentsOfOrders(client, both, { remembered });
        expect(paymentsIn(asked())).toBeGreaterThan(0);
      }),
    );

    test('are asked for anew a second time, and for orders that somebody has decided on', () =>
      withShop(paid, async (client, asked) => {
        await readCurrenciesOfOrders(client, both);
        await readPaymentsOfOrders(client, ['N1'], { remembered });
        paymentsIn(asked());
        await readPaymentsOfOrders(client, ['N1'], { remembered });
        expect(paymentsIn(asked())).toBeGreaterThan(0);
        await readPaymentsOfOrders(client, ['N2'], { remembered: { ...remembered, orders: new Set() } });
        expect(paymentsIn(asked())).toBeGreaterThan(0);
      }));

    test('tell their currencies and what is paid, once, as they were read with their orders', () =>
      withShop(paid, async (client, asked) => {
        await readPaymentsOfOrders(client, both, { remember: 'staged' });
        paymentsIn(asked());
        expect(await readCurrenciesOfOrders(client, both)).toHaveLength(1);
        expect((await readPaymentsOfOrders(client, both, { remembered })).payments).toMatchObject([{ id: '1' }]);
        expect(paymentsIn(asked())).toBe(0);
        await readPaymentsOfOrders(client, both, { remembered });
        expect(paymentsIn(asked())).toBeGreaterThan(0);
      }));

    test('are as old as they were when they were read with their orders: what tells currencies makes them no younger', () =>
      withShop(paid, async (client, asked, times) => {
        await readPaymentsOfOrders(client, both, { remember: 'staged' });
        times.steady += 20_000;
        await readCurrenciesOfOrders(client, both);
        paymentsIn(asked());
        times.steady += 10_001;
        await readPaymentsOfOrders(client, both, { remembered });
        expect(paymentsIn(asked())).toBeGreaterThan(0);
      }));

    test('tell what is paid only after their currencies were looked at: what was staged alone is no look before writing', () =>
      withShop(paid, async (client, asked) => {
        await readPaymentsOfOrders(client, both, { remember: 'staged' });
        paymentsIn(asked());
        await readPaymentsOfOrders(client, both, { remembered });
        expect(paymentsIn(asked())).toBeGreaterThan(0);
      }));
  });
});
