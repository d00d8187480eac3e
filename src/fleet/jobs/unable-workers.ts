import type { Queries } from '../database/database.ts';
import { FLEET_SCHEMA } from '../database/schema.ts';

/** A worker that has not said so again for longer has ended, or has what it lacked. */
const HOLDS = '10 minutes';

/** A worker that can't run a pipeline, since its machine lacks something for it. */
export interface UnableWorker {
  readonly worker: string;
  /** What is missing where, as a sentence. */
  readonly lacks: string;
}

/** That a worker has had a run, and lacks what it takes. @param lacks a sentence without secrets */
export async function noteUnable(queries: Queries, pipeline: string, { worker, lacks }: UnableWorker): Promise<void> {
  await queries.query(
    `INSERT INTO ${FLEET_SCHEMA}.unable_worker AS own (pipeline, worker, lacks, since, seen_at)
     VALUES ($1, $2, $3, clock_timestamp(), clock_timestamp())
     ON CONFLICT (pipeline, worker) DO UPDATE SET lacks = EXCLUDED.lacks, seen_at = EXCLUDED.seen_at,
       since = CASE WHEN own.seen_at > EXCLUDED.seen_at - interval '${HOLDS}' THEN own.since ELSE EXCLUDED.since END`,
    [pipeline, worker, lacks],
  );
}

/** That it lacks nothing more, or has ended: of one pipeline, or of all; and what those have left that were killed. */
export async function forgetUnable(queries: Queries, worker: string, pipeline: string | null): Promise<void> {
  await queries.query(
    `DELETE FROM ${FLEET_SCHEMA}.unable_worker
     WHERE worker = $1 AND ($2::text IS NULL OR pipeline = $2) OR seen_at < clock_timestamp() - interval '${HOLDS}'`,
    [worker, pipeline],
  );
}

/** Those of pipeline `p`, as an expression that gives JSON: an empty list where there are none. */
export const UNABLE_WORKERS = `(SELECT COALESCE(jsonb_agg(jsonb_build_object('worker', u.worker, 'lacks', u.lacks) ORDER BY u.worker), '[]')
  FROM ${FLEET_SCHEMA}.unable_worker u WHERE u.pipeline = p.name AND u.seen_at > clock_timestamp() - interval '${HOLDS}')`;

/**
 * Whether nobody runs pipeline `p`, whose last run is `r`, since those who had it lack something: it never ran, or has not since they
 * said so, and they have said so more than once.
 */
export const IS_LEFT_BY_ALL = `EXISTS (SELECT 1 FROM ${FLEET_SCHEMA}.unable_worker u
  WHERE u.pipeline = p.name AND u.seen_at > clock_timestamp() - interval '${HOLDS}'
    AND (r.ended_at IS NULL OR r.ended_at < u.since AND u.seen_at > u.since + interval '25 seconds'))`;
