import { describe, expect, test } from 'vitest';
import { announce } from '../../src/notify/announce.ts';
import { readLastProofs } from '../../src/proof/proof-state.ts';
import type { RunSummary } from '../../src/run/summary.ts';
import { type Hook, startHook } from '../notify/hook.ts';
import { impatience } from '../support/impatience.ts';
import { openLedger } from '../support/open-ledger.ts';
import { DAY, named, type Proven, paidOrder, west, withProof } from './support/proven.ts';

const orders = ['N1', 'N2', 'N3'].map((id) => paidOrder(id));

async function lastProofs({ ledgerFile, pipeline }: Proven) {
  const ledger = openLedger(ledgerFile);
  try {
    return await readLastProofs(ledger, await pipeline());
  } finally {
    await ledger.close();
  }
}

async function tell(stores: Proven, hook: Hook, summary: RunSummary): Promise<number> {
  const before = hook.received.length;
  const own = await stores.pipeline();
  const pipeline = {
    ...own,
    onProblem: { ...own.onProblem, webhook: hook.url, quietRuns: 0 },
  } as const;
  await announce({ pipeline, home: stores.home, outcome: { kind: 'ended', summary }, now: 0 });
  return hook.received.length - before;
}

describe('a difference that nothing explains', () => {
  test('is told once when it is new and once when it is settled, and stands in the status until then', () =>
    withProof({ orders }, async (stores) => {
      const hook = await startHook();
      try {
        await tell(stores, hook, await stores.proving());
        expect(hook.received).toEqual([]);
        stores.main.panel.changeOrder('W1', { DateInvoiced: '2026-07-14' });
        expect(await tell(stores, hook, await stores.proving({ proof: 'now' }))).toBe(1);
        expect(hook.received.at(-1)).toMatchObject({
          kind: 'problem',
          problems: [{ kind: 'proof-differs', store: 'west' }],
        });
        expect(await tell(stores, hook, await stores.proving({ proof: 'now' })), 'found again').toBe(0);
        expect(await tell(stores, hook, await stores.proving()), 'a run that proves nothing').toBe(0);
        expect(named((await lastProofs(stores))[0] as never)).toEqual(['different order W1 day']);
        stores.main.panel.changeOrder('W1', { DateInvoiced: '2026-07-10' });
        const settled = await stores.proving({ proof: 'now' });
        expect(settled.status).toBe('good');
        expect(await tell(stores, hook, settled)).toBe(1);
        expect(hook.received.at(-1)).toMatchObject({ kind: 'well-again', over: [expect.stringContaining('W1')] });
        expect((await lastProofs(stores))[0]?.differences).toEqual([]);
        expect(JSON.stringify(hook.received)).not.toContain('@example.com');
      } finally {
        await hook.close();
      }
    }));

  test('is looked at again when the period has moved on past it', () =>
    withProof({ orders: [paidOrder('N1'), paidOrder('N2')] }, async (stores) => {
      await stores.proving();
      stores.main.panel.removeOrder('W1');
      expect(named(west((await stores.proving({ proof: 'now' })).proof))).toEqual(['missing order W1']);
      stores.later(60 * DAY);
      const later = west((await stores.proving({ proof: 'now' })).proof);
      expect(later).toMatchObject({ from: '2026-08-01', to: '2026-08-31', secondary: { orders: 0 } });
      expect(named(later), 'still there').toEqual(['missing order W1']);
    }));
});

test('the first proof of a month takes the month before as a whole', () =>
  withProof({ orders }, async ({ proving, later }) => {
    expect(west((await proving()).proof)).toMatchObject({ from: '2026-07-01', to: '2026-07-20' });
    later(12 * DAY);
    expect(west((await proving()).proof)).toMatchObject({ from: '2026-07-01', to: '2026-07-31' });
    later(DAY);
    expect(west((await proving()).proof)).toMatchObject({ from: '2026-07-01', to: '2026-08-02' });
  }));

describe('the proof goes on', () => {
  const many = Array.from({ length: 930 }, (_, index) => paidOrder(`N${1000 + index}`));

  test('in the next run, where a quarter of the limit is all that a run may ask', () =>
    withProof({ orders: many }, async ({ proving, pipeline, west: store, main, later }) => {
      await proving({ proof: 'never' });
      for (const id of ['W1929', 'W1001']) main.panel.changeOrder(id, { DateInvoiced: '2026-07-14' });
      later(60_000);
      store.clearLogs();
      await proving({ proof: 'never' });
      const without = store.requests.length;
      // A quarter of it are 12 requests, and the whole comparison takes more.
      const limited = await pipeline({ rules: { requestsPerMinute: 48 } });
      const runs: RunSummary[] = [];
      for (let run = 0; run < 2; run += 1) {
        store.clearLogs();
        runs.push(await proving({ pipeline: limited }));
        expect(store.requests.length - without).toBeLessThanOrEqual(12);
      }
      expect(runs.map(({ proof, status }) => `${west(proof).state} ${status}`)).toEqual([
        'under-way good',
        'done differences',
      ]);
      const done = west(runs[1]?.proof ?? null);
      expect(named(done)).toEqual(['different order W1001 day', 'different order W1929 day']);
      expect(done).toMatchObject({ secondary: { orders: 930 }, primary: { orders: 930 } });
    }));

  test('where a run was stopped in the middle of it', () =>
    withProof({ orders: many }, async ({ proving, west: store }) => {
      await proving({ proof: 'never' });
      const controller = new AbortController();
      let steps = 0;
      const stopped = await proving({
        signal: controller.signal,
        between: {
          ...impatience,
          ledger: (ledger) =>
            new Proxy(ledger, {
              get(target, name) {
                const value = Reflect.get(target, name, target);
                if (typeof value !== 'function') return value;
                return (...given: unknown[]) => {
                  if (name === 'learn' && given[0] === 'proof' && given[1] === 'west') {
                    steps += 1;
                    if (steps === 2) controller.abort();
                  }
                  return value.apply(target, given);
                };
              },
            }),
        },
      });
      expect(stopped.status).toBe('stopped');
      store.clearLogs();
      const { proof } = await proving();
      expect(west(proof)).toMatchObject({ state: 'done', secondary: { orders: 930 }, primary: { orders: 930 } });
      // Of the steps two were done.
      expect(steps).toBe(2);
    }));
});
