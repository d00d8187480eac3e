import { readdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { add, ZERO } from '../../src/model/money.ts';
import { parseLocalDate } from '../../src/model/time.ts';
import { exitCodeOfReconciliation, type Reconciliation } from '../../src/reconcile/result.ts';
import type { RunSummary } from '../../src/run/summary.ts';
import { type DemoStores, startDemoStores } from '../run/demo-stores.ts';
import { fewerSeed } from '../run/small-stores.ts';
import { compareStores } from './pair-of-stores.ts';

let demo: DemoStores;
let summary: RunSummary;
let result: Reconciliation;
beforeAll(async () => {
  demo = await startDemoStores({ west: { seed: fewerSeed('west', 3) }, south: { seed: fewerSeed('south', 3) } });
  summary = await demo.run();
  // The comparison must do without the ledger, so there is none.
  const { ledger } = await demo.pipeline();
  rmSync(dirname(ledger), { recursive: true });
  result = await compareStores(demo);
}, 120_000);
afterAll(() => demo.close());

const money = ['total', 'gst', 'shipping', 'paid'] as const;
const day = (text: string) => parseLocalDate(text) ?? expect.unreachable(text);

test('after a run, what differs is what stands in quarantine, and nothing else', () => {
  const held = summary.quarantine.filter(({ code }) => code !== 'waits-for');
  expect(held.length).toBeGreaterThan(10);
  const key = (one: { store: string; sourceId: string | null }) => `${one.store} ${one.sourceId}`;
  expect(result.differences.map(key).sort()).toEqual(held.map(key).sort());
  expect(exitCodeOfReconciliation(result)).toBe(4);
});

test('the comparison made no ledger', async () => {
  const { ledger } = await demo.pipeline();
  expect(() => readdirSync(dirname(ledger))).toThrow();
});

test('the listed differences explain those of the sums to the cent, for every store', () => {
  for (const { store, sums, tolerated, gstRounding } of result.stores) {
    for (const field of money) {
      const effects = result.differences.filter((one) => one.store === store).map(({ effect }) => effect[field]);
      const summed = { total: tolerated, gst: gstRounding.gst, shipping: ZERO, paid: ZERO }[field];
      const explained = add(ZERO, ...effects, summed);
      expect({ store, field, explained }).toEqual({ store, field, explained: sums.difference[field] });
    }
  }
});

test('days, months and payments add up to the sums', () => {
  for (const { days, months, payments, sums } of result.stores) {
    for (const side of ['secondary', 'primary'] as const) {
      for (const rows of [days, months]) {
        for (const field of money) expect(add(ZERO, ...rows.map((row) => row[side][field]))).toBe(sums[side][field]);
      }
      expect(add(ZERO, ...payments.map((row) => row[side]))).toBe(sums[side].paid);
    }
  }
});

test('the comparison only reads', async () => {
  for (const store of [demo.main, demo.west, demo.south]) store.clearLogs();
  const { requests } = await compareStores(demo);
  for (const [name, store] of [
    ['primary', demo.main],
    ['west', demo.west],
    ['south', demo.south],
  ] as const) {
    expect(
      store.requests.some(({ write }) => write),
      name,
    ).toBe(false);
    expect(requests[name]).toBe(store.requests.length);
  }
});

test('two periods side by side come to what both come to together', async () => {
  const early = await compareStores(demo, { to: day('2026-08-31') });
  const late = await compareStores(demo, { from: day('2026-09-01') });
  for (const [place, { sums }] of result.stores.entries()) {
    for (const side of ['secondary', 'primary'] as const) {
      for (const field of money) {
        const parts = [early, late].map(({ stores }) => stores[place]?.sums[side][field] ?? ZERO);
        expect(add(ZERO, ...parts)).toBe(sums[side][field]);
      }
    }
  }
});

test('without what can not be copied, nothing differs', async () => {
  for (const { store, sourceId, entity, message } of result.differences) {
    const from = store === 'west' ? demo.west : demo.south;
    const id = entity === 'order' ? sourceId : (/ on (\S+) of /.exec(message)?.[1] ?? null);
    if (id !== null && from.order(id) !== undefined) from.panel.removeOrder(id);
    const copy = id?.replace('N', store === 'west' ? 'W' : 'S') ?? '';
    if (demo.main.order(copy) !== undefined) demo.main.panel.removeOrder(copy);
  }
  const clean = await compareStores(demo);
  expect(clean.differences).toEqual([]);
  expect(exitCodeOfReconciliation(clean)).toBe(0);
  for (const { sums } of clean.stores) {
    expect(sums.primary).toEqual(sums.secondary);
    expect(sums.primary.orders).toBeGreaterThan(50);
  }
});
