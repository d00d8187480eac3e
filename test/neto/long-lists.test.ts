import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Instant } from '../../src/model/time.ts';
import { readOrders } from '../../src/neto/orders.ts';
import { readPaymentsOfOrders } from '../../src/neto/payments.ts';
import { readRmasBesideListing } from '../../src/neto/rmas.ts';
import { filtered } from './cut-pages.ts';
import { ok, type SeenRequest, type Step, withStore } from './scripted-store.ts';

afterEach(() => vi.restoreAllMocks());

const ids = Array.from({ length: 200 }, (_, index) => `N${1000 + index}`);
const orders = ids.map((OrderID) => ({ OrderID, GrandTotal: '7', TaxInclusive: 'True' }));
const payments = ids.map((OrderID, index) => ({
  PaymentID: String(index),
  OrderID,
  AmountPaid: '7',
  CardAuthorisation: `west:${index}`,
}));

/** How a store takes a list of more than 100 keys. */
type Takes = 'whole' | 'first-hundred' | 'last-hundred' | 'refuses' | 'falls-silent' | 'breaks';
const partly: readonly Takes[] = ['first-hundred', 'last-hundred', 'refuses', 'falls-silent', 'breaks'];

/** The same request with the keys that the store takes; undefined where it takes none. */
function taken(request: SeenRequest, field: string, takes: Takes): SeenRequest | undefined {
  const keys = [request.filter[field] ?? []].flat().map(String);
  if (keys.length <= 100 || takes === 'whole') return request;
  if (takes === 'first-hundred') return { ...request, filter: { ...request.filter, [field]: keys.slice(0, 100) } };
  if (takes === 'last-hundred') return { ...request, filter: { ...request.filter, [field]: keys.slice(-100) } };
  return undefined;
}

function untaken(takes: Takes): Step {
  if (takes === 'falls-silent') return () => {};
  if (takes === 'breaks') return (response) => response.writeHead(413).end('too large');
  return { Ack: 'Error', Messages: { Error: { Message: 'Too many values in OrderID', SeverityCode: 'Error' } } };
}

const countsOf = (seen: readonly SeenRequest[]): number[] =>
  seen.map(({ filter }) => [filter['OrderID'] ?? []].flat().length);

describe('orders that are there', () => {
  const withOrders = (takes: Takes, held: typeof orders, work: Parameters<typeof withStore<void>>[1]) =>
    withStore(
      (request) => {
        const its = taken(request, 'OrderID', takes);
        return its === undefined ? untaken(takes) : { ...ok, Order: filtered(its, 'OrderID', held) };
      },
      work,
      { timeoutSeconds: 1 },
    );

  test('are read 200 at a time', () =>
    withOrders('whole', orders, async (client, seen) => {
      expect((await readOrders(client, ids, { areThere: true })).orders).toHaveLength(200);
      expect(countsOf(seen)).toEqual([200]);
    }));

  test.each(partly)('are all read from a store that does not take as many (%s), which is tried once', (takes) =>
    withOrders(takes, orders, async (client, seen) => {
      expect((await readOrders(client, ids, { areThere: true })).orders).toHaveLength(200);
      expect(countsOf(seen)[0]).toBe(200);
      expect(
        countsOf(seen)
          .slice(1)
          .every((count) => count <= 100),
      ).toBe(true);
      seen.splice(0);
      expect((await readOrders(client, ids, { areThere: true })).orders).toHaveLength(200);
      expect(countsOf(seen)).toEqual([100, 100]);
    }),
  );

  test('are asked for in usual lists where an empty answer to a long one leaves them out', () =>
    withOrders('first-hundred', orders.slice(100), async (client) => {
      expect((await readOrders(client, ids, { areThere: true })).orders).toHaveLength(100);
    }));

  test('and those that are not tell nothing of the store: the next list is as long', () =>
    withOrders('whole', orders.slice(0, 150), async (client, seen) => {
      expect((await readOrders(client, ids, { areThere: true })).orders).toHaveLength(150);
      expect(countsOf(seen)).toEqual([200, 50]);
      seen.splice(0);
      await readOrders(client, ids.slice(0, 150), { areThere: true });
      expect(countsOf(seen)).toEqual([150]);
    }));

  test('that may not be there are looked up 100 at a time', () =>
    withOrders('whole', [], async (client, seen) => {
      expect((await readOrders(client, ids)).orders).toEqual([]);
      expect(countsOf(seen)).toEqual([100, 100]);
    }));
});

test('a store that takes ten seconds for a long list is asked for usual ones from then on', () => {
  let time = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => time);
  return withStore(
    (request) => {
      if ([request.filter['OrderID']].flat().length > 100) time += 10_001;
      return { ...ok, Order: filtered(request, 'OrderID', orders) };
    },
    async (client, seen) => {
      await readOrders(client, ids, { areThere: true });
      await readOrders(client, ids, { areThere: true });
      expect(countsOf(seen)).toEqual([200, 100, 100]);
    },
  );
});

