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
  `
  CREATE TABLE ${FLEET_SCHEMA}.request (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    host text COLLATE "C" NOT NULL,
    free_at timestamptz NOT NULL
  );
  CREATE INDEX request_by_host ON ${FLEET_SCHEMA}.request (host, free_at);
  CREATE TABLE ${FLEET_SCHEMA}.request_limit (
    host text COLLATE "C" PRIMARY KEY,
    -- nothing is sent before
    penalty_until timestamptz,
    -- of the limit, as it was at that moment; it creeps back from there
    share double precision NOT NULL DEFAULT 1,
    since timestamptz NOT NULL
  );
  CREATE FUNCTION ${FLEET_SCHEMA}.reserve_request(
    asked_host text, per_minute integer, longest interval, request_window interval, recovery interval,
    OUT id bigint, OUT wait_milliseconds double precision, OUT reason text
  ) LANGUAGE plpgsql AS $$
  DECLARE
    of_host ${FLEET_SCHEMA}.request_limit;
    moment timestamptz;
    share double precision;
    allowed integer;
    counted integer;
    free timestamptz;
  BEGIN
    -- Whoever asks about this host stands in line until this transaction ends, so two never count the same.
    INSERT INTO ${FLEET_SCHEMA}.request_limit (host, since) VALUES (asked_host, clock_timestamp()) ON CONFLICT DO NOTHING;
    SELECT * INTO of_host FROM ${FLEET_SCHEMA}.request_limit WHERE host = asked_host FOR UPDATE;
    moment := clock_timestamp();
    IF of_host.penalty_until > moment THEN
      wait_milliseconds := ceil(extract(epoch FROM of_host.penalty_until - moment) * 1000);
      reason := '429';
      RETURN;
    END IF;
    IF per_minute IS NULL THEN
      id := 0;
      RETURN;
    END IF;
    share := least(1, of_host.share + greatest(0, extract(epoch FROM moment - of_host.since) / extract(epoch FROM recovery)));
    allowed := greatest(1, floor(per_minute * share));
    DELETE FROM ${FLEET_SCHEMA}.request WHERE host = asked_host AND free_at <= moment;
    SELECT count(*) INTO counted FROM ${FLEET_SCHEMA}.request WHERE host = asked_host;
    IF counted >= allowed THEN
      SELECT free_at INTO free FROM ${FLEET_SCHEMA}.request WHERE host = asked_host ORDER BY free_at LIMIT 1 OFFSET counted - allowed;
      wait_milliseconds := greatest(1, ceil(extract(epoch FROM least(free - moment, request_window)) * 1000));
      reason := 'rate-limit';
      RETURN;
    END IF;
    INSERT INTO ${FLEET_SCHEMA}.request (host, free_at) VALUES (asked_host, moment + longest) RETURNING request.id INTO id;
  END $$;
  `,
  `
  -- the change by which somebody has said yes to the old orders of a first run; the run that has done so takes it away
  ALTER TABLE ${FLEET_SCHEMA}.pipeline ADD COLUMN yes_by bigint;
  -- up to when all of its stores are read, and the things that somebody has to do, as a run has left them
  ALTER TABLE ${FLEET_SCHEMA}.last_run ADD COLUMN read_up_to timestamptz, ADD COLUMN to_do integer;
  `,
  `
  -- workers that had a run of the pipeline and left it to others, for want of a key or of a folder
  CREATE TABLE ${FLEET_SCHEMA}.unable_worker (
    pipeline text COLLATE "C" NOT NULL,
    worker text NOT NULL,
    -- a sentence, which holds no secret
    lacks text NOT NULL,
    since timestamptz NOT NULL,
    seen_at timestamptz NOT NULL,
    PRIMARY KEY (pipeline, worker)
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
  await database.repeatable(async (queries) => {
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
  refuseVersion(database, await versionIn(database));
}

/** The version of the tables, as an expression of a statement that asks for something else as well. */
export const REACHED_VERSION = `(SELECT max(version) FROM ${FLEET_SCHEMA}.version)`;

/** @param reached what that expression came to @throws ConsolidatorError `ledger-newer` */
export function refuseVersion({ name }: Pick<FleetDatabase, 'name'>, reached: number): void {
  if (reached > migrations.length) throw newer(name, reached);
}

async function versionIn(queries: Queries): Promise<number> {
  const [row] = await queries.query(`SELECT ${REACHED_VERSION} AS version`);
  return Number(row?.['version'] ?? 0);
}

function newer(name: string, reached: number): ConsolidatorError {
  return new ConsolidatorError(
    'ledger-newer',
    `The fleet's database ${name} is of a newer version of this program (its tables are version ${reached}, this one knows ${migrations.length}). Nothing was changed; bring this program up to date.`,
  );
}
