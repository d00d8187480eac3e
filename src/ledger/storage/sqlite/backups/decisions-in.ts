import { DatabaseSync } from 'node:sqlite';
import { BY_A_PERSON } from '../../../run-entry.ts';

/** About how many records people have decided, as a ledger's file says: unlike copies, nothing but a ledger knows it. */
export function decisionsIn(file: string): number {
  const database = new DatabaseSync(file, { readOnly: true, timeout: 5_000 });
  try {
    const row = database
      .prepare(
        "SELECT count(DISTINCT json_array(store, entity, source_id)) AS count FROM audit WHERE run = ? AND event NOT IN ('claimed', 'purged') AND source_id <> ''",
      )
      .get(BY_A_PERSON);
    return Number(row?.['count'] ?? 0);
  } finally {
    database.close();
  }
}
