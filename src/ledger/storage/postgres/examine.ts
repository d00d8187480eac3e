import type { LedgerExamination } from '../../examination.ts';
import type { Database } from './database.ts';
import { SUMS_OF_RECORDS } from './day-sums.ts';
import { SCHEMA_VERSION } from './write-function.ts';

/** Looks at a whole ledger without changing it. Whether pages of the database are sound, PostgreSQL says as it reads them. */
export async function examine(database: Database): Promise<LedgerExamination> {
  const { schema } = database;
  const ask = (sql: string) => database.rows(sql.replaceAll('SCHEMA', schema));
  const orphans: { readonly what: string; readonly count: number }[] = [];
  for (const [what, sql] of CHECKS) {
    const count = Number((await ask(sql))[0]?.['count'] ?? 0);
    if (count > 0) orphans.push({ what, count });
  }
  const [told] = await ask(`SELECT version, (SELECT count(*) FROM SCHEMA.run WHERE status = 'running') AS open_runs,
    (SELECT coalesce(sum(pg_total_relation_size(oid)), 0)::bigint FROM pg_class WHERE relkind = 'r'
      AND relnamespace = 'SCHEMA'::regnamespace) AS bytes FROM SCHEMA.ledger`);
  return {
    integrity: [],
    schemaVersion: Number(told?.['version'] ?? 0),
    knownSchemaVersion: SCHEMA_VERSION,
    bytes: Number(told?.['bytes'] ?? 0),
    orphans,
    openRuns: Number(told?.['open_runs'] ?? 0),
  };
}

/** Rows that refer to something that is not there: no verb leaves such a thing behind. */
const CHECKS: readonly (readonly [string, string])[] = [
  [
    'intents without their record',
    'SELECT count(*) AS count FROM SCHEMA.intent AS other WHERE NOT EXISTS (SELECT FROM SCHEMA.kept_record AS record WHERE record.id = other.record)',
  ],
  [
    'counted records that are not there',
    'SELECT count(*) AS count FROM SCHEMA.run_outcome AS other WHERE NOT EXISTS (SELECT FROM SCHEMA.kept_record AS record WHERE record.id = other.record)',
  ],
  [
    'records whose content is not there',
    "SELECT count(*) AS count FROM SCHEMA.kept_record WHERE (content = 'whole') <> (payload IS NOT NULL)",
  ],
  [
    'records being written without an intent',
    `SELECT count(*) AS count FROM SCHEMA.kept_record AS other WHERE state = 'writing' AND NOT EXISTS (SELECT FROM SCHEMA.intent AS intent
       WHERE intent.record = other.id AND (intent.outcome IS NULL OR intent.outcome = 'step-done'))`,
  ],
  [
    'copied payments whose order is not copied',
    `SELECT count(*) AS count FROM SCHEMA.kept_record AS other WHERE entity = 'payments' AND state = 'loaded' AND NOT EXISTS (
       SELECT FROM SCHEMA.kept_record AS upper WHERE upper.store = other.store AND upper.entity = 'orders' AND upper.source_id = other.parent
         AND upper.target_id IS NOT NULL)`,
  ],
  // A payment or return that a person has found in the primary bears no reference of ours there.
  [
    'copies without a target id',
    `SELECT count(*) AS count FROM SCHEMA.kept_record WHERE target_id IS NULL AND (state = 'loaded' OR (state = 'linked'
       AND entity NOT IN ('payments', 'rmas')))`,
  ],
  [
    'counts of records that are others',
    `SELECT count(*) AS count FROM (SELECT store, entity, state, count(*) AS count FROM SCHEMA.kept_record GROUP BY 1, 2, 3
       EXCEPT SELECT store, entity, state, count FROM SCHEMA.standing) AS other`,
  ],
  [
    'sums of days that are others',
    `WITH sums AS (${SUMS_OF_RECORDS}),
       kept AS (SELECT booked_on, store, entity, state, reason, count, amount, tax FROM SCHEMA.day_sum WHERE count <> 0 OR amount <> 0 OR tax <> 0)
     SELECT (SELECT count(*) FROM (SELECT * FROM sums EXCEPT SELECT * FROM kept) AS missing)
       + (SELECT count(*) FROM (SELECT * FROM kept EXCEPT SELECT * FROM sums) AS other) AS count`,
  ],
];
