import type { PgBoss } from 'pg-boss';
import { type Among, isAmong } from '../database/among.ts';
import type { FleetDatabase, Queries, Row } from '../database/database.ts';
import { FLEET_SCHEMA, JOBS_SCHEMA } from '../database/schema.ts';
import { unknownPipeline } from '../database/unknown-pipeline.ts';
import { DEAD, executing, RUNS, sendOptions } from './jobs.ts';

/**
 * - `queued`: a worker will take it.
 * - `waits`: one waits already, which begins after this was asked.
 * - `after-this-run`: one goes on, which may have read already; one more follows when it has ended.
 * - `paused`: not while the pipeline is paused.
 */
export type Asked = 'queued' | 'waits' | 'after-this-run' | 'paused';

export interface Asking {
  readonly database: FleetDatabase;
  readonly boss: PgBoss;
}

export interface Wish {
  readonly among?: Among;
  readonly yes?: string;
}

/** Before what a cron line asks for. */
const A_PERSONS = 10;
/** From now on, by the clock of the database. */
const AT_ONCE = '0 seconds';
/** What was begun is ended before what has not begun. */
export const GOES_ON = 5;

/**
 * Asks for a run of a pipeline. It is never lost: either a run that begins after this moment stands in the database when this
 * resolves, or the pipeline bears that one more is wanted. What waits there for a person of a dead-lettered run goes with it.
 * @param by a person's is taken before others, and at once where one waits for its next try
 * @param wish among: the pipelines that the asker may decide about; yes: who also says yes to the old orders of a first run
 * @throws ConsolidatorError `not-found` where the fleet has no such pipeline; `fleet-unavailable`, after which it may have been asked
 */
export async function askForRun(
  { database, boss }: Asking,
  pipeline: string,
  by: 'person' | 'schedule',
  { among = null, yes }: Wish = {},
): Promise<Asked> {
  return database.transaction(async (queries) => {
    const { primaryHost, state } = await lockPipeline(queries, pipeline, among);
    if (state === 'paused') return 'paused';
    if (yes !== undefined) await noteYes(queries, pipeline, yes);
    const db = executing(queries);
    const priority = by === 'person' ? A_PERSONS : 0;
    const sent = await boss.send(RUNS, { pipeline }, { ...sendOptions(pipeline, primaryHost), priority, db });
    if (by === 'person') await letGoOfDead(queries, pipeline);
    if (sent !== null) return 'queued';
    if (await waits({ boss }, queries, pipeline, by)) return 'waits';
    await queries.query(`UPDATE ${FLEET_SCHEMA}.pipeline SET asked_again_at = clock_timestamp() WHERE name = $1`, [
      pipeline,
    ]);
    return 'after-this-run';
  });
}

/**
 * Whether one waits that no worker has taken. Whoever takes it does so after this look, and so reads after it.
 * A person's is brought forward, which is refused by one that was taken meanwhile.
 */
async function waits(
  { boss }: Pick<Asking, 'boss'>,
  queries: Queries,
  pipeline: string,
  by: 'person' | 'schedule',
): Promise<boolean> {
  if (by === 'person') {
    // The engine keeps a job for so long from its start on: of one that was to start long ago the time is over, and it sweeps it away.
    const forward = { singletonKey: pipeline, startAfter: AT_ONCE, priority: A_PERSONS, db: executing(queries) };
    return (await boss.update(RUNS, undefined, forward)).updated > 0;
  }
  const waiting = await queries.query(
    `SELECT 1 FROM ${JOBS_SCHEMA}.job WHERE name = $1 AND singleton_key = $2 AND state IN ('created', 'retry')`,
    [RUNS, pipeline],
  );
  return waiting.length > 0;
}

/**
 * Sends what was asked for while a run went on. To be called when that run's job has ended in the same transaction, and now and
 * then for those whose worker died.
 */
export async function sendAskedAgain(boss: PgBoss, queries: Queries, pipeline: LockedPipeline): Promise<void> {
  if (!pipeline.isAskedAgain || pipeline.state !== 'active') return;
  const { name, primaryHost } = pipeline;
  const sent = await boss.send(RUNS, { pipeline: name }, { ...sendOptions(name, primaryHost), db: executing(queries) });
  if (sent === null && !(await waits({ boss }, queries, name, 'schedule'))) return;
  await queries.query(`UPDATE ${FLEET_SCHEMA}.pipeline SET asked_again_at = NULL WHERE name = $1`, [name]);
}

/**
 * Sends a job in place of one that has ended or was put back in this transaction. Where the engine has none to give, the pipeline bears
 * that one more run is wanted.
 */
export async function sendInstead(
  boss: PgBoss,
  queries: Queries,
  { name, primaryHost }: LockedPipeline,
  options: { readonly startAfter: number; readonly priority?: number },
): Promise<void> {
  const sending = { ...sendOptions(name, primaryHost), ...options, db: executing(queries) };
  if ((await boss.send(RUNS, { pipeline: name }, sending)) !== null) return;
  await queries.query(`UPDATE ${FLEET_SCHEMA}.pipeline SET asked_again_at = clock_timestamp() WHERE name = $1`, [name]);
}

export interface LockedPipeline {
  readonly name: string;
  readonly primaryHost: string;
  readonly state: 'active' | 'paused';
  readonly isAskedAgain: boolean;
}

/**
 * Until the transaction ends, nobody else asks for a run of the pipeline, or ends one.
 * @throws ConsolidatorError `not-found`
 */
export async function lockPipeline(queries: Queries, name: string, among: Among = null): Promise<LockedPipeline> {
  const [row] = await queries.query(
    `SELECT primary_host, state, asked_again_at IS NOT NULL AS asked_again FROM ${FLEET_SCHEMA}.pipeline WHERE name = $1 AND state <> 'removed' AND ${isAmong('$2')} FOR UPDATE`,
    [name, among],
  );
  if (row === undefined) throw unknownPipeline(name);
  return locked(name, row);
}

/** The same of whose run is to be ended, which may have been taken away while it went on: then nothing more is asked for. */
export async function lockPipelineOfRun(
  queries: Queries,
  name: string,
): Promise<LockedPipeline & { readonly isRemoved: boolean }> {
  const [row] = await queries.query(
    `SELECT primary_host, state, asked_again_at IS NOT NULL AS asked_again FROM ${FLEET_SCHEMA}.pipeline WHERE name = $1 FOR UPDATE`,
    [name],
  );
  if (row === undefined) throw unknownPipeline(name);
  return { ...locked(name, row), isRemoved: row['state'] === 'removed' };
}

function locked(name: string, row: Row): LockedPipeline {
  return {
    name,
    primaryHost: String(row['primary_host']),
    state: row['state'] === 'paused' ? 'paused' : 'active',
    isAskedAgain: row['asked_again'] === true,
  };
}

async function noteYes(queries: Queries, pipeline: string, who: string): Promise<void> {
  await queries.query(
    `WITH said AS (
       INSERT INTO ${FLEET_SCHEMA}.pipeline_change (pipeline, version, what, who) SELECT name, version, 'said yes', $2 FROM ${FLEET_SCHEMA}.pipeline WHERE name = $1
       RETURNING id
     ) UPDATE ${FLEET_SCHEMA}.pipeline SET yes_by = said.id FROM said WHERE name = $1`,
    [pipeline, who],
  );
}

async function letGoOfDead(queries: Queries, pipeline: string): Promise<void> {
  await queries.query(`DELETE FROM ${JOBS_SCHEMA}.job WHERE name = $1 AND data ->> 'pipeline' = $2`, [DEAD, pipeline]);
}
