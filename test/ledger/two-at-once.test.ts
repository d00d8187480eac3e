import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { openDatabase } from '../../src/ledger/storage/sqlite/open-database.ts';
import { SqliteStorage } from '../../src/ledger/storage/sqlite/sqlite-storage.ts';
import type { Applied, LedgerChanges } from '../../src/ledger/storage/storage.ts';
import { ledgerOn } from '../../src/ledger/verbs/ledger-on.ts';
import { instant } from '../../src/model/time.ts';
import { openLedger } from '../support/open-ledger.ts';

const key = { store: 'west', entity: 'orders', sourceId: 'N1' } as const;
const page = { store: 'west', entity: 'orders', rules: 'r' } as const;

let folder = '';
const file = () => join(folder, 'ledger.db');
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'two-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A ledger that lets somebody else do something right before each of its own steps is stored. */
class Slow extends SqliteStorage {
  meanwhile: (() => Promise<unknown>) | undefined;

  override async apply(changes: LedgerChanges): Promise<Applied> {
    const first = this.meanwhile;
    this.meanwhile = undefined;
    await first?.();
    return super.apply(changes);
  }
}

function openSlow(): { readonly storage: Slow; readonly ledger: Ledger } {
  const storage = new Slow(openDatabase(file()), file());
  return { storage, ledger: ledgerOn(storage, storage.identity(), () => instant('2026-07-10T00:00:00Z')) };
}

describe('two that change one ledger at once', () => {
  test('make each other compute anew, so that nothing is decided by what is no longer so', async () => {
    const { storage, ledger } = openSlow();
    const other = openLedger(file());
    const run = await ledger.beginRun({ narrowed: false });
    const stage = (by: Ledger, hash: string) =>
      by.stagePage({ ...page, run, records: [{ sourceId: 'N1', hash, payload: `{"is":"${hash}"}` }] });
    await stage(ledger, 'first');
    // While a newer version is on its way into the ledger, the first one is being written.
    storage.meanwhile = () => other.recordIntents(run, [{ key, action: 'add', targetId: 'W1' }]);
    await stage(ledger, 'second');
    expect(await ledger.find(key)).toMatchObject({ state: 'writing', targetId: 'W1', payload: '{"is":"first"}' });
    const [open] = await ledger.openIntents();
    await ledger.settle(run, [{ kind: 'loaded', intent: open?.id ?? 0, outcome: 'created' }]);
    expect(await ledger.idsToReadAgain('west', 'orders', 'r')).toEqual(['N1']);
    await Promise.all([ledger.close(), other.close()]);
  });

  test('never record one intent twice, nor one target id for two records', async () => {
    const { storage, ledger } = openSlow();
    const other = openLedger(file());
    const run = await ledger.beginRun({ narrowed: false });
    const records = ['N1', 'N2'].map((sourceId) => ({ sourceId, hash: 'h', payload: '{}' }));
    await ledger.stagePage({ ...page, run, records });
    const intend = (by: Ledger, sourceId: string) =>
      by.recordIntents(run, [{ key: { ...key, sourceId }, action: 'add', targetId: 'W1' }]);
    storage.meanwhile = () => intend(other, 'N1');
    await expect(intend(ledger, 'N1')).rejects.toMatchObject({ message: expect.stringContaining('open intent') });
    storage.meanwhile = undefined;
    await expect(intend(ledger, 'N2')).rejects.toMatchObject({ message: expect.stringContaining('copy of west N1') });
    expect(await ledger.openIntents()).toHaveLength(1);
    await Promise.all([ledger.close(), other.close()]);
  });
});

test('a draft of a form that only a later version knows is not taken for one of today', async () => {
  const ledger = openLedger(file());
  const run = await ledger.beginRun({ narrowed: false });
  await ledger.stagePage({ ...page, run, records: [{ sourceId: 'N1', hash: 'h', payload: '{}' }] });
  await ledger.recordIntents(run, [{ key, action: 'add', targetId: 'W1', draft: '{}' }]);
  const database = new DatabaseSync(file());
  const versions = database.prepare('SELECT version FROM draft').all();
  expect(versions).toMatchObject([{ version: 1 }]);
  database.exec('UPDATE draft SET version = 2');
  database.close();
  await expect(ledger.openIntents()).rejects.toMatchObject({ code: 'ledger-newer' });
  await ledger.close();
});
