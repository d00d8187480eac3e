import { statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { LedgerExamination } from '../../examination.ts';
import { intentOutcomeCode } from './codes.ts';
import { SUM_COLUMNS, sumsFrom } from './day-sums-schema.ts';
import { migrations } from './schema.ts';
import type { Row, Statements } from './statements.ts';

/** Looks at a whole ledger without changing it. */
export function examine(statements: Statements, file: string): LedgerExamination {
  const { integrity, schemaVersion } =
    file === ':memory:' ? examineDatabase({ all: (sql) => statements.all(sql) }) : examineFile(file);
  return {
    integrity,
    schemaVersion,
    knownSchemaVersion: migrations.length,
    bytes: sizeOf(file) + sizeOf(`${file}-wal`),
    orphans: orphans(statements),
    openRuns: Number(statements.get("SELECT count(*) AS count FROM run WHERE status = 'running'")?.['count'] ?? 0),
  };
}

/** The file itself, since a ledger of an earlier version is looked at by a copy. */
function examineFile(file: string): Pick<LedgerExamination, 'integrity' | 'schemaVersion'> {
  const database = new DatabaseSync(file, { timeout: 5_000 });
  try {
    return examineDatabase({ all: (sql) => database.prepare(sql).all() });
  } finally {
    database.close();
  }
}

function examineDatabase({ all }: { all(sql: string): Row[] }): Pick<LedgerExamination, 'integrity' | 'schemaVersion'> {
  const integrity = all('PRAGMA integrity_check').map((row) => String(row['integrity_check']));
  return {
    integrity: integrity.length === 1 && integrity[0] === 'ok' ? [] : integrity,
    schemaVersion: Number(all('PRAGMA user_version')[0]?.['user_version'] ?? 0),
  };
}

const STEP_DONE = intentOutcomeCode('step-done');
const idOf = (word: string): string => `coalesce((SELECT id FROM word WHERE text = '${word}'), -1)`;

/** Rows that refer to something that is not there: no verb leaves such a thing behind. */
function orphans(statements: Statements): { readonly what: string; readonly count: number }[] {
  const checks: readonly (readonly [string, string])[] = [
    [
      'intents without their record',
      'SELECT count(*) AS count FROM intent AS other WHERE NOT EXISTS (SELECT 1 FROM record WHERE record.id = other.record)',
    ],
    [
      'counted records that are not there',
      'SELECT count(*) AS count FROM run_record AS other WHERE NOT EXISTS (SELECT 1 FROM record WHERE record.id = other.record)',
    ],
    [
      'contents, findings and snapshots without their record',
      `SELECT count(*) AS count FROM (SELECT record FROM content UNION ALL SELECT record FROM finding UNION ALL SELECT record FROM snapshot) AS other
         WHERE NOT EXISTS (SELECT 1 FROM record WHERE record.id = other.record)`,
    ],
    [
      'records whose content is not there',
      'SELECT count(*) AS count FROM record WHERE has_content = 1 AND NOT EXISTS (SELECT 1 FROM content WHERE content.record = record.id AND payload IS NOT NULL)',
    ],
    [
      'records being written without an intent',
      `SELECT count(*) AS count FROM record AS other WHERE state = 'writing' AND NOT EXISTS (SELECT 1 FROM intent
         WHERE intent.record = other.id AND (intent.outcome IS NULL OR intent.outcome = ${STEP_DONE}))`,
    ],
    [
      'copied payments whose order is not copied',
      `SELECT count(*) AS count FROM record AS other WHERE entity = ${idOf('payments')} AND state = 'loaded' AND NOT EXISTS (
         SELECT 1 FROM record WHERE record.store = other.store AND record.entity = ${idOf('orders')} AND record.source_id = other.parent
           AND record.target_id IS NOT NULL)`,
    ],
    // A payment or return that a person has found in the primary bears no reference of ours there.
    [
      'copies without a target id',
      `SELECT count(*) AS count FROM record WHERE target_id IS NULL AND (state = 'loaded' OR (state = 'linked'
         AND entity NOT IN (${idOf('payments')}, ${idOf('rmas')})))`,
    ],
    [
      'counts of records that are others',
      `SELECT count(*) AS count FROM (SELECT store, entity, state, count(*) AS count FROM record GROUP BY 1, 2, 3
         EXCEPT SELECT store, entity, state, count FROM standing)`,
    ],
    [
      'sums of days that are others',
      `WITH sums AS (${sumsFrom('record')}), kept AS (SELECT ${SUM_COLUMNS} FROM day_sum WHERE count <> 0 OR amount <> 0 OR tax <> 0)
         SELECT (SELECT count(*) FROM (SELECT * FROM sums EXCEPT SELECT * FROM kept))
           + (SELECT count(*) FROM (SELECT * FROM kept EXCEPT SELECT * FROM sums)) AS count`,
    ],
  ];
  return checks
    .map(([what, sql]) => ({ what, count: Number(statements.get(sql)?.['count'] ?? 0) }))
    .filter(({ count }) => count > 0);
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
