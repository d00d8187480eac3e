import type { RecordKey } from '../../../model/entities.ts';
import type { LedgerChanges } from '../storage.ts';
import { columnsOf } from './columns-of.ts';
import { ordersPaidBy } from './coverage.ts';
import { valuesOf } from './put-intents.ts';
import type { Statements } from './statements.ts';
import type { Words } from './words.ts';

/** Copies into the upper layer whatever these changes are about, so that they change nothing below. */
export function lift(statements: Statements, words: Words, changes: LedgerChanges): void {
  const { records = [], newIntents = [], intents = [], forgetDraftsOf = [], uncounted } = changes;
  const keys: RecordKey[] = [
    ...records.map(({ after }) => after),
    ...records.flatMap(({ before, after }) => ordersPaidBy(before?.value, after)),
    ...newIntents.map(({ key }) => key),
    ...intents.map(({ value }) => value.key),
    ...forgetDraftsOf,
  ];
  const ids = statements.all(
    `SELECT record.id AS id FROM json_each(?) AS one CROSS JOIN own.record AS record ON record.store = one.value ->> 0
       AND record.entity = one.value ->> 1 AND record.source_id = one.value ->> 2`,
    JSON.stringify(keys.map((key) => valuesOf(words, key))),
  );
  // Whoever has a target id that one of them is to have is seen to have it.
  const owners = statements.all(
    `SELECT record.id AS id FROM json_each(?) AS one CROSS JOIN own.record AS record INDEXED BY record_by_target
       ON record.entity = one.value ->> 0 AND record.target_id = one.value ->> 1 AND record.target_id IS NOT NULL`,
    JSON.stringify(
      records.flatMap(({ after: { entity, targetId } }) => (targetId === null ? [] : [[words.idOf(entity), targetId]])),
    ),
  );
  for (const { id } of [...ids, ...owners]) liftRecord(statements, Number(id));
  for (const key of uncounted?.keys ?? [])
    statements.run(
      `INSERT OR IGNORE INTO main.struck (run, record) SELECT ?, id FROM own.record
         WHERE store = ? AND entity = ? AND source_id = ?`,
      ...[uncounted?.run ?? 0, ...valuesOf(words, key)],
    );
}

/** A note that is gone above counts no more below. */
export function hideNote(statements: Statements, scope: string, name: string): void {
  statements.run(
    'INSERT OR IGNORE INTO main.gone_note (scope, name) SELECT id, ? FROM main.scope WHERE text = ?',
    name,
    scope,
  );
}

/** With all that belongs to it. */
export function liftRecord(statements: Statements, id: number): void {
  if (statements.run('INSERT OR IGNORE INTO main.lifted (record) VALUES (?)', id).changes === 0) return;
  copyRows(statements, 'record', 'id = ?', id);
  // It was counted where it stands already.
  statements.run(
    `UPDATE main.standing SET count = count - 1 WHERE (store, entity, state) = (SELECT store, entity, state FROM own.record WHERE id = ?)`,
    id,
  );
  for (const table of ['content', 'snapshot', 'finding', 'intent', 'uncovered'])
    copyRows(statements, table, 'record = ?', id);
  for (const table of ['draft', 'look_up'])
    copyRows(statements, table, 'intent IN (SELECT id FROM own.intent WHERE record = ?)', id);
}

function copyRows(statements: Statements, table: string, where: string, id: number): void {
  const columns = columnsOf(statements.database, 'own', table);
  statements.run(`INSERT INTO main.${table} (${columns}) SELECT ${columns} FROM own.${table} WHERE ${where}`, id);
}

export function liftRun(statements: Statements, id: number): void {
  statements.run('INSERT OR IGNORE INTO main.run SELECT * FROM own.run WHERE id = ?', id);
}
