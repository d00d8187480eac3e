import { storeIdentity } from '../../model/store-identity.ts';
import type { Queries } from '../database/database.ts';
import { FLEET_SCHEMA, JOBS_SCHEMA } from '../database/schema.ts';
import { type Asking, GOES_ON, lockPipelineOfRun, sendAskedAgain, sendInstead } from './ask-for-run.ts';
import { DEAD, executing, RUNS, type RunJob } from './jobs.ts';
import { noteUnable, type UnableWorker } from './unable-workers.ts';

/** How a run went, in numbers and codes alone. */
export interface RunEnd {
  /** null: none began. */
  readonly run: number | null;
  /** Its status, or the code of the error for which none began. */
  readonly outcome: string;
  readonly problems: readonly string[];
  readonly quarantined: number;
  readonly differences: number;
  readonly requests: number;
  /** Up to when all of its stores are read; left out where one could not be. */
  readonly readUpTo?: Date | undefined;
  /** Things that somebody has to do; left out where that could not be told. */
  readonly toDo?: number | undefined;
  /** The yes that it has gone by (`StoredPipeline`), which holds for this run alone. */
  readonly yesBy?: string | undefined;
  readonly beganAt: Date;
  /** It was stopped, or may not begin yet, and so has not done all: a worker goes on. */
  readonly goesOn?: { readonly afterSeconds: number };
}

const GIVE_WAY_SECONDS = 2;

type Attempt = Pick<RunJob, 'id' | 'retryCount' | 'data' | 'priority'>;

/**
 * Ends the job of a run, notes how it went, and sends what was asked for meanwhile: all of it or nothing.
 * @returns false where the job was not this worker's any more: then nothing was changed
 */
export async function endRun(
  { database, boss }: Asking,
  job: Omit<Attempt, 'priority'>,
  end: RunEnd,
  worker: string,
): Promise<boolean> {
  const { pipeline } = job.data;
  return database.repeatable(async (queries) => {
    const locked = await lockPipelineOfRun(queries, pipeline);
    const db = executing(queries);
    const attempt = { id: job.id, retryCount: job.retryCount };
    const completed = await boss.complete(RUNS, attempt, { run: end.run, outcome: end.outcome }, { db });
    if (affectedBy(completed) === 0) return wasEnded(queries, attempt);
    await note(queries, pipeline, end, worker);
    await queries.query(`DELETE FROM ${JOBS_SCHEMA}.job WHERE name = $1 AND data ->> 'pipeline' = $2`, [
      DEAD,
      pipeline,
    ]);
    // One that was cut off has not gone by it to the end.
    if (end.yesBy !== undefined && end.goesOn === undefined)
      await queries.query(`UPDATE ${FLEET_SCHEMA}.pipeline SET yes_by = NULL WHERE name = $1 AND yes_by = $2`, [
        pipeline,
        end.yesBy,
      ]);
    if (locked.isRemoved) return true;
    if (end.goesOn !== undefined)
      await sendInstead(boss, queries, locked, { startAfter: end.goesOn.afterSeconds, priority: GOES_ON });
    await sendAskedAgain(boss, queries, locked);
    return true;
  });
}

/** Whether it was this very attempt that has ended it: by a transaction whose answer was lost. */
async function wasEnded(queries: Queries, { id, retryCount }: Pick<RunJob, 'id' | 'retryCount'>): Promise<boolean> {
  const rows = await queries.query(
    `SELECT 1 FROM ${JOBS_SCHEMA}.job WHERE name = $1 AND id = $2 AND retry_count = $3 AND state = 'completed'`,
    [RUNS, id, retryCount],
  );
  return rows.length > 0;
}

/**
 * Takes the primary for a job, so that two pipelines of one primary don't meet: the engine's own count of a group is taken by each
 * worker by itself, and two that look at once both go ahead.
 * @returns false while another job has it
 */
