import { nameOf } from '../recent-records.ts';
import type { LedgerChanges, RecordChange } from '../storage.ts';
import { outcomeCode } from './codes.ts';
import { lift } from './lift.ts';
import { applyNotes } from './notes.ts';
import { Outdated } from './outdated.ts';
import { putIntentsAndAudit, valuesOf } from './put-intents.ts';
import { putRecord } from './put-record.ts';
import type { Statements } from './statements.ts';
import type { Words } from './words.ts';

const BY_NAME = 'store = ? AND entity = ? AND name = ?';

/** Inside a transaction. @returns the ids of the new intents @throws Outdated */
export function applyChanges(statements: Statements, words: Words, changes: LedgerChanges): number[] {
  if (statements.layers.length > 1) lift(statements, words, changes);
  checkUnchanged(statements, words, changes.unchanged ?? []);
  const ids: Ids = new Map();
  // Those that let go of a target id first, so that another one of the batch can take it.
  for (const record of [...(changes.records ?? [])].sort((a, b) => claim(a) - claim(b)))
    ids.set(nameOf(record.after), putRecord(statements, words, record));
  const made = putIntentsAndAudit(statements, words, changes);
  applyRest(statements, words, changes, ids);
  return made;
}

/** The numbers of the records that were just put, by their keys. */
type Ids = Map<string, number>;

function claim({ after: { state, targetId } }: RecordChange): number {
  return state === 'linked' || targetId === null ? 0 : 1;
}

function checkUnchanged(
  statements: Statements,
  words: Words,
  unchanged: NonNullable<LedgerChanges['unchanged']>,
): void {
  if (unchanged.length === 0) return;
  const outdated = statements.inEach(
    ({
      at,
      has,
    }) => `SELECT 1 FROM json_each(?) AS seen CROSS JOIN ${at}.record AS record ON record.store = seen.value ->> 0
       AND record.entity = seen.value ->> 1 AND record.source_id = seen.value ->> 2
     WHERE record.revision <> seen.value ->> 3 AND ${has('record.id')} LIMIT 1`,
    JSON.stringify(unchanged.map(({ key, revision }) => [...valuesOf(words, key), revision])),
  );
  if (outdated.length > 0) throw new Outdated();
}

function applyRest(statements: Statements, words: Words, changes: LedgerChanges, ids: Ids): void {
  for (const { run, key, outcome } of changes.outcomes ?? []) {
    const id = ids.get(nameOf(key));
    if (id !== undefined) {
      statements.run(
        `INSERT INTO main.run_record (run, record, outcome) VALUES (?, ?, ?)
           ON CONFLICT DO UPDATE SET outcome = excluded.outcome`,
        ...[run, id, outcomeCode(outcome)],
      );
      continue;
    }
    for (const { at, has } of statements.layers)
      statements.run(
        `INSERT INTO main.run_record (run, record, outcome) SELECT ?, id, ? FROM ${at}.record AS record
           WHERE store = ? AND entity = ? AND source_id = ? AND ${has('record.id')}
           ON CONFLICT DO UPDATE SET outcome = excluded.outcome`,
        ...[run, outcomeCode(outcome), ...valuesOf(words, key)],
      );
  }
  for (const key of changes.uncounted?.keys ?? [])
    for (const { at } of statements.layers)
      statements.run(
        `DELETE FROM main.run_record WHERE run = ? AND record =
           (SELECT id FROM ${at}.record WHERE store = ? AND entity = ? AND source_id = ?)`,
        ...[changes.uncounted?.run ?? 0, ...valuesOf(words, key)],
      );
  for (const watermark of changes.watermarks ?? []) moveWatermark(statements, watermark);
  if (!applyNotes(statements, changes.notes ?? [])) throw new Outdated();
}

type Move = NonNullable<LedgerChanges['watermarks']>[number];

function moveWatermark(statements: Statements, { store, entity, name, before, after }: Move): void {
  if (before === null && after === null) {
    const there = statements.get(`SELECT 1 FROM watermark WHERE ${BY_NAME}`, store, entity, name);
    if (there !== undefined) throw new Outdated();
    return;
  }
  const { changes } =
    before === null
      ? statements.run(
          'INSERT INTO main.watermark (store, entity, name, upto) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
          ...[store, entity, name, after],
        )
      : after === null
        ? statements.run(`DELETE FROM main.watermark WHERE ${BY_NAME} AND upto = ?`, store, entity, name, before)
        : statements.run(
            `UPDATE main.watermark SET upto = ? WHERE ${BY_NAME} AND upto = ?`,
            ...[after, store, entity, name, before],
          );
  if (changes !== 1) throw new Outdated();
}
