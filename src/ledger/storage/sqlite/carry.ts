import type { DatabaseSync } from 'node:sqlite';
import type { CarriedRow, CarriedRows } from '../carried-rows.ts';
import { IDENTITY } from '../storage.ts';
import { outcomeCode, secondsOf, secondsOrNull } from './codes.ts';
import { INTENT_TARGET, TARGET_UNLESS_THE_RECORDS } from './intent-target.ts';
import { putNote } from './notes.ts';
import { auditEntryOf, DRAFT_VERSION, intentOf, noteOf, runOf, runOutcomeOf, watermarkOf } from './other-rows.ts';
import { addToAudit, saidCode, valuesOf } from './put-intents.ts';
import { putRecord } from './put-record.ts';
import { besideIn, keyOf, RECORD_COLUMNS, storedRecordOf } from './record-rows.ts';
import { INTENT_COLUMNS } from './select-intents.ts';
import { translateSqliteError } from './sqlite-errors.ts';
import { Statements, type Values } from './statements.ts';
import { Words } from './words.ts';

/** So many rows at once. */
const PAGE = 500;
const inWords = (column: string): string => `(SELECT text FROM word WHERE word.id = ${column})`;
const BY_KEY = `${inWords('record.store')}, ${inWords('record.entity')}, record.source_id`;

/** All that a ledger of this version holds, as of one moment. @param file for messages */
export async function* readCarried(database: DatabaseSync, file: string): CarriedRows {
  try {
    if (!database.isTransaction) database.exec('BEGIN');
    const words = new Words(new Statements(database));
    const of = (sql: string, make: (row: Record<string, unknown>) => CarriedRow) => paged(database, sql, make);
    yield* of("SELECT key AS name, '' AS label, value FROM meta ORDER BY key", (row) => ({
      of: 'note',
      value: noteOf(IDENTITY, row),
    }));
    yield* of('SELECT * FROM note_in_words ORDER BY scope, name', (row) => ({
      of: 'note',
      value: noteOf(String(row['scope']), row),
    }));
    yield* of('SELECT * FROM watermark ORDER BY store, entity, name', (row) => ({
      of: 'watermark',
      value: watermarkOf(row),
    }));
    yield* of('SELECT * FROM run ORDER BY id', (row) => ({ of: 'run', value: runOf(row) }));
    yield* records(database, words);
    yield* of(
      `SELECT ${INTENT_COLUMNS} FROM intent JOIN record ON record.id = intent.record LEFT JOIN draft ON draft.intent = intent.id
         LEFT JOIN look_up ON look_up.intent = intent.id ORDER BY intent.id`,
      (row) => ({ of: 'intent', value: intentOf(row, words) }),
    );
    yield* of(ALL_OF_AUDIT, (row) => ({
      of: 'audit',
      value: { id: Number(row['id']), key: keyOf(row, words), entry: auditEntryOf(row, words) },
    }));
    yield* of(
      `SELECT run, store, entity, source_id, outcome FROM run_record JOIN record ON record.id = run_record.record ORDER BY run, ${BY_KEY}`,
      (row) => ({ of: 'outcome', value: runOutcomeOf(row, words) }),
    );
  } catch (error) {
    throw translateSqliteError(error, file);
  }
}

const TOLD = 'FROM intent JOIN record ON record.id = intent.record';
const ALL_OF_AUDIT = `SELECT id, at, run, store, entity, source_id, event, detail, who, NULL AS outcome FROM audit
  UNION ALL SELECT intent.id, at, run, store, entity, source_id, action, ${INTENT_TARGET}, NULL, 0 ${TOLD} WHERE is_told = 1
  UNION ALL SELECT intent.id + ended_told, at + ended_after, coalesce(ended_in, run), store, entity, source_id, action, NULL, NULL,
    outcome ${TOLD} WHERE ended_told IS NOT NULL
  ORDER BY 1`;

