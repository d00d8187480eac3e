import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { openLedger } from '../../support/open-ledger.ts';
import { placeEarlierLedger } from './earlier-ledger.ts';

/** The first version whose rows are bits; the one before tells the same in words. */
const BITS = 20;

/** All that a ledger tells in words, table by table. */
function toldBy(file: string): Readonly<Record<string, unknown[]>> {
  const database = new DatabaseSync(file, { readOnly: true });
  const version = Number(database.prepare('PRAGMA user_version').get()?.['user_version']);
  const all = (sql: string) => database.prepare(sql).all();
  const told = {
    records: all('SELECT * FROM record_in_words ORDER BY id'),
    intents: all('SELECT * FROM intent_in_words ORDER BY id'),
    outcomes: all('SELECT * FROM run_record_in_words ORDER BY run, store, entity, source_id'),
    audit: all('SELECT * FROM audit_in_words ORDER BY id'),
    notes: all(`SELECT * FROM ${version < BITS ? 'note' : 'note_in_words'} ORDER BY scope, name`),
    watermarks: all('SELECT * FROM watermark ORDER BY store, entity, name'),
    runs: all('SELECT * FROM run ORDER BY id'),
    standing: all('SELECT * FROM standing WHERE count > 0 ORDER BY store, entity, state'),
    sums: all('SELECT * FROM day_sum WHERE count > 0 ORDER BY booked_on, store, entity, state, reason'),
  };
  database.close();
  return told;
}

test.each(['run', 'states'] as const)(
  'a ledger of the version before rows were bits (%s) tells the same in words, letter by letter',
  async (kind) => {
    const folder = mkdtempSync(join(tmpdir(), 'in-words-'));
    try {
      const file = join(folder, 'ledger.db');
      placeEarlierLedger(file, BITS - 1, kind, {
        west: 'west.example',
        main: 'main.example',
        installation: '0123456789ab',
      });
      const before = toldBy(file);
      expect([before['records'], before['intents'], before['audit']].every((rows) => (rows?.length ?? 0) > 3)).toBe(
        true,
      );
      const ledger = openLedger(file);
      expect(await ledger.examine()).toMatchObject({ integrity: [], orphans: [] });
      await ledger.close();
      expect(toldBy(file)).toEqual(before);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
);
