import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RecordState } from '../../../src/ledger/record-state.ts';
import { TWO } from '../../../src/ledger/storage/sqlite/layers.ts';
import { openAbove, openDatabase } from '../../../src/ledger/storage/sqlite/open-database.ts';
import { SqliteStorage } from '../../../src/ledger/storage/sqlite/sqlite-storage.ts';
import type { Applied, LedgerChanges, LedgerStorage } from '../../../src/ledger/storage/storage.ts';
import { decimal } from '../../../src/model/money.ts';
import { many } from '../../support/many.ts';
import { core } from '../support.ts';
import { conforms } from './conformance.ts';
import { MemoryStorage } from './memory-storage.ts';

const folder = mkdtempSync(join(tmpdir(), 'above-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;
function newFile(): string {
  files += 1;
  const file = join(folder, `${files}.db`);
  openDatabase(file).close();
  return file;
}
const below = (file: string) => new SqliteStorage(openDatabase(file), file);
const above = (file: string) => new SqliteStorage(openAbove(file), file, TWO);

/** Each step is tried above the ledger first, then done in it, and has to come to the same; what is asked is asked above. */
function sinking(file: string): LedgerStorage {
  let upper = above(file);
  const lower = below(file);
  const both = async <T>(step: (storage: LedgerStorage) => Promise<T>): Promise<T> => {
    const tried = await step(upper);
    await upper.close();
    const done = await step(lower);
    upper = above(file);
    expect(done).toEqual(tried);
    return done;
  };
  const steps: Partial<LedgerStorage> = {
    apply: (changes: LedgerChanges): Promise<Applied> => both((storage) => storage.apply(changes)),
    beginRun: (run) => both((storage) => storage.beginRun(run)),
    finishRun: (run, end) => both((storage) => storage.finishRun(run, end)),
    close: async () => {
      await upper.close();
      await lower.close();
    },
  };
  return new Proxy({} as LedgerStorage, {
    get: (_, name) => {
      const own = Reflect.get(steps, name);
      const value: unknown = own ?? Reflect.get(upper, name);
      return typeof value === 'function' && own === undefined ? value.bind(upper) : value;
    },
  });
}

conforms('above an empty ledger', () => above(newFile()));
conforms('above a ledger that has all that was done before', () => sinking(newFile()));

describe('what is tried above a ledger', () => {
  const key = (sourceId: string) => ({ store: 'west', entity: 'orders', sourceId }) as const;
  const at = core.changedAt;
  const loaded = (sourceId: string, targetId: string): RecordState => ({
    ...core,
    sourceId,
    state: 'loaded',
    targetId,
  });
  const idsIn = async (storage: LedgerStorage) => storage.sourceIds({ anyOf: [{}] });
  const put = (storage: LedgerStorage, ...records: readonly RecordState[]) =>
    storage.apply({ records: records.map((after) => ({ before: undefined, after })) });

  const uncoveredIn = (storage: LedgerStorage) =>
    storage.sourceIds({ anyOf: [{ store: 'west', entity: 'orders', states: ['loaded'], notCoveredByPayments: true }] });

  let file = '';
  let run: SqliteStorage;
  let plan: SqliteStorage;
  beforeEach(async () => {
    file = newFile();
    run = below(file);
    await put(run, loaded('N1', 'W1'), loaded('N2', 'W2'));
    plan = above(file);
  });
  afterEach(async () => {
    await plan.close();
    await run.close();
  });

  test('is nowhere in it, and keeps no run from writing, which is not seen above', async () => {
    expect(await put(plan, loaded('N3', 'W3'))).toMatchObject({ kind: 'applied' });
    expect(await put(run, loaded('N4', 'W4'))).toMatchObject({ kind: 'applied' });
    expect(await run.beginRun({ at, narrowed: false })).toBe(await plan.beginRun({ at, narrowed: false }));
    expect(await idsIn(plan)).toEqual(['N1', 'N2', 'N3']);
    expect(await idsIn(run)).toEqual(['N1', 'N2', 'N4']);
  });

  test('takes no target id that a record below has, nor a source id', async () => {
    expect(await put(plan, loaded('N3', 'w1'))).toEqual({ kind: 'outdated' });
    expect(await put(plan, loaded('N1', 'W9'))).toEqual({ kind: 'outdated' });
    expect(await idsIn(plan)).toEqual(['N1', 'N2']);
  });

  test('leaves its file as it was, byte for byte, where nobody else writes', async () => {
    await plan.close();
    await run.close();
    const before = readFileSync(file);
    plan = above(file);
    const [one] = await plan.records({ anyOf: [{ store: 'west', entity: 'orders', sourceIds: ['N1'] }] });
    if (one === undefined) throw new Error('it is not there');
    await plan.apply({
      records: [{ before: one, after: { ...one.value, toBeRead: true } }],
      notes: [{ scope: 'x', name: 'y', value: 'z' }],
      newIntents: [{ run: 1, key: key('N1'), action: 'add', targetId: 'W1', at, draft: 'draft' }],
    });
    await plan.close();
    expect(readFileSync(file).equals(before)).toBe(true);
    run = below(file);
  });

  test('tells which orders are not covered by their payments as plain maps do, whatever became of them below and above', async () => {
    const step = fc.record({
      isAbove: fc.boolean(),
      isAsked: fc.boolean(),
      order: fc.option(fc.constantFrom('N1', 'N2'), { nil: null }),
      payment: fc.constantFrom('1', '2', '3'),
      amount: fc.constantFrom(null, '0.1', '10', '10.01', '99999999'),
      isSkipped: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 14 }), async (steps) => {
        const own = newFile();
        const lower = below(own);
        const maps = new MemoryStorage();
        const ordered = [...steps].sort((a, b) => Number(a.isAbove) - Number(b.isAbove));
        let upper: SqliteStorage | undefined;
        for (const { isAbove, isAsked, order, payment, amount, isSkipped } of ordered) {
          if (isAbove) upper ??= above(own);
          const of = { ...core, amount: amount === null ? null : decimal(amount) };
          const paid = { ...of, entity: 'payments' as const, sourceId: payment, parent: order };
          const found = { message: null, difference: null, replaces: [], seen: [], isGone: false } as const;
          const after: RecordState =
            order === null
              ? { ...of, sourceId: `N${payment}`, state: 'loaded', targetId: `W${payment}` }
              : isSkipped
                ? { ...paid, ...found, state: 'skipped', reason: 'order-not-copied', targetId: null }
                : { ...paid, state: 'loaded', targetId: `west:${payment}` };
          for (const storage of [upper ?? lower, maps]) {
            const { store, entity, sourceId } = after;
            const [before] = await storage.records({ anyOf: [{ store, entity, sourceIds: [sourceId] }] });
            expect(await storage.apply({ records: [{ before, after }] })).toMatchObject({ kind: 'applied' });
          }
          if (isAsked) expect(await uncoveredIn(upper ?? lower)).toEqual(await uncoveredIn(maps));
        }
        const last = upper ?? above(own);
        expect(await uncoveredIn(last)).toEqual(await uncoveredIn(maps));
        await last.close();
        await lower.close();
      }),
      { numRuns: many(40, 400) },
    );
  });

  test('can not be written into it, whatever a statement says', () => {
    const database = openAbove(file);
    expect(() => database.exec("UPDATE own.record SET target_id = 'W9'")).toThrow(/not authorized/);
    expect(() => database.exec('DROP TABLE own.record')).toThrow(/not authorized/);
    database.close();
  });
});