export async function claimPrimary({ database }: Asking, job: Attempt): Promise<boolean> {
  const [pipeline] = await database.query(`SELECT primary_host FROM ${FLEET_SCHEMA}.pipeline WHERE name = $1`, [
    job.data.pipeline,
  ]);
  if (pipeline === undefined) return false;
  const claimed = await database.query(
    `INSERT INTO ${FLEET_SCHEMA}.primary_claim AS claim (host, job, attempt) VALUES ($1, $2, $3)
     ON CONFLICT (host) DO UPDATE SET job = EXCLUDED.job, attempt = EXCLUDED.attempt
       WHERE (claim.job = EXCLUDED.job AND claim.attempt = EXCLUDED.attempt) OR NOT EXISTS (
         SELECT 1 FROM ${JOBS_SCHEMA}.job held WHERE held.id = claim.job AND held.retry_count = claim.attempt AND held.state = 'active'
       )
     RETURNING host`,
    [storeIdentity(String(pipeline['primary_host'])), job.id, job.retryCount],
  );
  return claimed.length > 0;
}

/** Lets a job wait for its primary, as if it had not been taken. */
export async function giveWay({ database, boss }: Asking, job: Attempt): Promise<void> {
  await database.repeatable((queries) => putBack({ boss }, queries, job, GIVE_WAY_SECONDS));
}

/**
 * Leaves a job to workers that have what this one lacks, as if it had not been taken: it is no try, and nothing is dead by it.
 * @param afterSeconds until somebody takes it again, who may be the same one
 */
export async function leaveToOthers(
  { database, boss }: Asking,
  job: Attempt,
  unable: UnableWorker,
  afterSeconds: number,
): Promise<void> {
  await database.repeatable(async (queries) => {
    if (await putBack({ boss }, queries, job, afterSeconds)) await noteUnable(queries, job.data.pipeline, unable);
  });
}

/** @returns false where it was not this worker's any more: then nothing was changed */
async function putBack(
  { boss }: Pick<Asking, 'boss'>,
  queries: Queries,
  job: Attempt,
  afterSeconds: number,
): Promise<boolean> {
  const locked = await lockPipelineOfRun(queries, job.data.pipeline);
  const db = executing(queries);
  const attempt = { id: job.id, retryCount: job.retryCount };
  if (affectedBy(await boss.complete(RUNS, attempt, { outcome: 'put-back' }, { db })) === 0) return false;
  // One that was only looked at, perhaps every few seconds, is none to be kept.
  await boss.deleteJob(RUNS, job.id, { db });
  if (locked.isRemoved) return true;
  await sendInstead(boss, queries, locked, { startAfter: afterSeconds, priority: job.priority });
  return true;
}

/** That a run did not begin, and why; its job is not ended by it. */
export async function noteNotBegun({ database }: Asking, pipeline: string, end: RunEnd, worker: string): Promise<void> {
  await note(database, pipeline, end, worker);
}

async function note(queries: Queries, pipeline: string, end: RunEnd, worker: string): Promise<void> {
  const { run, outcome, problems, quarantined, differences, requests, readUpTo, toDo, beganAt } = end;
  await queries.query(
    `INSERT INTO ${FLEET_SCHEMA}.last_run (pipeline, run, outcome, problems, quarantined, differences, requests, worker, began_at, read_up_to, to_do, ended_at, good_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, clock_timestamp(), CASE WHEN $3 = 'good' THEN clock_timestamp() END)
     ON CONFLICT (pipeline) DO UPDATE SET run = EXCLUDED.run, outcome = EXCLUDED.outcome, problems = EXCLUDED.problems,
       quarantined = EXCLUDED.quarantined, differences = EXCLUDED.differences, requests = EXCLUDED.requests, worker = EXCLUDED.worker,
       began_at = EXCLUDED.began_at, read_up_to = COALESCE(EXCLUDED.read_up_to, last_run.read_up_to),
       to_do = COALESCE(EXCLUDED.to_do, last_run.to_do), ended_at = EXCLUDED.ended_at, good_at = COALESCE(EXCLUDED.good_at, last_run.good_at)`,
    [
      pipeline,
      run,
      outcome,
      problems,
      quarantined,
      differences,
      requests,
      worker,
      beganAt,
      readUpTo ?? null,
      toDo ?? null,
    ],
  );
}

function affectedBy(response: object): number {
  return 'affected' in response ? Number(response.affected) : Number.NaN;
}
