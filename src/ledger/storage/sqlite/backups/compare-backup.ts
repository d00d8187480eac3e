import { DatabaseSync } from 'node:sqlite';
import type { Instant } from '../../../../model/time.ts';
import type { YoungerThan } from '../../../backup.ts';
import { BY_A_PERSON } from '../../../run-entry.ts';
import { recordsOf } from '../in-words.ts';
import { translateSqliteError } from '../sqlite-errors.ts';

/** @throws ConsolidatorError `ledger-damaged` and the like, where one of them can't be read */
export function youngerThan(ledger: string, older: string): YoungerThan {
  const database = new DatabaseSync('');
  try {
    database.prepare('ATTACH ? AS present').run(ledger);
    database.prepare('ATTACH ? AS older').run(older);
    const runs = database
      .prepare(
        'SELECT count(*) AS count, min(started_at) AS first, max(started_at) AS last FROM present.run WHERE id > (SELECT coalesce(max(id), 0) FROM older.run)',
      )
      .get();
    const copies = database
      .prepare(
        `SELECT entity, count(*) AS count FROM ${recordsOf(database, 'present')} AS now
         WHERE state IN ('loaded', 'linked') AND NOT EXISTS (SELECT 1 FROM ${recordsOf(database, 'older')} AS before
           WHERE before.store = now.store AND before.entity = now.entity AND before.source_id = now.source_id
             AND before.state IN ('loaded', 'linked'))
         GROUP BY entity ORDER BY entity`,
      )
      .all();
    const decisions = database
      .prepare(
        `SELECT count(DISTINCT json_array(store, entity, source_id)) AS count FROM present.audit
         WHERE run = ? AND event NOT IN ('claimed', 'purged') AND source_id <> '' AND id > (SELECT coalesce(max(id), 0) FROM older.audit)`,
      )
      .get(BY_A_PERSON);
    return {
      runs: Number(runs?.['count'] ?? 0),
      firstRun: (runs?.['first'] ?? null) as Instant | null,
      lastRun: (runs?.['last'] ?? null) as Instant | null,
      copies: Object.fromEntries(copies.map((row) => [String(row['entity']), Number(row['count'])])),
      decisions: Number(decisions?.['count'] ?? 0),
    };
  } catch (error) {
    throw translateSqliteError(error, ledger);
  } finally {
    database.close();
  }
}