function* paged(
  database: DatabaseSync,
  sql: string,
  make: (row: Record<string, unknown>) => CarriedRow,
): Generator<readonly CarriedRow[]> {
  let page: CarriedRow[] = [];
  for (const row of database.prepare(sql).iterate()) {
    page.push(make(row));
    if (page.length < PAGE) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}

function* records(database: DatabaseSync, words: Words): Generator<readonly CarriedRow[]> {
  const statement = database.prepare(`SELECT ${RECORD_COLUMNS} FROM record${besideIn('main')} ORDER BY ${BY_KEY}`);
  statement.setReturnArrays(true);
  let page: CarriedRow[] = [];
  // SQLite gives arrays from now on, which the type of `iterate` does not know.
  for (const row of statement.iterate() as unknown as Iterable<Values>) {
    const [store, entity, ...rest] = row;
    page.push({ of: 'record', value: storedRecordOf([words.textOf(store), words.textOf(entity), ...rest], words) });
    if (page.length < PAGE) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}

/** Puts all of it into a ledger that holds nothing but its own name, in one transaction, which is left open. */
export async function fillCarried(database: DatabaseSync, rows: CarriedRows): Promise<void> {
  const statements = new Statements(database);
  const words = new Words(statements);
  // What is tried out is one transaction already.
  if (!database.isTransaction) database.exec('BEGIN IMMEDIATE');
  try {
    database.exec('DELETE FROM meta');
    for await (const page of rows) for (const row of page) fillOne(statements, words, row);
    database.exec(`INSERT INTO told (one, last) SELECT 1, max(coalesce((SELECT max(id) FROM audit), 0), coalesce((SELECT max(id) FROM intent), 0))
      WHERE EXISTS (SELECT 1 FROM audit) OR EXISTS (SELECT 1 FROM intent)`);
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

function fillOne(statements: Statements, words: Words, row: CarriedRow): void {
  switch (row.of) {
    case 'note': {
      const { scope, name, value } = row.value;
      if (scope === IDENTITY) statements.run('INSERT INTO meta (key, value) VALUES (?, ?)', name, value);
      else putNote(statements, row.value);
      return;
    }
    case 'watermark': {
      const { store, entity, name, upTo } = row.value;
      statements.run(
        'INSERT INTO watermark (store, entity, name, upto) VALUES (?, ?, ?, ?)',
        store,
        entity,
        name,
        upTo,
      );
      return;
    }
    case 'run': {
      const { id, startedAt, endedAt, status, narrowed, summary } = row.value;
      statements.run(
        'INSERT INTO run (id, started_at, ended_at, status, narrowed, summary, told_before) VALUES (?, ?, ?, ?, ?, ?, 0)',
        ...[id, startedAt, endedAt, status, Number(narrowed), summary],
      );
      return;
    }
    case 'record': {
      const { revision, value } = row.value;
      putRecord(statements, words, { before: undefined, after: value });
      if (revision !== 1)
        statements.run(
          'UPDATE record SET revision = ? WHERE store = ? AND entity = ? AND source_id = ?',
          ...[revision, ...valuesOf(words, value)],
        );
      return;
    }
    case 'intent':
      fillIntent(statements, words, row.value);
      return;
    case 'audit':
      addToAudit(statements, words, row.value, row.value.id);
      return;
    case 'outcome': {
      const { run, key, outcome } = row.value;
      statements.run(
        'INSERT INTO run_record (run, record, outcome) SELECT ?, id, ? FROM record WHERE store = ? AND entity = ? AND source_id = ?',
        ...[run, outcomeCode(outcome), ...valuesOf(words, key)],
      );
    }
  }
}

function fillIntent(
  statements: Statements,
  words: Words,
  { revision, value }: Extract<CarriedRow, { of: 'intent' }>['value'],
): void {
  const { id, run, key, action, targetId, at, outcome, draft, refusal } = value;
  statements.run(
    `INSERT INTO intent (id, run, record, action, target_id, at, said)
       SELECT ?, ?, id, ?, ${TARGET_UNLESS_THE_RECORDS}, ?, ? FROM record WHERE store = ? AND entity = ? AND source_id = ?`,
    ...[id, run, words.keep(action), targetId, targetId, secondsOf(at)],
    ...[saidCode({ outcome, isTold: false, revision }), ...valuesOf(words, key)],
  );
  if (draft !== null || refusal !== null)
    statements.run(
      'INSERT INTO draft (intent, draft, version, refusal) VALUES (?, ?, ?, ?)',
      ...[id, draft, draft === null ? null : DRAFT_VERSION, refusal],
    );
  const looks = [value.firstLookUp, value.lastLookUp, value.firstLookUpThere].map(secondsOrNull);
  if (value.lookUps === 0 && looks.every((one) => one === null)) return;
  statements.run(
    'INSERT INTO look_up (intent, count, first, last, first_there) VALUES (?, ?, ?, ?, ?)',
    ...[id, value.lookUps, ...looks],
  );
}
