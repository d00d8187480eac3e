import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RecordState } from '../../../src/ledger/record-state.ts';
import { TWO } from '../../../src/ledger/storage/sqlite/layers.ts';
import { openAbove, openDatabase } from '../../../src/ledger/storage/sqlite/open-database.ts';
import { SqliteStorage } from '../../../src/ledger/storage/sqlite/sqlite-storage.ts';
import type { Applied, LedgerChanges, LedgerStorage } from '../../../src/ledger/storage/storage.ts';
import { core } from '../support.ts';
import { conforms } from './conformance.ts';

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

  test('can not be written into it, whatever a statement says', () => {
    const database = openAbove(file);
    expect(() => database.exec("UPDATE own.record SET target_id = 'W9'")).toThrow(/not authorized/);
    expect(() => database.exec('DROP TABLE own.record')).toThrow(/not authorized/);
    database.close();
  });
});