describe('payments that were just written', () => {
  const until = (authorisations: readonly string[]): boolean => authorisations.length >= 200;
  const withPayments = (takes: Takes, work: Parameters<typeof withStore<void>>[1]) =>
    withStore(
      (request) => {
        const its = taken(request, 'OrderID', takes);
        if (its === undefined) return untaken(takes);
        return { ...ok, Payment: Number(request.filter['Page'] ?? 0) > 0 ? [] : filtered(its, 'OrderID', payments) };
      },
      work,
      { timeoutSeconds: 1 },
    );

  test('are read back by the orders that they are on, 200 at a time', () =>
    withPayments('whole', async (client, seen) => {
      expect((await readPaymentsOfOrders(client, ids, { areThere: true, until })).payments).toHaveLength(200);
      expect(countsOf(seen)).toEqual([200]);
    }));

  test.each(partly)('are all read back from a store that does not take as many (%s), which is tried once', (takes) =>
    withPayments(takes, async (client, seen) => {
      expect((await readPaymentsOfOrders(client, ids, { areThere: true, until })).payments).toHaveLength(200);
      seen.splice(0);
      expect((await readPaymentsOfOrders(client, ids, { areThere: true, until })).payments).toHaveLength(200);
      expect(Math.max(...countsOf(seen))).toBe(100);
    }),
  );

  test('are asked for 100 at a time where nothing tells that they are there', () =>
    withPayments('whole', async (client, seen) => {
      expect((await readPaymentsOfOrders(client, ids, { until })).payments).toHaveLength(200);
      expect(Math.max(...countsOf(seen))).toBe(100);
    }));
});

describe('returns beside a listing', () => {
  const placedAt = '2026-07-01T00:00:00Z' as Instant;
  interface Shop {
    readonly takes: Takes;
    /** Numbers of orders that have a return. */
    readonly on: readonly number[];
    /** Of these, the ones whose return no listing has. */
    readonly unlisted?: readonly number[];
  }

  const withReturns = ({ takes, on, unlisted = [] }: Shop, work: Parameters<typeof withStore<void>>[1]) => {
    const rows = (numbers: readonly number[]) =>
      numbers.map((number) => ({
        RmaID: String(number),
        OrderID: `N${number}`,
        RefundTotal: '1.00',
        RmaStatus: 'Closed',
      }));
    return withStore((request) => {
      if (Number(request.filter['Page'] ?? 0) > 0) return { ...ok, Rma: [] };
      if (!('OrderID' in request.filter))
        return { ...ok, Rma: rows(on.filter((number) => !unlisted.includes(number))) };
      const its = taken(request, 'OrderID', takes);
      return its === undefined ? untaken(takes) : { ...ok, Rma: filtered(its, 'OrderID', rows(on)) };
    }, work);
  };
  const read: (client: Parameters<typeof readRmasBesideListing>[0], from: number, to: number) => Promise<string[]> =
    async (client, from, to) => {
      const asked = Array.from({ length: to - from }, (_, index) => ({ id: `N${from + index}`, placedAt }));
      return (await readRmasBesideListing(client, asked)).map(({ id }) => id).sort();
    };
  const first = [800, 850, 900, 950];

  test('are read 200 orders at a time, where it shows returns of two of them', () =>
    withReturns({ takes: 'whole', on: [...first, 1000, 1150] }, async (client, seen) => {
      expect(await read(client, 800, 1000)).toEqual(['800', '850', '900', '950']);
      // The listing itself, and then no more.
      await read(client, 1000, 1100);
      seen.splice(0);
      expect(await read(client, 1000, 1200)).toEqual(['1000', '1150']);
      expect(countsOf(seen)).toEqual([200]);
    }));

  test('are read 100 orders at a time, where it shows returns of fewer', () =>
    withReturns({ takes: 'whole', on: [...first, 1150] }, async (client, seen) => {
      await read(client, 800, 1000);
      await read(client, 1000, 1100);
      seen.splice(0);
      expect(await read(client, 1000, 1200)).toEqual(['1150']);
      expect(Math.max(...countsOf(seen))).toBe(100);
    }));

  test.each([
    ['first-hundred', 1160],
    ['last-hundred', 1010],
  ] as const)(
    'are missed in none that a store leaves out of a long list and a listing does not show (%s)',
    (takes, unlisted) =>
      withReturns({ takes, on: [...first, 1000, unlisted, 1150], unlisted: [unlisted] }, async (client, seen) => {
        await read(client, 800, 1000);
        await read(client, 1000, 1001);
        expect(await read(client, 1000, 1200)).toEqual(['1000', String(unlisted), '1150'].sort());
        seen.splice(0);
        expect(await read(client, 1000, 1200)).toEqual(['1000', String(unlisted), '1150'].sort());
        expect(Math.max(...countsOf(seen))).toBe(100);
      }),
  );
});
