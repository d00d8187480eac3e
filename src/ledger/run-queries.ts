import { type EntityName, entityNameSchema } from '../model/entities.ts';
import { add, decimal, multiply, ZERO } from '../model/money.ts';
import { type Instant, instantSchema } from '../model/time.ts';
import type { LedgerRecord } from './record.ts';
import { acceptedIn, recordOf } from './rows.ts';
import type { RunPart, RunPartKey } from './run-entry.ts';
import type { Writer } from './writer.ts';

/** Sums are made here and not by SQLite, whose numbers are floats. */
export function partsOfRun(writer: Writer, run: number): RunPart[] {
  const rows = writer.all(
    `SELECT store, entity, counted.outcome AS outcome,
       CASE WHEN counted.outcome IN ('skipped', 'quarantined') THEN reason END AS reason, amount, accepted, accepted_as, count(*) AS count
     FROM run_record AS counted JOIN record USING (store, entity, source_id) WHERE counted.run = ?
     GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY 1, 2, 3, 4`,
    run,
  );
  const parts = new Map<string, RunPart>();
  for (const row of rows) {
    const [store, reason] = [String(row['store']), row['reason'] === null ? null : String(row['reason'])];
    const entity = entityNameSchema.parse(row['entity']);
    const outcome = (row['outcome'] === null ? 'pending' : String(row['outcome'])) as RunPart['outcome'];
    const name = JSON.stringify([store, entity, outcome, reason]);
    const before = parts.get(name) ?? { store, entity, outcome, reason, count: 0, amount: ZERO, accepted: ZERO };
    const count = Number(row['count']);
    const amount = row['amount'] === null ? ZERO : multiply(decimal(String(row['amount'])), decimal(count));
    const accepted = multiply(acceptedIn(row), decimal(count));
    parts.set(name, {
      ...before,
      count: before.count + count,
      amount: add(before.amount, amount),
      accepted: add(before.accepted, accepted),
    });
  }
  return [...parts.values()];
}

export function recordsOfRun(writer: Writer, run: number, part: RunPartKey, limit: number): LedgerRecord[] {
  return writer
    .all(
      `SELECT record.* FROM run_record AS counted JOIN record USING (store, entity, source_id)
       WHERE counted.run = ? AND store = ? AND entity = ? AND coalesce(counted.outcome, 'pending') = ?
       ORDER BY source_id LIMIT ?`,
      run,
      part.store,
      part.entity,
      part.outcome,
      limit,
    )
    .map(recordOf);
}

/** One that a problem of the store or of the primary has cut short had not all of the store. */
export function lastWholeRun(writer: Writer, store: string): Instant | null {
  const row = writer.get(
    `SELECT started_at FROM run WHERE narrowed = 0 AND status IN ('good', 'open', 'differences', 'failed')
       AND json_extract(summary, ?1) IS NOT NULL
       AND NOT EXISTS (SELECT 1 FROM json_each(summary, '$.problems') WHERE json_extract(value, '$.store') IN (?2, 'primary'))
     ORDER BY id DESC LIMIT 1`,
    `$.bound.${JSON.stringify(store)}`,
    store,
  );
  return row === undefined ? null : instantSchema.parse(row['started_at']);
}

export function belongingTo(writer: Writer, store: string, entity: EntityName, parent: string): LedgerRecord[] {
  return writer
    .all('SELECT * FROM record WHERE store = ? AND entity = ? AND parent = ? ORDER BY source_id', store, entity, parent)
    .map(recordOf);
}
