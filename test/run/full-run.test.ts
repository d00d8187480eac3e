import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { StoredOrder } from '../../src/fake-store/index.ts';
import { add, decimal, formatMoney } from '../../src/model/money.ts';
import type { RunSummary } from '../../src/run/summary.ts';
import { expectedOf } from '../fixtures/support.ts';
import { expectAccounted, writtenBy } from './accounted.ts';
import { contentOf, type DatedStores, MINUTE, startDatedStores, writesTo } from './dated-stores.ts';

let stores: DatedStores;
let before: ReturnType<typeof contentOf>;
let secondaries: ReturnType<typeof contentOf>[];
let first: RunSummary;
let second: RunSummary;
let writesOfSecond: number;
beforeAll(async () => {
  stores = await startDatedStores();
  before = contentOf(stores.main);
  secondaries = [contentOf(stores.west), contentOf(stores.south)];
  first = await stores.run();
  const writes = writesTo(stores.main);
  stores.later(15 * MINUTE);
  second = await stores.run();
  writesOfSecond = writesTo(stores.main) - writes;
}, 60_000);
afterAll(() => stores.close());

const prefixes = { west: /^[WX]\d/, south: /^S\d/ } as const;

describe.each(['west', 'south'] as const)('a full run copies of %s', (name) => {
  const expected = expectedOf(name);
  const copies = (): StoredOrder[] => stores.main.orders().filter(({ OrderID }) => prefixes[name].test(OrderID));
  const payments = () => stores.main.payments().filter(({ OrderID }) => prefixes[name].test(OrderID));
  const heldOf = (entity: string) =>
    Object.fromEntries(
      first.quarantine
        .filter((held) => held.store === name && held.entity === entity && held.code !== 'waits-for')
        .map(({ sourceId, code }) => [sourceId, code]),
    );

  test('as many orders as expected, and counts the rest', () => {
    expect(copies()).toHaveLength(expected.orders.copied);
    expect(first.stores[name]?.orders).toEqual({
      read: expected.orders.read,
      created: expected.orders.copied,
      updated: 0,
      unchanged: 0,
      skipped: Object.keys(expected.orders.skipped).length,
      quarantined: Object.keys(expected.orders.quarantined).length,
      pending: 0,
    });
  });

  test('orders that come to the expected sum in the primary itself', () => {
    const sum = add(...copies().map(({ GrandTotal }) => decimal(GrandTotal)));
    expect(formatMoney(sum)).toBe(expected.amounts.orders);
  });

  test('payments that come to the expected sum in the primary itself', () => {
    expect(payments()).toHaveLength(expected.payments.copied);
    const sum = add(...payments().map(({ AmountPaid }) => decimal(AmountPaid)));
    expect(formatMoney(sum)).toBe(expected.amounts.payments);
  });

  test('nothing else: each quarantined record is quarantined for the expected reason', () => {
    expect(heldOf('orders')).toEqual(expected.orders.quarantined);
    expect(heldOf('payments')).toEqual(expected.payments.quarantined);
  });

  test('only copies that are approved, in their final status and bear where they come from', () => {
    for (const order of copies()) {
      expect([order.OrderID, order.CompleteStatus, order.OrderStatus]).toEqual([
        order.OrderID,
        'Approved',
        'Dispatched',
      ]);
      expect(order.InternalOrderNotes).toMatch(
        new RegExp(`^Copied from ${name} [NSFX]+\\d+(-\\d)? by neto-consolidator`),
      );
    }
  });

  test('only copies whose lines stand in the declared warehouse', () => {
    const warehouses = new Set(copies().flatMap(({ OrderLine }) => OrderLine.map((line) => line.WarehouseName)));
    expect([...warehouses]).toEqual(['Virtual']);
  });
});

describe('a full run', () => {
  test('accounts for all that it read, and ends with something to look at', () => {
    expectAccounted(first);
    expect([first.status, first.problems, first.differences]).toEqual(['open', [], []]);
  });

  test('leaves each order, customer, product and payment that the primary had as it was', () => {
    const now = contentOf(stores.main);
    for (const [kind, records] of Object.entries(before)) {
      expect(now[kind]).toEqual(expect.arrayContaining(records as unknown[]));
    }
  });

  test('sends the secondaries nothing but reads, and changes nothing there', () => {
    for (const [index, store] of [stores.west, stores.south].entries()) {
      expect(writesTo(store)).toBe(0);
      expect(store.requests.every(({ action }) => action.startsWith('Get'))).toBe(true);
      expect(contentOf(store)).toEqual(secondaries[index]);
    }
  });

  test('mails nobody but the house addresses of the pipeline', () => {
    const addresses = new Set(stores.main.mails.map(({ to }) => to));
    expect([...addresses].sort()).toEqual(['accounts@example.com', 'southern.trail@example.com']);
    expect([stores.west.mails, stores.south.mails]).toEqual([[], []]);
  });

  test('moves no stock', () => {
    expect(stores.main.stockMoves).toEqual([]);
  });

  test('approves in a step of its own, after each order was read back', () => {
    const steps = stores.main.requests.map(({ action }) => action).filter((action) => /Order$/.test(action));
    const firstAdd = steps.indexOf('AddOrder');
    const firstApproval = steps.indexOf('UpdateOrder');
    expect(steps.slice(firstAdd, firstApproval)).toContain('GetOrder');
    expect(steps[firstAdd + 1]).toBe('GetOrder');
  });

  test('names the requests that it sent to each store', () => {
    expect(first.requests['west']).toBeGreaterThan(0);
    expect(Object.keys(first.requests).sort()).toEqual(['primary', 'south', 'west']);
  });
});

describe('a second run over unchanged stores', () => {
  test('writes nothing', () => {
    expect(writesOfSecond).toBe(0);
    expect(writtenBy(second)).toBe(0);
    expectAccounted(second);
  });

  test('still names what is quarantined', () => {
    expect(second.quarantine.map(({ sourceId }) => sourceId)).toEqual(first.quarantine.map(({ sourceId }) => sourceId));
    expect([second.status, second.problems, second.differences]).toEqual(['open', [], []]);
  });
});
