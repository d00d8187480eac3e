import { DatabaseSync } from 'node:sqlite';
import type { RecordKey } from '../../../../model/entities.ts';
import { isCompact, isPacked, recordsOf } from '../in-words.ts';
import { INTENT_TARGET } from '../intent-target.ts';
import { translateSqliteError } from '../sqlite-errors.ts';

/** Where something personal stands, in words of whatever version: from what, in which column, with the key of its record. */
interface Place {
  readonly from: string;
  readonly column: string;
}

/** What is personal in a ledger of whatever version, beside what was settled, whose rows hold nothing any more. */
export function personalIn(database: DatabaseSync): Place[] {
  const [records, intents] = [recordsOf(database, 'main'), isCompact(database) ? 'intent_in_words' : 'intent'];
  const places = [
    { from: records, column: 'payload' },
    { from: intents, column: 'draft' },
    { from: intents, column: 'refusal' },
  ];
  return places.filter(({ from, column }) => columnNames(database, from.replace('main.', '')).includes(column));
}

/**
 * What waited for a person waits on as after `purge`. What was still to be written is staged without content, so that a
 * run with this ledger asks its store for it anew, and looks for its copy before it writes one.
 * @param only of these records; left out: of all
 */
export function takeOut(file: string, only: readonly RecordKey[] | undefined): void {
  const database = new DatabaseSync(file);
  try {
    database.exec('PRAGMA journal_mode = MEMORY; PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY; BEGIN');
    if (only !== undefined) nameTheirs(database, only);
    if (isCompact(database)) takeOutOfCompact(database, only !== undefined);
    else takeOutOfWords(database, only !== undefined);
    database.exec('COMMIT; VACUUM');
  } catch (error) {
    throw translateSqliteError(error, file);
  } finally {
    database.close();
  }
}

function nameTheirs(database: DatabaseSync, keys: readonly RecordKey[]): void {
  database.exec('CREATE TEMP TABLE theirs (store TEXT, entity TEXT, source_id TEXT)');
  const insert = database.prepare('INSERT INTO theirs VALUES (?, ?, ?)');
  for (const { store, entity, sourceId } of keys) insert.run(store, entity, sourceId);
}

/** What is taken from the number that says how a record stands where it is staged and no more being written. */
const WRITING_FOR_STAGED = 1;
/** What in this number says once that there is content: twice that it is undelivered, and never that it is gone. */
const OF_CONTENT = 8;

function takeOutOfCompact(database: DatabaseSync, isOfSome: boolean): void {
  if (isOfSome)
    database.exec(`CREATE TEMP TABLE their_record AS SELECT record.id FROM theirs JOIN record_in_words AS record
      ON record.store = theirs.store AND record.entity = theirs.entity AND record.source_id = theirs.source_id`);
  const theirs = (column: string): string => (isOfSome ? `${column} IN (SELECT id FROM their_record)` : 'TRUE');
  const drafts = `intent IN (SELECT id FROM intent WHERE ${theirs('record')})`;
  database.exec(`
    UPDATE finding SET message = NULL WHERE ${theirs('record')} AND record IN (
      SELECT id FROM record WHERE state = 'quarantined' AND (reason = 'refused' OR ${isOfSome}));
    -- What they have told stays told.
    INSERT OR IGNORE INTO word (text) VALUES ('intent');
    INSERT INTO audit SELECT intent.id, at, run, store, entity, source_id, (SELECT id FROM word WHERE text = 'intent'),
        (SELECT text FROM word WHERE word.id = action) || ' ' || ${INTENT_TARGET}, NULL
      FROM intent JOIN record ON record.id = intent.record WHERE outcome IS NULL AND is_told = 1 AND ${theirs('record')};
    DELETE FROM draft WHERE ${drafts};
    DELETE FROM look_up WHERE intent IN (SELECT id FROM intent WHERE outcome IS NULL AND ${theirs('record')});
    DELETE FROM intent WHERE outcome IS NULL AND ${theirs('record')};
    UPDATE record SET target_id = NULL WHERE state = 'writing' AND ${theirs('id')}
      AND NOT EXISTS (SELECT 1 FROM snapshot WHERE snapshot.record = record.id AND copied_as IS NOT NULL);
    UPDATE record SET ${isPacked(database) ? `stands = stands - ${WRITING_FOR_STAGED}` : "state = 'staged'"} WHERE state = 'writing' AND ${theirs('id')};
    UPDATE record SET ${isPacked(database) ? `stands = stands + ${OF_CONTENT} * ` : 'has_content = 1 + '}iif(state = 'staged', 1, -1)
      WHERE has_content = 1 AND ${theirs('id')};
    UPDATE content SET payload = NULL WHERE ${theirs('record')};
  `);
}

/** Of a ledger of before rows held numbers for words. */
function takeOutOfWords(database: DatabaseSync, isOfSome: boolean): void {
  const theirs = isOfSome ? '(store, entity, source_id) IN (SELECT store, entity, source_id FROM theirs)' : 'TRUE';
  const names = columnNames(database, 'record');
  const snapshot = names.includes('copied_as') ? 'copied_as IS NULL' : 'TRUE';
  // What was not delivered has no payload, and in earlier versions an empty one.
  const undelivered = names.includes('is_undelivered')
    ? "is_undelivered = (state = 'staged'), payload = NULL"
    : "payload = CASE WHEN state = 'staged' THEN '' ELSE NULL END";
  database.exec(`
    UPDATE record SET message = NULL WHERE state = 'quarantined' AND (reason = 'refused' OR ${isOfSome}) AND ${theirs};
    DELETE FROM intent WHERE outcome IS NULL AND ${theirs};
    UPDATE record SET target_id = NULL WHERE state = 'writing' AND ${snapshot} AND ${theirs};
    UPDATE record SET state = 'staged' WHERE state = 'writing' AND ${theirs};
    UPDATE record SET ${undelivered} WHERE payload IS NOT NULL AND ${theirs};
  `);
  for (const { column } of personalIn(database).filter(({ from }) => from === 'intent'))
    database.exec(`UPDATE intent SET ${column} = NULL WHERE ${theirs}`);
}

function columnNames(database: DatabaseSync, table: string): string[] {
  return database
    .prepare(`PRAGMA table_info(${table})`)
    .all()
    .map((one) => String(one['name']));
}
