import { describe, expect, test } from 'vitest';
import type { FakeStore, StoredOrder } from '../../src/fake-store/index.ts';
import { add, compare, decimal, equal, isNegative } from '../../src/model/money.ts';
import { rewriteOrderId } from '../../src/model/order-id.ts';
import type { RunSummary } from '../../src/run/summary.ts';
import { many } from '../support/many.ts';
import { expectAccounted, expectIdentity } from './accounted.ts';
import { contentOf, type DatedStores, MINUTE, startDatedStores, writesTo } from './dated-stores.ts';
import { kindsSeed } from './kinds-seed.ts';
import { fewSwitchRows, type SwitchRow, switchRows, untried } from './switch-table.ts';

const house = ['accounts@example.com', 'southern.trail@example.com'];
const seeds = { west: kindsSeed('west'), south: kindsSeed('south') };
const prefixes = { west: { N: 'W', SFX: 'X' }, south: { N: 'S' } } as const;

/** Each value of each switch; in `npm run test:long` each two of one store. */
const tried = many(fewSwitchRows(switchRows()), switchRows());

test('every switch of the fake store is tried here, or it is said where', () => {
  expect(untried()).toEqual([]);
});

describe.each(tried.map((row, index) => ({ row, name: `row ${index + 1}` })))('with the switches of $name', (given) => {
  test('all promises hold in three runs, of which the last writes nothing', async () => {
    const stores = await start(given.row);
    try {
      const before = contentOf(stores.main);
      const runs: RunSummary[] = [];
      let writes = 0;
      for (let number = 1; number <= 3; number += 1) {
        writes = storedIn(stores.main);
        runs.push(await stores.run());
        expectPromises(stores, before);
        stores.later(15 * MINUTE);
      }
      for (const run of runs) expectIdentity(run);
      const [, , last] = runs;
      if (last === undefined) throw new RangeError('There are three runs');
      expect(last.differences).toEqual([]);
      expect(storedIn(stores.main) - writes).toBe(0);
      expect(last.problems.map(({ code }) => code)).toEqual(
        given.row.main.cardAuthorisationReadable ? [] : ['reference-altered'],
      );
      if (given.row.main.cardAuthorisationReadable) expectAccounted(last);
      expectNothingLost(stores, last);
    } finally {
      await stores.close();
    }
  });
});

/** Writes that the store took: one that it refuses for good may be offered again. */
function storedIn(store: FakeStore): number {
  return store.requests.filter(({ write, ack }) => write && ack !== 'Error').length;
}

function start({ main, west, south }: SwitchRow): Promise<DatedStores> {
  return startDatedStores({
    main: { switches: main },
    west: { seed: seeds.west, switches: west },
    south: { seed: seeds.south, switches: south },
  });
}

function expectPromises(stores: DatedStores, before: ReturnType<typeof contentOf>): void {
  const { main, west, south } = stores;
  const now = contentOf(main);
  for (const [kind, records] of Object.entries(before)) {
    const still = textsOf(now[kind]);
    expect([...textsOf(records)].filter((record) => !still.has(record))).toEqual([]);
  }
  expect([writesTo(west), writesTo(south)]).toEqual([0, 0]);
  expect(main.mails.map(({ to }) => to).filter((to) => !house.includes(to))).toEqual([]);
  expect(main.stockMoves).toEqual([]);
  const own = new Set((before.orders as StoredOrder[]).map(({ OrderID }) => OrderID));
  const copies = main.orders().filter(({ OrderID }) => !own.has(OrderID));
  const expected = new Map([...sourcesOf(west, 'west'), ...sourcesOf(south, 'south')]);
  for (const copy of copies) {
    const source = expected.get(copy.OrderID);
    if (source === undefined) throw new Error(`${copy.OrderID} is no copy of anything`);
    expect(copy.InternalOrderNotes).toContain(` ${source.OrderID} by neto-consolidator`);
    // Only what is right to the cent may reach Xero.
    if (copy.CompleteStatus === 'Approved') expectEqualTotals(copy, source);
    const paid = add(...main.payments(copy.OrderID).map(({ AmountPaid }) => decimal(AmountPaid)));
    const sums = [west, south].map((store) =>
      add(
        ...store
          .payments(source.OrderID)
          .flatMap(({ AmountPaid }) => (isNegative(decimal(AmountPaid)) ? [] : decimal(AmountPaid))),
      ),
    );
    expect(sums.some((sum) => compare(paid, sum) <= 0)).toBe(true);
  }
  // One is enough to see that it can't be recognised.
  const onCopies = main.payments().filter(({ OrderID }) => expected.has(OrderID));
  if (!main.switches.cardAuthorisationReadable) expect(onCopies.length).toBeLessThanOrEqual(1);
  const references = main.payments().map(({ CardAuthorisation }) => CardAuthorisation.split(' ')[0] ?? '');
  const ours = references.filter((reference) => /^(west|south):/.test(reference));
  expect(new Set(ours).size).toBe(ours.length);
}

/** Records as text: to compare each with each as objects takes longer than the runs. */
function textsOf(records: unknown): Set<string> {
  return new Set((records as unknown[]).map((record) => JSON.stringify(record)));
}

function expectEqualTotals(copy: StoredOrder, source: StoredOrder): void {
  const totals = `${copy.OrderID}: ${copy.GrandTotal} of ${source.GrandTotal}`;
  expect(equal(decimal(copy.GrandTotal), decimal(source.GrandTotal)) ? '' : totals).toBe('');
}

/** Source orders by the id of their copy. */
function sourcesOf(store: FakeStore, name: 'west' | 'south'): [string, StoredOrder][] {
  return store.orders().flatMap((order): [string, StoredOrder][] => {
    const rewritten = rewriteOrderId(order.OrderID, prefixes[name]);
    return rewritten.kind === 'rewritten' ? [[rewritten.id, order]] : [];
  });
}

/** Each order is copied and approved, quarantined with a reason, or skipped by a rule; nothing is left in between. */
function expectNothingLost({ main, west, south }: DatedStores, last: RunSummary): void {
  const held = new Set(
    last.quarantine.filter(({ entity }) => entity === 'orders').map((one) => `${one.store} ${one.sourceId}`),
  );
  for (const [name, store] of [
    ['west', west],
    ['south', south],
  ] as const) {
    for (const [copyId, { OrderID, ...source }] of sourcesOf(store, name)) {
      const copy = main.order(copyId);
      const isCopied = copy?.CompleteStatus === 'Approved' && copy.OrderStatus === 'Dispatched';
      const isLeftOut = copy === undefined && !isWanted(source);
      expect(isCopied || isLeftOut || held.has(`${name} ${OrderID}`) ? '' : `${name} ${OrderID}`).toBe('');
    }
  }
}

function isWanted({ CompleteStatus, OrderStatus, DateInvoiced, GrandTotal }: Omit<StoredOrder, 'OrderID'>): boolean {
  const isInvoiced = DateInvoiced !== '' || OrderStatus === 'Dispatched';
  const isSelected = ['New', 'Pick', 'Pack', 'Dispatched'].includes(OrderStatus);
  return CompleteStatus === 'Approved' && isInvoiced && isSelected && !equal(decimal(GrandTotal), decimal(0));
}
