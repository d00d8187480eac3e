import { ConsolidatorError } from '../../model/errors.ts';
import type { FleetDatabase, Queries } from './database.ts';

/** Of pipelines, their history and their runs. */
export const FLEET_SCHEMA = 'neto_consolidator_fleet';
/** Of the jobs; pg-boss makes and migrates it. */
export const JOBS_SCHEMA = 'neto_consolidator_jobs';

/** Each is done once, in this order; what is here never changes, since databases stand that have been through it. */
const migrations: readonly string[] = [
  `
  CREATE TABLE ${FLEET_SCHEMA}.pipeline (
    name text COLLATE "C" PRIMARY KEY,
    version integer NOT NULL,
    -- null: each worker has a file of that name
    text text,
    primary_host text NOT NULL,
    schedule text,
    time_zone text NOT NULL,
    state text NOT NULL CHECK (state IN ('active', 'paused', 'removed')),
    -- one more run is wanted when the one that goes on has ended
    asked_again_at timestamptz
  );
  CREATE TABLE ${FLEET_SCHEMA}.pipeline_change (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    pipeline text COLLATE "C" NOT NULL,
    version integer NOT NULL,
    what text NOT NULL,
    who text NOT NULL,
    reason text,
    text text,
    at timestamptz NOT NULL DEFAULT clock_timestamp()
  );
  CREATE INDEX pipeline_change_of ON ${FLEET_SCHEMA}.pipeline_change (pipeline, id);
  -- which job writes into a primary now; one whose job is not active any more counts as none
  CREATE TABLE ${FLEET_SCHEMA}.primary_claim (host text COLLATE "C" PRIMARY KEY, job uuid NOT NULL, attempt integer NOT NULL);
  CREATE TABLE ${FLEET_SCHEMA}.last_run (
    pipeline text COLLATE "C" PRIMARY KEY,
    run integer,
    -- that of the run, or the code of the error for which none began
    outcome text NOT NULL,
    problems text[] NOT NULL,
    quarantined integer NOT NULL,
    differences integer NOT NULL,
    requests integer NOT NULL,
    worker text NOT NULL,
    began_at timestamptz NOT NULL,
    ended_at timestamptz NOT NULL,
    good_at timestamptz
  );
  `,
];

/** Any number, the same in each version: of two processes that begin at once the second waits, and finds all done. */
const MIGRATION_LOCK = 7_061_113;

/**
 * Makes the tables of a fleet, or brings them up to date.
 * @throws ConsolidatorError `ledger-newer` where a newer version of this program has been here; nothing was changed
 */
export async function migrateFleet(database: FleetDatabase): Promise<void> {
  await database.transaction(async (queries) => {
    await queries.query('SELECT pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
    await queries.query(`CREATE SCHEMA IF NOT EXISTS ${FLEET_SCHEMA}`);
    await queries.query(`CREATE TABLE IF NOT EXISTS ${FLEET_SCHEMA}.version (version integer NOT NULL)`);
    const reached = await versionIn(queries);
    if (reached > migrations.length) throw newer(database.name, reached);
    for (const migration of migrations.slice(reached)) await queries.query(migration);
    if (reached === migrations.length) return;
    await queries.query(`DELETE FROM ${FLEET_SCHEMA}.version`);
    await queries.query(`INSERT INTO ${FLEET_SCHEMA}.version (version) VALUES ($1)`, [migrations.length]);
  });
}

/**
 * To be asked before anything is taken up: a worker of an older version ends by itself.
 * @throws ConsolidatorError `ledger-newer`
 */
export async function refuseNewer(database: FleetDatabase): Promise<void> {
  const reached = await versionIn(database);
  if (reached > migrations.length) throw newer(database.name, reached);
}

async function versionIn(queries: Queries): Promise<number> {
  const [row] = await queries.query(`SELECT max(version) AS version FROM ${FLEET_SCHEMA}.version`);
  return Number(row?.['version'] ?? 0);
}

function newer(name: string, reached: number): ConsolidatorError {
  return new ConsolidatorError(
    'ledger-newer',
    `The fleet's database ${name} is of a newer version of this program (its tables are version ${reached}, this one knows ${migrations.length}). Nothing was changed; bring this worker up to date.`,
  );
}
