import type { RecordKey } from '../../../model/entities.ts';
import { ConsolidatorError } from '../../../model/errors.ts';
import type { Concerns, LedgerContent, YoungerThan } from '../../backup.ts';
import type { LedgerSpot } from '../../claim.ts';
import { BY_A_PERSON } from '../../run-entry.ts';
import { IDENTITY } from '../storage.ts';
import type { Database } from './database.ts';
import { versionOf } from './open-schema.ts';
import { instantOrNull, keyOf } from './record-rows.ts';

const COPIED = "state IN ('loaded', 'linked')";
/** What a person decided of a record, and not of the ledger. */
const DECIDED = `run = ${BY_A_PERSON} AND event NOT IN ('claimed', 'purged') AND source_id <> ''`;

/** What tells a schema from another one of its name; undefined where there is nothing in it. */
export async function oidOf(database: Database): Promise<string | undefined> {
  const [row] = await database.rows(
    'SELECT oid::text AS oid FROM pg_namespace WHERE nspname = $1 AND EXISTS (SELECT FROM pg_class WHERE relnamespace = pg_namespace.oid)',
    [database.schema.slice(1, -1)],
  );
  return row === undefined ? undefined : String(row['oid']);
}

/** What tells it from one that was put in its place, and its database from others, by whatever name that is reached. @param schema in which it is to stand */
export async function spotOf(
  database: Database,
  schema = database.schema.slice(1, -1),
): Promise<Omit<LedgerSpot, 'path'>> {
  const [may] = await database.rows("SELECT has_function_privilege('pg_control_system()', 'EXECUTE') AS may");
  const server = may?.['may'] === true ? '(SELECT system_identifier::text FROM pg_control_system())' : "''";
  const [row] = await database.rows(
    `SELECT ${server} AS server, (SELECT oid::text FROM pg_database WHERE datname = current_database()) AS database`,
  );
  return {
    inode: (await oidOf(database)) ?? '',
    database: `${String(row?.['server'])}/${String(row?.['database'])}/${schema}`,
  };
}

/** @throws ConsolidatorError `ledger-missing`, `ledger-not-ours`, `ledger-newer` */
export async function contentOf(database: Database): Promise<LedgerContent> {
  const version = await versionOf(database);
  if (version === undefined)
    throw new ConsolidatorError('ledger-missing', `There is no ledger at ${database.name} yet.`);
  const { schema } = database;
  const [row] = await database.rows(
    `SELECT (SELECT value FROM ${schema}.note WHERE scope = $1 AND name = 'installation') AS installation,
       (SELECT count(*) FROM ${schema}.kept_record WHERE ${COPIED}) AS copies, (SELECT count(*) FROM ${schema}.run) AS runs`,
    [IDENTITY],
  );
  return {
    installation: String(row?.['installation'] ?? ''),
    schema: version,
    copies: Number(row?.['copies'] ?? 0),
    runs: Number(row?.['runs'] ?? 0),
  };
}

export async function decisionsIn(database: Database): Promise<number> {
  const [row] = await database.rows(
    `SELECT count(DISTINCT (store, entity, source_id)) AS count FROM ${database.schema}.audit_entry WHERE ${DECIDED}`,
  );
  return Number(row?.['count'] ?? 0);
}

/** @param older the schema of another state of this ledger, as SQL names it */
export async function youngerThan(database: Database, older: string): Promise<YoungerThan> {
  const { schema } = database;
  const [runs] = await database.rows(
    `SELECT count(*) AS count, min(started_at COLLATE "C") AS first, max(started_at COLLATE "C") AS last FROM ${schema}.run
       WHERE id > (SELECT coalesce(max(id), 0) FROM ${older}.run)`,
  );
  const copies = await database.rows(
    `SELECT entity, count(*) AS count FROM ${schema}.kept_record AS now WHERE ${COPIED} AND NOT EXISTS (
       SELECT FROM ${older}.kept_record AS before WHERE before.store = now.store AND before.entity = now.entity
         AND before.source_id = now.source_id AND before.${COPIED}) GROUP BY entity ORDER BY entity`,
  );
  const [decisions] = await database.rows(
    `SELECT count(DISTINCT (store, entity, source_id)) AS count FROM ${schema}.audit_entry
       WHERE ${DECIDED} AND id > (SELECT coalesce(max(id), 0) FROM ${older}.audit_entry)`,
  );
  return {
    runs: Number(runs?.['count'] ?? 0),
    firstRun: instantOrNull(runs?.['first']),
    lastRun: instantOrNull(runs?.['last']),
    copies: Object.fromEntries(copies.map((row) => [String(row['entity']), Number(row['count'])])),
    decisions: Number(decisions?.['count'] ?? 0),
  };
}

/** The records, of those that hold something personal, that are a person's. */
export async function concernedIn(database: Database, concerns: Concerns): Promise<RecordKey[]> {
  const { schema } = database;
  const rows = await database.rows(
    `SELECT store, entity, source_id, concat_ws(E'\\n', payload, message, (SELECT string_agg(concat_ws(E'\\n', draft, refusal), E'\\n')
         FROM ${schema}.intent AS intent WHERE intent.record = record.id)) AS held FROM ${schema}.kept_record AS record
     WHERE payload IS NOT NULL OR message IS NOT NULL OR EXISTS (SELECT FROM ${schema}.intent AS intent WHERE intent.record = record.id
       AND (draft IS NOT NULL OR refusal IS NOT NULL))`,
  );
  return rows
    .map((row) => ({ key: keyOf(row), text: String(row['held']) }))
    .flatMap(({ key, text }) => (concerns(key, text) ? [key] : []));
}

export async function holdsPersonal(database: Database): Promise<boolean> {
  const { schema } = database;
  const [row] = await database.rows(
    `SELECT EXISTS (SELECT FROM ${schema}.kept_record WHERE payload IS NOT NULL)
       OR EXISTS (SELECT FROM ${schema}.intent WHERE draft IS NOT NULL OR refusal IS NOT NULL) AS holds`,
  );
  return row?.['holds'] === true;
}
