import { afterEach, describe, expect, test, vi } from 'vitest';
import { readOrders } from '../../src/neto/orders.ts';
import { PaymentsOfDays } from '../../src/neto/payments-of-days.ts';
import { filtered } from './cut-pages.ts';
import { ok, type SeenRequest, withStore } from './scripted-store.ts';

afterEach(() => vi.restoreAllMocks());

const CHUNK = 10;
const dayOf = (number: number) => `2026-07-${String(1 + Math.floor(number / 10)).padStart(2, '0')} 04:00:00`;
const order = (number: number, shown = 1) => ({
  OrderID: `N${number}`,
  GrandTotal: '40.00',
  TaxInclusive: 'True',
  OrderPayment: Array.from({ length: shown }, (_, at) => ({
    Id: `${number}-${at}`, Amount: '40.00', DatePaid: dayOf(number),
  })), // biome-ignore format: one line
});
const payment = (id: string, number: number, DatePaid = dayOf(number)) => ({
  PaymentID: id, OrderID: `N${number}`, AmountPaid: '40.00', DatePaid,
}); // biome-ignore format: a table

interface Shop {
  readonly orders: ReturnType<typeof order>[];
  readonly payments: ReturnType<typeof payment>[];
}

/** Ten orders a day with one payment each. */
const shopOf = (count: number): Shop => ({
  orders: Array.from({ length: count }, (_, number) => order(number)),
  payments: Array.from({ length: count }, (_, number) => payment(`P${number}`, number)),
});

interface Reading {
  /** Ids of the payments of a list of orders, in their order. */
  readonly of: (list: number) => Promise<string[]>;
  /** How payments were asked for since the last time. */
  readonly asked: () => string[];
  readonly pass: (times: { readonly steady?: number; readonly wall?: number }) => void;
}

function withShop(shop: Shop, work: (reading: Reading) => Promise<void>): Promise<void> {
  const times = { steady: 1_000_000, wall: 1_000_000 };
  vi.spyOn(Date, 'now').mockImplementation(() => times.wall);
  const seen: string[] = [];
  const answer = (request: SeenRequest) => {
    const { action, filter } = request;
    if (action === 'GetOrder') return { ...ok, Order: filtered(request, 'OrderID', shop.orders) };
    if (Number(filter['Page'] ?? 0) > 0) return { ...ok, Payment: [] };
    if ('OrderID' in filter) {
      seen.push('by orders');
      return { ...ok, Payment: filtered(request, 'OrderID', shop.payments) };
    }
    seen.push('by days');
    const [from, to] = [String(filter['DatePaidFrom']), String(filter['DatePaidTo'])];
    return { ...ok, Payment: shop.payments.filter(({ DatePaid }) => DatePaid >= from && DatePaid <= to) };
  };
  return withStore(
    answer,
    async (client) => {
      const payments = new PaymentsOfDays(client);
      const of = async (list: number) => {
        const ids = shop.orders.slice(list * CHUNK, (list + 1) * CHUNK).map(({ OrderID }) => OrderID);
        const { orders } = await readOrders(client, ids);
        return (await payments.of(orders, {})).map(({ id }) => id).sort();
      };
      const pass = ({ steady = 0, wall = 0 }: { readonly steady?: number; readonly wall?: number }) => {
        times.steady += steady;
        times.wall += wall;
      };
      await work({ of, asked: () => seen.splice(0), pass });
    },
    { clock: { now: () => times.steady, sleep: async () => {} }, readOnly: true, pageSize: 20 },
  );
}

const idsOf = (list: number) => Array.from({ length: CHUNK }, (_, at) => `P${list * CHUNK + at}`).sort();

describe('payments of lists of orders that were paid on days that follow one another', () => {
  test('are listed by days for several lists at once, but for the first, which is asked for by its orders', () =>
    withShop(shopOf(60), async ({ of, asked }) => {
      for (const list of [0, 1, 2, 3, 4, 5]) expect(await of(list)).toEqual(idsOf(list));
      expect(asked()).toEqual(['by orders', 'by days']);
    }));

  test('every tenth list is asked for by its orders, which alone shows one that an order hides', () =>
    withShop(shopOf(110), async ({ of, asked }) => {
      for (let list = 0; list < 10; list += 1) await of(list);
      asked();
      await of(10);
      expect(asked()).toEqual(['by orders']);
    }));

  test.each([{ steady: 30_001 }, { wall: 30_001 }, { wall: -1 }])(
    'are asked for anew once they are old (%j)',
    (passed) =>
      withShop(shopOf(60), async ({ of, asked, pass }) => {
        await of(0);
        await of(1);
        asked();
        pass(passed);
        expect(await of(2)).toEqual(idsOf(2));
        expect(asked()).toHaveLength(1);
      }),
  );

  test('of an order that shows another number than was listed are asked for: one of a day far away is found', () => {
    const shop = shopOf(60);
    shop.orders[15] = order(15, 2);
    shop.payments.push(payment('LATE', 15, '2026-12-24 04:00:00'));
    return withShop(shop, async ({ of, asked }) => {
      await of(0);
      expect(await of(1)).toEqual([...idsOf(1), 'LATE'].sort());
      expect(asked()).toEqual(['by orders', 'by days', 'by orders']);
    });
  });

  test('of an order that shows fewer than were listed are asked for, and its like are believed no more', () => {
    const shop = shopOf(60);
    shop.orders[15] = order(15, 1);
    shop.payments.push(payment('TWICE', 15));
    return withShop(shop, async ({ of, asked }) => {
      await of(0);
      expect(await of(1)).toEqual([...idsOf(1), 'TWICE'].sort());
      asked();
      expect(await of(2)).toEqual(idsOf(2));
      expect(asked()).not.toContain('by days');
    });
  });

  test('are listed no more where listings were of no use', () => {
    const shop = shopOf(100);
    // Paid on days that have nothing to do with one another.
    for (const [at, one] of shop.orders.entries())
      for (const paid of one.OrderPayment) paid.DatePaid = dayOf((at * 37) % 100);
    for (const one of shop.payments) one.DatePaid = '2025-01-01 00:00:00';
    return withShop(shop, async ({ of, asked, pass }) => {
      for (let list = 0; list < 9; list += 1) {
        expect(await of(list)).toEqual(idsOf(list));
        pass({ steady: 31_000, wall: 31_000 });
      }
      expect(asked().filter((how) => how === 'by days').length).toBeLessThanOrEqual(2);
    });
  });
});
