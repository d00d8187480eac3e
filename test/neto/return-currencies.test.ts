import { afterEach, expect, test, vi } from 'vitest';
import type { Instant } from '../../src/model/time.ts';
import type { NetoClient } from '../../src/neto/client.ts';
import { readCurrenciesOfOrders } from '../../src/neto/currencies.ts';
import { filtered } from './cut-pages.ts';
import { type SeenRequest, withStore } from './scripted-store.ts';

afterEach(() => vi.restoreAllMocks());

type Rma = {
  readonly RmaID: string;
  readonly OrderID: string;
  readonly CurrencyCode: string;
  readonly DateUpdated: string;
};
interface Shop {
  readonly rmas: Rma[];
  now: string;
  /** Ids that no listing by date has. */
  readonly unlisted?: readonly string[];
}

const placedSince = '2026-07-01T00:00:00Z' as Instant;
const rma = (id: number, order: string, CurrencyCode = 'AUD', DateUpdated = '2026-07-10 00:00:00'): Rma => ({
  RmaID: String(id), OrderID: order, CurrencyCode, DateUpdated,
}); // biome-ignore format: a table
const shopOf = (...rmas: Rma[]): Shop => ({ rmas, now: '2026-07-20 00:00:00' });

/** A store of returns, and how each request for them was made. */
function withShop(
  shop: Shop,
  work: (
    of: (ids: readonly string[], since?: Instant | null) => Promise<string[]>,
    asked: () => string[],
    pass: (milliseconds: number) => void,
  ) => Promise<void>,
): Promise<void> {
  let steady = Date.parse('2026-07-20T00:00:00Z');
  vi.spyOn(Date, 'now').mockImplementation(() => steady);
  const seen: string[] = [];
  const answer = (request: SeenRequest) => {
    const { action, filter } = request;
    if (action !== 'GetRma') return { Ack: 'Success', CurrentTime: shop.now };
    const from = filter['DateUpdatedFrom'] as string | undefined;
    seen.push(from === undefined ? 'by orders' : `since ${from}`);
    const rows = shop.rmas.filter(
      ({ RmaID, DateUpdated }) => from === undefined || (DateUpdated >= from && !shop.unlisted?.includes(RmaID)),
    );
    const number = Number(filter['Page'] ?? 0);
    return {
      Ack: 'Success',
      CurrentTime: shop.now,
      Rma: number > 0 ? [] : 'OrderID' in filter ? filtered(request, 'OrderID', rows) : rows,
    };
  };
  const of =
    (client: NetoClient) =>
    async (ids: readonly string[], since: Instant | null = placedSince) => {
      const shown = await readCurrenciesOfOrders(client, ids, { placedSince: since ?? undefined });
      return shown.map(({ id, orderId, currency }) => `${id} ${orderId} ${currency}`);
    };
  const clock = { now: () => steady, sleep: async () => {} };
  return withStore(
    answer,
    (client) => work(of(client), () => seen.splice(0), (milliseconds) => { steady += milliseconds; }),
    { clock, readOnly: true, pageSize: 100 },
  ); // biome-ignore format: one call
}

/** A run that copies so many orders that listing their returns pays; the first of them has one. */
async function askTwice(of: (ids: readonly string[]) => Promise<string[]>): Promise<void> {
  await of(['N1']);
  await of(['N2']);
}
const first = rma(1, 'N1');

test('few orders are asked for their returns', () =>
  withShop(shopOf(rma(7, 'N1', 'NZD')), async (of, asked) => {
    expect(await of(['N1'])).toEqual(['7 N1 NZD']);
    expect(await of(['N2'])).toEqual([]);
    expect(new Set(asked())).toEqual(new Set(['by orders']));
  }));

test('of many orders all returns since the first was placed are listed, once for half a minute', () =>
  withShop(shopOf(first, rma(7, 'N3', 'NZD'), rma(8, 'N9')), async (of, asked, pass) => {
    await askTwice(of);
    asked();
    expect(await of(['N3', 'N4'])).toEqual(['7 N3 NZD']);
    expect(asked()).toContain('since 2026-06-30 00:00:00');
    pass(30_000);
    expect(await of(['N9'])).toEqual(['8 N9 AUD']);
    expect(asked()).toEqual([]);
  }));

