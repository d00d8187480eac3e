import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { migrations } from '../../../src/ledger/storage/sqlite/schema.ts';
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

/** What an id, a reference, a hash or a label may be, and is told letter by letter. */
const ODD = [
  '007', '0', '-0', '1e3', '1.0', '9007199254740993', '9223372036854775808', '9'.repeat(300), '0x10', 'NULL', 'true',
  'A'.repeat(22), '-'.repeat(22), `${'_'.repeat(21)}=`, Buffer.from('0123456789abcdef').toString('base64'), 'ab'.repeat(16),
  'é', 'e\u0301', 'ß', 'SS', 'İ', 'ı', 'K', '\u212a', '٣', '🙂', '\ufeffN1', 'N1 ', ' N1', 'N1\n', "N'1", 'N"1', '%N_1', 'n1', 'N1',
]; // biome-ignore format: a list

test('ids and references of whatever letters come over one for one, and are found by the very same letters', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'odd-ids-'));
  try {
    const file = join(folder, 'ledger.db');
    placeEarlierLedger(file, BITS - 1, 'states', { west: 'west.example', main: 'main.example', installation: '0123456789ab' }); // biome-ignore format: one line
    const database = new DatabaseSync(file);
    const [word] = database.prepare("SELECT (SELECT id FROM word WHERE text = 'west') AS store, (SELECT id FROM word WHERE text = 'payments') AS entity").all(); // biome-ignore format: one line
    const put =
      database.prepare(`INSERT INTO record (store, entity, source_id, target_id, parent, state, hash, rules, changed_at, revision, is_file,
        to_be_read, has_content, is_gone, open_to_look, open_to_proof, amount, tax, booked_on)
      VALUES (?, ?, ?, ?, ?, 'loaded', ?, 1, 0, 1, 0, 0, 0, 0, 0, 0, '1.00', '0.09', ?)`);
    const intend = database.prepare('INSERT INTO intent (id, run, record, action, target_id, at, outcome, revision, is_told) VALUES (?, 1, ?, ?, ?, 0, 2, 1, 1)'); // biome-ignore format: one line
    const note = database.prepare("INSERT INTO note (scope, name, label, value) VALUES (?, ?, ?, 'v')");
    const action = Number(database.prepare('SELECT min(action) AS action FROM intent').get()?.['action']);
    for (const [place, id] of ODD.entries()) {
      // Targets fold the case of A to Z, so that two of them would be one.
      const { lastInsertRowid } = put.run(Number(word?.['store']), Number(word?.['entity']), id, `west:${id} ${place}`, id, id, place % 2 === 0 ? id : '2026-02-29'); // biome-ignore format: one line
      intend.run(
        1_000 + place,
        lastInsertRowid,
        action,
        place % 3 === 0 ? `WEST:${id} ${place}` : `west:${id} ${place}`,
      );
      note.run(`learned/scope ${id}`, id, `${id}${id}`);
    }
    database.exec('INSERT INTO standing SELECT store, entity, state, count(*) FROM record WHERE true GROUP BY 1, 2, 3 ON CONFLICT DO UPDATE SET count = excluded.count'); // biome-ignore format: one line
    database.close();
    const before = toldBy(file);
    const ledger = openLedger(file);
    try {
      const known = await ledger.known('west', 'payments', ODD);
      expect([...known.values()].map(({ sourceId, hash, parent }) => [sourceId, hash, parent]).sort()).toEqual(
        ODD.map((id) => [id, id, id]).sort(),
      );
      for (const [place, id] of ODD.entries()) {
        const found = await ledger.findByTarget('payments', `west:${id} ${place}`);
        expect(found.map(({ sourceId }) => sourceId)).toEqual([id]);
        expect(await ledger.learnedOf(`scope ${id}`, [id])).toEqual(new Map([[id, 'v']]));
      }
    } finally {
      await ledger.close();
    }
    const after = toldBy(file);
    for (const table of ['records', 'intents', 'audit', 'notes', 'outcomes'])
      expect(after[table]).toEqual(before[table]);
    expect(migrations.length).toBeGreaterThanOrEqual(BITS);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
