import { afterEach, expect, test, vi } from 'vitest';
import type { Instant } from '../../src/model/time.ts';
import { readRmasBesideListing } from '../../src/neto/rmas.ts';
import { filtered } from './cut-pages.ts';
import { ok, type SeenRequest, withStore } from './scripted-store.ts';

afterEach(() => vi.restoreAllMocks());

interface Shop {
  /** Which order has which returns. */
  readonly returns: Record<string, readonly string[]>;
  /** Returns that no first page has which is asked for by orders. */
  readonly hidden?: readonly string[];
  /** Returns that no listing has. */
  readonly unlisted?: readonly string[];
}

const placedAt = '2026-07-01T00:00:00Z' as Instant;

/** The ids that were read of these orders, and how many requests by orders and how many listings that took. */
type Read = (
  ...orders: readonly string[]
) => Promise<{ readonly ids: readonly string[]; readonly byOrders: number; readonly listings: number }>;

function withShop(
  shop: Shop,
  work: (read: Read, pass: (milliseconds: number) => void) => Promise<void>,
): Promise<void> {
  let time = Date.parse('2026-07-20T00:00:00Z');
  vi.spyOn(Date, 'now').mockImplementation(() => time);
  const asked = { byOrders: 0, listings: 0 };
  const answer = (request: SeenRequest) => {
    const { filter } = request;
    const rows = Object.entries(shop.returns).flatMap(([OrderID, ids]) =>
      ids.map((RmaID) => ({ RmaID, OrderID, RefundTotal: '1.00', RmaStatus: 'Closed' })),
    );
    const page = Number(filter['Page'] ?? 0);
    if (!('OrderID' in filter)) {
      if (page === 0) asked.listings += 1;
      return { ...ok, Rma: page > 0 ? [] : rows.filter(({ RmaID }) => !shop.unlisted?.includes(RmaID)) };
    }
    asked.byOrders += 1;
    const found = filtered(request, 'OrderID', rows);
    const hidden = found.filter(({ RmaID }) => shop.hidden?.includes(RmaID));
    if (page === 0) return { ...ok, Rma: found.filter((row) => !hidden.includes(row)) };
    return { ...ok, Rma: page === 1 ? hidden : [] };
  };
  const clock = { now: () => time, sleep: async () => {} };
  return withStore(
    answer,
    (client) => {
      const read: Read = async (...orders) => {
        Object.assign(asked, { byOrders: 0, listings: 0 });
        const found = await readRmasBesideListing(client, orders.map((id) => ({ id, placedAt })));
        return { ids: found.map(({ id }) => id).sort(), ...asked };
      };
      return work(read, (milliseconds) => { time += milliseconds; });
    },
    { clock, readOnly: true, pageSize: 100 },
  ); // biome-ignore format: one call
}

/** Two lists of orders that have returns: from the third on, a listing is worth its requests. */
async function askTwice(read: Read): Promise<void> {
  await read('N1');
  await read('N2');
}
const firstTwo = { N1: ['1'], N2: ['2'] };

test('a list of orders whose answer has just what a listing shows costs one request, and the listing serves many', () =>
  withShop({ returns: { ...firstTwo, N3: ['3', '4'], N4: [], N5: ['5'] } }, async (read) => {
    await askTwice(read);
    expect(await read('N3', 'N4')).toMatchObject({ ids: ['3', '4'], byOrders: 1, listings: 1 });
    expect(await read('N5')).toEqual({ ids: ['5'], byOrders: 1, listings: 0 });
  }));

test('a return that the answer leaves out, and the listing has, is looked for further and found', () =>
  withShop({ returns: { ...firstTwo, N3: ['3', '4'] }, hidden: ['4'] }, async (read) => {
    await askTwice(read);
    expect((await read('N3')).ids).toEqual(['3', '4']);
  }));

test('a return of an order that seems to have none beside one that has is found, where the listing has it', () =>
  withShop({ returns: { ...firstTwo, N3: ['3'], N4: ['4'] }, hidden: ['4'] }, async (read) => {
    await askTwice(read);
    expect((await read('N3', 'N4')).ids).toEqual(['3', '4']);
  }));

test('a listing that leaves out what an answer has is not believed any more', () =>
  withShop(
    { returns: { ...firstTwo, N3: ['3'], N4: ['4', '5'] }, unlisted: ['3', '5'], hidden: ['5'] },
    async (read) => {
      await askTwice(read);
      expect((await read('N3')).ids).toEqual(['3']);
      expect(await read('N4')).toMatchObject({ ids: ['4', '5'], listings: 0 });
    },
  ));

test('a listing serves half a minute', () =>
  withShop({ returns: { ...firstTwo, N3: ['3'] } }, async (read, pass) => {
    await askTwice(read);
    await read('N3');
    pass(30_000);
    expect((await read('N3')).listings).toBe(0);
    pass(1);
    expect((await read('N3')).listings).toBe(1);
  }));

test('where no order has shown a return, nothing is listed', () =>
  withShop({ returns: {} }, async (read) => {
    for (const id of ['N1', 'N2', 'N3', 'N4']) expect(await read(id)).toEqual({ ids: [], byOrders: 1, listings: 0 });
  }));
