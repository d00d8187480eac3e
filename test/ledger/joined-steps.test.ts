import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { RecordState } from '../../src/ledger/record-state.ts';
import { SOON } from '../../src/ledger/storage/sqlite/joined-steps.ts';
import { openDatabase } from '../../src/ledger/storage/sqlite/open-database.ts';
import { SqliteStorage } from '../../src/ledger/storage/sqlite/sqlite-storage.ts';
import type { LedgerChanges } from '../../src/ledger/storage/storage.ts';
import { ledgerOn } from '../../src/ledger/verbs/ledger-on.ts';
import { instant } from '../../src/model/time.ts';
import { core } from './support.ts';

let folder = '';
let looking: DatabaseSync;
const file = () => join(folder, 'ledger.db');
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'joined-'));
});
afterEach(() => {
  vi.useRealTimers();
  looking.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Opened {
  readonly storage: SqliteStorage;
  /** How often it was put down. */
  commits(): number;
  /** The next time it can't be. */
  breakNext(): void;
  /** What is read next finds the disk full, at which SQLite undoes all that is not on it. */
  undoNext(): void;
}

const diskFull = () => Object.assign(new Error('database or disk is full'), { code: 'ERR_SQLITE_ERROR', errcode: 13 });

function open(): Opened {
  const database = openDatabase(file());
  looking = new DatabaseSync(file(), { readOnly: true });
  const exec = database.exec.bind(database);
  let [commits, isBroken] = [0, false];
  vi.spyOn(database, 'exec').mockImplementation((sql) => {
    if (sql === 'COMMIT' && isBroken) {
      isBroken = false;
      throw diskFull();
    }
    commits += sql === 'COMMIT' ? 1 : 0;
    exec(sql);
  });
  const breakNext = () => {
    isBroken = true;
  };
  const undoNext = () => {
    vi.spyOn(database, 'prepare').mockImplementationOnce(() => {
      exec('ROLLBACK');
      throw diskFull();
    });
  };
  return { storage: new SqliteStorage(database, file()), commits: () => commits, breakNext, undoNext };
}

const loaded = (sourceId: string): RecordState => ({ ...core, sourceId, state: 'loaded', targetId: `W${sourceId}` });
const newOne = (sourceId: string): LedgerChanges => ({ records: [{ before: undefined, after: loaded(sourceId) }] });
const soon = (sourceId: string): LedgerChanges => ({ ...newOne(sourceId), isSoonEnough: true });
const full = { code: 'ledger-unwritable' };
const at = instant('2026-07-10T00:00:00Z');
const by = (sourceId: string) => ({ anyOf: [{ store: 'west', entity: 'orders' as const, sourceIds: [sourceId] }] });
/** As another process sees it. */
const onDisk = (): unknown[] =>
  looking.prepare('SELECT source_id FROM record ORDER BY 1').all().map((row) => row['source_id']); // biome-ignore format: one line

test('steps of one moment are put down at once, and each is on disk when it is called done', async () => {
  const { storage, commits } = open();
  const seen = await Promise.all(['N1', 'N2', 'N3'].map((id) => storage.apply(newOne(id)).then(onDisk)));
  expect(seen).toEqual(Array(seen.length).fill(['N1', 'N2', 'N3']));
  expect(commits()).toBe(1);
  await storage.close();
});

test('a step that is refused takes none of those that are put down with it', async () => {
  const { storage } = open();
  const answers = await Promise.all([newOne('N1'), newOne('N1'), newOne('N2')].map((one) => storage.apply(one)));
  expect(answers.map(({ kind }) => kind)).toEqual(['applied', 'outdated', 'applied']);
  expect(onDisk()).toEqual(['N1', 'N2']);
  await storage.close();
});

test('what need not be on disk at once is seen by all who ask the ledger, and on disk with the next step that must be', async () => {
  const { storage, commits } = open();
  expect(await storage.apply(soon('N1'))).toEqual({ kind: 'applied', intents: [] });
  expect(await storage.records(by('N1'))).toHaveLength(1);
  expect([onDisk(), commits()]).toEqual([[], 0]);
  await storage.apply(newOne('N2'));
  expect([onDisk(), commits()]).toEqual([['N1', 'N2'], 1]);
  await storage.close();
});

test('what need not be on disk at once is there after a tenth of a second, and when the ledger is closed', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const { storage } = open();
  await storage.apply(soon('N1'));
  vi.advanceTimersByTime(SOON - 1);
  expect(onDisk()).toEqual([]);
  vi.advanceTimersByTime(1);
  expect([SOON, onDisk()]).toEqual([100, ['N1']]);
  await storage.apply(soon('N2'));
  await storage.close();
  expect(onDisk()).toEqual(['N1', 'N2']);
});

test('what need not be on disk at once is there after a tenth of a second though the process turns to nothing else', async () => {
  const { storage } = open();
  const until = performance.now() + 20 * SOON;
  for (let number = 0; onDisk().length === 0 && performance.now() < until; number += 1)
    await storage.apply(soon(`N${number}`));
  expect(onDisk()).toContain('N0');
  await storage.close();
});

test('what changes nothing is called done once all that is there is on disk', async () => {
  const { storage } = open();
  const ledger = ledgerOn(storage, storage.identity(), () => at);
  const run = await ledger.beginRun({ narrowed: false });
  const record = (sourceId: string) => ({ sourceId, hash: 'h', payload: '{}' });
  const page = { run, store: 'west', entity: 'orders', rules: 'r' } as const;
  await ledger.completeWindow(run, 'west', 'orders', at);
  await ledger.stagePage({ ...page, records: [record('N1')] }, 'soon');
  await ledger.completeWindow(run, 'west', 'orders', at);
  expect(onDisk()).toEqual(['N1']);
  await ledger.close();
});

test('a step with an intent is on disk when it is called done, whatever is said of it', async () => {
  const { storage } = open();
  const key = { store: 'west', entity: 'orders', sourceId: 'N1' } as const;
  await storage.apply({
    ...soon('N1'),
    newIntents: [{ run: 1, key, action: 'add', targetId: 'WN1', at, draft: null }],
  });
  expect(onDisk()).toEqual(['N1']);
  await storage.close();
});

test('two who write to one ledger in one process wait for each other, and not in vain', async () => {
  const { storage } = open();
  const other = new SqliteStorage(openDatabase(file()), file());
  await storage.apply(soon('N1'));
  const [first, second] = [storage.apply(newOne('N2')), other.apply(newOne('N3'))];
  expect(await Promise.all([first, second])).toMatchObject([{ kind: 'applied' }, { kind: 'applied' }]);
  expect(onDisk()).toEqual(['N1', 'N2', 'N3']);
  await storage.close();
  await other.close();
});

test('where steps can not be put down, whoever waits is told, and what is known is what was there before', async () => {
  const { storage, breakNext } = open();
  breakNext();
  const both = await Promise.allSettled([storage.apply(newOne('N1')), storage.apply(newOne('N2'))]);
  expect(both).toMatchObject([{ reason: full }, { reason: full }]);
  expect(await storage.records(by('N1'))).toEqual([]);
  await storage.apply(newOne('N1'));
  expect(onDisk()).toEqual(['N1']);
  await storage.close();
});

test('where a step is lost that was called done, nothing more is put into the ledger, and no run ends well', async () => {
  const { storage, breakNext } = open();
  const run = await storage.beginRun({ at, narrowed: false });
  await storage.apply(soon('N1'));
  breakNext();
  await expect(storage.apply(newOne('N2'))).rejects.toMatchObject(full);
  await expect(storage.apply(newOne('N3'))).rejects.toMatchObject(full);
  const end = { at: instant('2026-07-10T00:01:00Z'), status: 'good', summary: '{}' };
  await expect(storage.finishRun(run, end)).rejects.toMatchObject(full);
  // Each step was told of it, and a run says so in its summary: there is nothing that closing would add.
  await storage.close();
  expect(onDisk()).toEqual([]);
});

test('a loss that no step was told of is told to who closes the ledger', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const { storage, breakNext } = open();
  await storage.apply(soon('N1'));
  breakNext();
  vi.advanceTimersByTime(SOON);
  await expect(storage.close()).rejects.toMatchObject(full);
  expect(onDisk()).toEqual([]);
});

