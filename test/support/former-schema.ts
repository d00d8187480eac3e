import { DatabaseSync } from 'node:sqlite';
import { APPLICATION_ID, migrations } from '../../src/ledger/storage/sqlite/schema.ts';
import { unpack } from '../../src/ledger/storage/sqlite/snapshot-codec.ts';

/** What a table of former versions takes from a present ledger, where that has no table or column of the same name and sense. */
const TABLES: Readonly<Record<string, string>> = {
  store: "SELECT name, value AS host FROM present.note_in_words WHERE scope = 'store'",
  cursor: "SELECT store, entity, CASE name WHEN 'changes' THEN '' ELSE name END AS slice, upto FROM present.watermark",
  learned:
    "SELECT substr(scope, 9) AS scope, name, value, '' AS at FROM present.note WHERE substr(scope, 1, 8) = 'learned/'",
  record: `SELECT *, iif(origin = 'file', 'file:' || hash, hash) AS former_hash, iif(to_be_read = 1, '', rules) AS former_rules,
    iif(is_undelivered = 1, '', payload) AS former_payload, iif(accepted_as IS NULL, NULL, json_object('seen', json(accepted_as),
      'open', json(CASE WHEN open_to_look = 1 AND open_to_proof = 1 THEN '["look","proof"]' WHEN open_to_look = 1 THEN '["look"]'
        WHEN open_to_proof = 1 THEN '["proof"]' ELSE '[]' END))) AS former_accepted_as FROM (SELECT *, unpacked(read_as) AS former_read_as, unpacked(copied_as) AS former_copied_as FROM present.record_in_words)`,
  intent: 'SELECT * FROM present.intent_in_words',
  run_record: 'SELECT * FROM present.run_record_in_words',
  audit: 'SELECT * FROM present.audit_in_words',
};
/** The same of one that has numbers for words, but not yet bits. */
const COMPACT_TABLES: Readonly<Record<string, string>> = {
  record:
    'SELECT record.*, told.hash AS former_hash FROM present.record JOIN present.record_in_words AS told ON told.id = record.id',
  intent:
    'SELECT intent.*, coalesce(intent.target_id, record.target_id) AS former_target_id FROM present.intent JOIN present.record ON record.id = intent.record',
  note: 'SELECT * FROM present.note_in_words',
};
const FORMER_OF_COMPACT: Readonly<Record<string, string>> = { record: 'hash', intent: 'target_id' };
const FORMER_COLUMNS = ['hash', 'rules', 'payload', 'accepted_as', 'read_as', 'copied_as'];
const UNTOLD = ['history_slice', 'elsewhere', 'searched', 'contact', 'transaction_of'];

/** From this one on rows hold numbers for words. */
const COMPACT = 18;

/** Makes of a ledger of this version what a version with so many steps of the schema would have left, in another file. */
export function writeFormerLedger(ledger: string, former: string, version: number): void {
  const database = new DatabaseSync(former);
  database.function('unpacked', (cell) => (cell instanceof Uint8Array ? unpack(cell) : cell));
  for (const statements of migrations.slice(0, version)) database.exec(statements);
  database.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${version}`);
  database.prepare('ATTACH ? AS present').run(ledger);
  // What triggers keep is copied like all else, not counted once more.
  const triggers =
    version < COMPACT ? [] : database.prepare("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").all();
  for (const { name } of triggers) database.exec(`DROP TRIGGER ${String(name)}`);
  for (const { name } of names(database, "SELECT name FROM sqlite_master WHERE type = 'table'")) {
    if (UNTOLD.includes(name)) continue;
    const columns = names(database, `PRAGMA table_info(${name})`).map((column) => column.name);
    const isFormer = (column: string): boolean =>
      version < COMPACT ? name === 'record' && FORMER_COLUMNS.includes(column) : FORMER_OF_COMPACT[name] === column;
    const given = columns.map((column) => (isFormer(column) ? `former_${column}` : column));
    const from = (version < COMPACT ? TABLES : COMPACT_TABLES)[name] ?? `SELECT * FROM present.${name}`;
    database.exec(`INSERT INTO ${name} (${columns.join(', ')}) SELECT ${given.join(', ')} FROM (${from})`);
  }
  for (const { sql } of triggers) database.exec(String(sql));
  database.close();
}

function names(database: DatabaseSync, sql: string): { readonly name: string }[] {
  return database
    .prepare(sql)
    .all()
    .map((row) => ({ name: String(row['name']) }));
}
