import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import type { LoadTarget } from '../../src/entities/writing/load-target.ts';
import type { EntityStep } from '../../src/run/protocol/destination.ts';
import { PlanDestination } from '../../src/run/protocol/plan-destination.ts';
import type { RunSummary } from '../../src/run/summary.ts';
import { expectAccounted } from './accounted.ts';
import { contentOf, type DatedStores, MINUTE, startDatedStores, writesTo } from './dated-stores.ts';
import { fewerSeed } from './small-stores.ts';

let stores: DatedStores;
let ledger: string;
let before: ReturnType<typeof contentOf>;
let plan: RunSummary;
/** What the plan asked the primary for, by ids of orders. */
const asked: { readonly action: string; readonly ids: readonly string[] }[] = [];
const namedOrders = z.object({
  Filter: z
    .object({
      OrderID: z
        .array(z.string())
        .or(z.string().transform((id) => [id]))
        .default([]),
    })
    .default({ OrderID: [] }),
});
beforeAll(async () => {
  stores = await startDatedStores({ west: { seed: fewerSeed('west', 4) }, south: { seed: fewerSeed('south', 4) } });
  ({ ledger } = await stores.pipeline());
  before = contentOf(stores.main);
  stores.main.faults.next = ({ action, body }) => {
    asked.push({ action, ids: namedOrders.parse(body).Filter.OrderID });
    return undefined;
  };
  plan = await stores.run({ simulate: true });
  stores.main.faults.next = undefined;
}, 60_000);
afterAll(() => stores.close());

const facts = ({ stores: counts, quarantine, status }: RunSummary) => ({ counts, quarantine, status });

test('a plan before the first run writes nothing, and does not even make the ledger', () => {
  expectAccounted(plan);
  expect([stores.main, stores.west, stores.south].map(writesTo)).toEqual([0, 0, 0]);
  expect(contentOf(stores.main)).toEqual(before);
  expect(existsSync(ledger)).toBe(false);
  expect(stores.main.mails).toEqual([]);
});

test('a plan asks the primary once whether it has an order, and for nothing of what it has only foreseen', () => {
  const times = (action: string): number[] => {
    const named = asked.filter((one) => one.action === action).flatMap(({ ids }) => ids);
    return [...Map.groupBy(named, (id) => id).values()].map(({ length }) => length);
  };
  const created = Object.values(plan.stores).map((counts) => [
    counts?.orders?.created ?? 0,
    counts?.payments?.created ?? 0,
  ]);
  expect(created).toEqual([
    [expect.toSatisfy((orders) => orders > 20), expect.toSatisfy((payments) => payments > 20)],
    [expect.toSatisfy((orders) => orders > 20), expect.toSatisfy((payments) => payments > 20)],
  ]);
  expect(Math.max(...times('GetOrder'))).toBe(1);
  expect(times('GetPayment')).toEqual([]);
});

test('where nothing is to be kept no write leaves the program, whatever the destination does', async () => {
  class WritesAllTheSame extends PlanDestination {
    override open<Draft, Existing>({ target }: EntityStep<Draft, Existing>): LoadTarget<Draft, unknown> {
      return target;
    }
  }
  const { problems } = await stores.run({ destination: new WritesAllTheSame() });
  expect(problems).toMatchObject([{ code: 'secondary-is-read-only' }]);
  expect(writesTo(stores.main)).toBe(0);
});

test('a run does what the plan said: the same counts, the same records quarantined', async () => {
  const run = await stores.run();
  expect(facts(run)).toEqual(facts(plan));
}, 60_000);

test('a plan after it leaves the ledger byte for byte as it is, and foresees the next run', async () => {
  stores.later(15 * MINUTE);
  const bytes = readFileSync(ledger);
  const writes = writesTo(stores.main);
  const next = await stores.run({ simulate: true });
  expect(readFileSync(ledger).equals(bytes)).toBe(true);
  expect(writesTo(stores.main)).toBe(writes);
  expect(facts(await stores.run())).toEqual(facts(next));
}, 60_000);