test('one that was entered since is seen after half a minute: what changed since the listing is listed again', () => {
  const shop = shopOf(first, rma(7, 'N3'));
  return withShop(shop, async (of, asked, pass) => {
    await askTwice(of);
    await of(['N3']);
    asked();
    shop.rmas.push(rma(9, 'N5', 'USD', '2026-07-20 00:00:10'));
    pass(30_001);
    expect(await of(['N5'])).toEqual(['9 N5 USD']);
    expect(asked()).toContain('since 2026-07-19 00:00:00');
    expect(await of(['N3'])).toEqual(['7 N3 AUD']);
  });
});

test('an order that was placed before those that were listed for makes it be listed from then on', () =>
  withShop(shopOf(first, rma(7, 'N3', 'NZD', '2026-03-02 00:00:00')), async (of, asked) => {
    await askTwice(of);
    await of(['N4']);
    asked();
    expect(await of(['N3'], '2026-03-01T00:00:00Z' as Instant)).toEqual(['7 N3 NZD']);
    expect(asked()).toContain('since 2026-02-28 00:00:00');
  }));

test('where a listing leaves out what an order has shown, orders are asked for their returns', () => {
  const shop = { ...shopOf(rma(7, 'N1'), rma(8, 'N3', 'NZD')), unlisted: ['7', '8'] };
  return withShop(shop, async (of, asked) => {
    await askTwice(of);
    asked();
    expect(await of(['N3'])).toEqual(['8 N3 NZD']);
    expect(await of(['N3'])).toEqual(['8 N3 NZD']);
    expect(asked().filter((how) => how.startsWith('since')).length).toBeLessThanOrEqual(2);
  });
});

test('a listing that no order has borne out is not believed: a return whose stamp is years old is found by its order', () =>
  withShop(shopOf(rma(7, 'N5', 'NZD', '2019-01-01 00:00:00')), async (of, asked) => {
    await askTwice(of);
    for (const id of ['N3', 'N4']) expect(await of([id])).toEqual([]);
    expect(await of(['N5'])).toEqual(['7 N5 NZD']);
    expect(asked()).not.toContain(expect.stringContaining('since'));
  }));

test('every tenth list of orders is asked for all the same, and what it shows must be in the next listing', () => {
  const shop = { ...shopOf(first, rma(7, 'N10', 'NZD'), rma(8, 'N11', 'USD')), unlisted: ['7', '8'] };
  return withShop(shop, async (of, asked, pass) => {
    await askTwice(of);
    for (let list = 3; list < 10; list += 1) expect(await of([`N${list}`])).toEqual([]);
    asked();
    expect(await of(['N10'])).toEqual(['7 N10 NZD']);
    expect(asked()).toContain('by orders');
    pass(30_001);
    expect(await of(['N11'])).toEqual(['8 N11 USD']);
  });
});

test.each([
  ['bears a stamp of half a day ago', { now: '2026-07-20 00:00:00', stamp: '2026-07-19 12:00:10' }],
  ['is entered where the store tells a time far ahead', { now: '2027-07-20 00:00:00', stamp: '2026-07-20 00:00:10' }],
])('one that was entered since and %s is seen', (_, { now, stamp }) => {
  const shop = { ...shopOf(first), now };
  return withShop(shop, async (of, __, pass) => {
    await askTwice(of);
    await of(['N3']);
    shop.rmas.push(rma(9, 'N5', 'USD', stamp));
    pass(30_001);
    expect(await of(['N5'])).toEqual(['9 N5 USD']);
  });
});

test('orders of which one does not tell when it was placed are asked for', () =>
  withShop(shopOf(first, rma(7, 'N3', 'NZD')), async (of, asked) => {
    await askTwice(of);
    asked();
    expect(await of(['N3'], null)).toEqual(['7 N3 NZD']);
    expect(new Set(asked())).toEqual(new Set(['by orders']));
  }));
