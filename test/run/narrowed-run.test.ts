import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { localDateSchema } from '../../src/model/time.ts';
import type { Narrowing } from '../../src/run/context/narrowing.ts';
import type { RunSummary } from '../../src/run/summary.ts';
import { expectedOf } from '../fixtures/support.ts';
import { openLedger } from '../support/open-ledger.ts';
import { expectAccounted } from './accounted.ts';
import { type DatedStores, startDatedStores } from './dated-stores.ts';
import { fewerSeed } from './small-stores.ts';

const seeds = { west: fewerSeed('west', 2), south: fewerSeed('south', 2) };
let stores: DatedStores;
beforeAll(async () => {
  stores = await startDatedStores({ west: { seed: seeds.west }, south: { seed: seeds.south } });
}, 60_000);
afterAll(() => stores.close());

const day = (text: string) => localDateSchema.parse(text);
const copies = (): string[] =>
  stores.main
    .orders()
    .map(({ OrderID }) => OrderID)
    .filter((id) => /^[WXS]\d/.test(id));

async function narrowed(narrowing: Narrowing): Promise<{ summary: RunSummary; made: string[] }> {
  const before = new Set(copies());
  const summary = await stores.run({ narrowing });
  expectAccounted(summary);
  expect(summary.problems).toEqual([]);
  return { summary, made: copies().filter((id) => !before.has(id)) };
}

/** What comes of the store's orders, where each is what it is among all of the demo. */
function expectedCopies(name: 'west' | 'south'): { orders: number; payments: number } {
  const { orders, payments } = expectedOf(name);
  const copied = seeds[name].orders.filter(({ OrderID }) => {
    const id = String(OrderID);
    return !(id in orders.skipped) && !(id in orders.quarantined);
  });
  const paid = copied.flatMap(({ OrderPayment = [] }) => OrderPayment);
  return {
    orders: copied.length,
    payments: paid.filter(({ Id }) => !(String(Id) in payments.quarantined)).length,
  };
}

/** Every mark that a run may move. */
async function cursors(): Promise<unknown[]> {
  const ledger = openLedger((await stores.pipeline()).ledger);
  const marks: unknown[] = [];
  for (const store of ['west', 'south', 'primary']) {
    for (const entity of ['orders', 'payments', 'customers', 'products'] as const) {
      for (const name of ['changes', 'sweep', 'closing']) marks.push(await ledger.watermark(store, entity, name));
    }
  }
  await ledger.close();
  return marks;
}

describe('a narrowed run, one after another,', () => {
  test('copies the one order that was named, with its payments', async () => {
    const { summary, made } = await narrowed({ stores: ['west'], orders: ['N1001'] });
    expect(made).toEqual(['W1001']);
    expect(summary.stores['west']?.orders?.read).toBe(1);
    expect(Object.keys(summary.stores)).toEqual(['west']);
    expect(stores.main.payments('W1001').length).toBe(stores.west.payments('N1001').length);
  });

  test('takes as many orders of each store as the limit says, beside those that the rules leave out', async () => {
    const { summary } = await narrowed({ limit: 5 });
    const taken = (['west', 'south'] as const).map((name) => {
      const { created = 0, updated = 0, quarantined = 0 } = summary.stores[name]?.orders ?? {};
      return created + updated + quarantined;
    });
    expect(taken).toEqual([5, 5]);
  });

  test('takes the orders of some days, by their accounting date', async () => {
    const { made } = await narrowed({ stores: ['west'], since: day('2026-08-03'), until: day('2026-08-09') });
    const dates = made.map((id) => stores.main.order(id)?.DateInvoiced ?? '');
    expect(made.length).toBeGreaterThan(3);
    expect(dates.filter((date) => date < '2026-08-03' || date > '2026-08-09')).toEqual([]);
    const ofThoseDays = stores.west
      .orders()
      .filter(({ DateInvoiced }) => DateInvoiced >= '2026-08-03' && DateInvoiced <= '2026-08-09');
    expect(made.length).toBeLessThanOrEqual(ofThoseDays.length);
  });

  test('leaves the payments alone where only orders are wanted', async () => {
    const payments = stores.main.payments().length;
    const { summary, made } = await narrowed({
      stores: ['south'],
      entities: ['orders', 'customers', 'products'],
      until: day('2026-07-20'),
    });
    expect(made.length).toBeGreaterThan(3);
    expect(stores.main.payments()).toHaveLength(payments);
    expect(summary.stores['south']?.payments?.created ?? 0).toBe(0);
  });

  test('moves no mark', async () => {
    expect((await cursors()).filter((mark) => mark !== null)).toEqual([]);
  });

  test('is made up for by a full run, which copies the rest and nothing twice', async () => {
    const summary = await stores.run();
    expectAccounted(summary);
    expect(summary.differences).toEqual([]);
    const ids = copies();
    const [west, south] = [expectedCopies('west'), expectedCopies('south')];
    expect(ids).toHaveLength(west.orders + south.orders);
    const payments = stores.main.payments().filter(({ OrderID }) => /^[WXS]\d/.test(OrderID));
    expect(payments).toHaveLength(west.payments + south.payments);
    expect((await cursors()).filter((mark) => mark !== null).length).toBeGreaterThanOrEqual(5);
  });
});