test('a run that can not be put down is neither begun nor ended', async () => {
  const { storage, breakNext } = open();
  breakNext();
  await expect(storage.beginRun({ at, narrowed: false })).rejects.toMatchObject(full);
  const run = await storage.beginRun({ at, narrowed: false });
  breakNext();
  await expect(storage.finishRun(run, { at, status: 'good', summary: '{}' })).rejects.toMatchObject(full);
  expect(await storage.runs({ limit: 2 })).toMatchObject([{ id: run, status: 'running' }]);
  await storage.close();
});

test('where SQLite undoes all steps as it reads, nothing that comes after them is on disk without them', async () => {
  const { storage, undoNext } = open();
  await storage.apply(soon('N1'));
  undoNext();
  await expect(storage.count(by('N1'))).rejects.toMatchObject(full);
  const [next] = await Promise.allSettled([storage.apply(newOne('N2'))]);
  expect([onDisk(), await storage.records(by('N1'))]).toEqual([[], []]);
  expect(next).toMatchObject({ reason: full });
  await expect(storage.onDisk()).rejects.toMatchObject(full);
  await storage.close();
  expect(onDisk()).toEqual([]);
});

test('where SQLite undoes steps that somebody waits for, whoever waits is told, and what is known is what was there before', async () => {
  const { storage, undoNext } = open();
  const waiting = storage.apply(newOne('N1'));
  undoNext();
  await expect(storage.count(by('N1'))).rejects.toMatchObject(full);
  await expect(waiting).rejects.toMatchObject(full);
  expect(await storage.records(by('N1'))).toEqual([]);
  await storage.apply(newOne('N2'));
  expect(onDisk()).toEqual(['N2']);
  await storage.close();
});
