import type { RecordKey } from '../../../model/entities.ts';
import type { LedgerChanges, RecordChange, Stored, StoredIntent } from '../storage.ts';
import { applyNotes } from './notes.ts';
import { DRAFT_VERSION } from './other-rows.ts';
import { columnsOf } from './record-rows.ts';
import type { Statements } from './statements.ts';

/** Something else is there than the changes were computed from. */
export class Outdated extends Error {}

const BY_KEY = 'store = ? AND entity = ? AND source_id = ?';
const BY_NAME = 'store = ? AND entity = ? AND name = ?';

/** Inside a transaction. @returns the ids of the new intents @throws Outdated */
export function applyChanges(statements: Statements, changes: LedgerChanges): number[] {
  checkUnchanged(statements, changes.unchanged ?? []);
  // Those that let go of a target id first, so that another one of the batch can take it.
  for (const record of [...(changes.records ?? [])].sort((a, b) => claim(a) - claim(b))) putRecord(statements, record);
  for (const intent of changes.intents ?? []) putIntent(statements, intent);
  for (const key of changes.forgetDraftsOf ?? []) forgetDrafts(statements, key);
  const made = (changes.newIntents ?? []).map(({ run, key, action, targetId, at, draft }) => {
    const { lastInsertRowid } = statements.run(
      'INSERT INTO intent (run, store, entity, source_id, action, target_id, at, draft, draft_version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
      ...[run, key.store, key.entity, key.sourceId, action, targetId, at, draft],
      draft === null ? null : DRAFT_VERSION,
    );
    return Number(lastInsertRowid);
  });
  applyRest(statements, changes);
  return made;
}

function claim({ after: { state, targetId } }: RecordChange): number {
  return state === 'linked' || targetId === null ? 0 : 1;
}

function checkUnchanged(statements: Statements, unchanged: NonNullable<LedgerChanges['unchanged']>): void {
  if (unchanged.length === 0) return;
  const outdated = statements.get(
    `SELECT 1 FROM json_each(?) AS seen CROSS JOIN record ON record.store = seen.value ->> 0 AND record.entity = seen.value ->> 1
       AND record.source_id = seen.value ->> 2 WHERE record.revision <> seen.value ->> 3 LIMIT 1`,
    JSON.stringify(unchanged.map(({ key, revision }) => [key.store, key.entity, key.sourceId, revision])),
  );
  if (outdated !== undefined) throw new Outdated();
}

function putRecord(statements: Statements, { before, after }: RecordChange): void {
  const key = [after.store, after.entity, after.sourceId];
  const columns = Object.entries(columnsOf(after));
  if (before === undefined) {
    const names = columns.map(([name]) => name);
    const sql = `INSERT INTO record (${names.join(', ')}, store, entity, source_id, revision) VALUES (${'?, '.repeat(names.length)}?, ?, ?, 1) ON CONFLICT DO NOTHING`;
    if (statements.run(sql, ...columns.map(([, value]) => value), ...key).changes !== 1) throw new Outdated();
    return;
  }
  // SQLite makes the entries of an index anew for each column that is named, whether it changes or not.
  const was = columnsOf(before.value);
  let assignments = '';
  const values = [];
  for (const [name, value] of columns) {
    if (was[name] === value) continue;
    assignments += `${name} = ?, `;
    values.push(value);
  }
  const sql = `UPDATE record SET ${assignments}revision = revision + 1 WHERE ${BY_KEY} AND revision = ?`;
  if (statements.run(sql, ...values, ...key, before.revision).changes !== 1) throw new Outdated();
}

function putIntent(statements: Statements, { revision, value }: Stored<StoredIntent>): void {
  const { outcome, draft, refusal, lookUps, firstLookUp, lastLookUp, firstLookUpThere } = value;
  const { changes } = statements.run(
    `UPDATE intent SET outcome = ?, draft = ?, refusal = ?, look_ups = ?, first_look_up = ?, last_look_up = ?, first_look_up_there = ?,
       revision = revision + 1 WHERE id = ? AND revision = ?`,
    ...[outcome, draft, refusal, lookUps, firstLookUp, lastLookUp, firstLookUpThere],
    value.id,
    revision,
  );
  if (changes !== 1) throw new Outdated();
}

function forgetDrafts(statements: Statements, { store, entity, sourceId }: RecordKey): void {
  statements.run(
    `UPDATE intent SET draft = NULL, refusal = NULL, revision = revision + 1 WHERE ${BY_KEY} AND (draft IS NOT NULL OR refusal IS NOT NULL)`,
    ...[store, entity, sourceId],
  );
}

function applyRest(statements: Statements, changes: LedgerChanges): void {
  for (const { run, key, outcome } of changes.outcomes ?? [])
    statements.run(
      'INSERT INTO run_record (run, store, entity, source_id, outcome) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET outcome = excluded.outcome',
      ...[run, key.store, key.entity, key.sourceId, outcome],
    );
  for (const { store, entity, sourceId } of changes.uncounted?.keys ?? [])
    statements.run(
      `DELETE FROM run_record WHERE run = ? AND ${BY_KEY}`,
      changes.uncounted?.run ?? 0,
      store,
      entity,
      sourceId,
    );
  for (const { key, entry } of changes.audit ?? [])
    statements.run(
      'INSERT INTO audit (at, run, store, entity, source_id, event, detail, who) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
      ...[entry.at, entry.run, key.store, key.entity, key.sourceId, entry.event, entry.detail, entry.who ?? null],
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
          'INSERT INTO watermark (store, entity, name, upto) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
          ...[store, entity, name, after],
        )
      : after === null
        ? statements.run(`DELETE FROM watermark WHERE ${BY_NAME} AND upto = ?`, store, entity, name, before)
        : statements.run(
            `UPDATE watermark SET upto = ? WHERE ${BY_NAME} AND upto = ?`,
            ...[after, store, entity, name, before],
          );
  if (changes !== 1) throw new Outdated();
}
