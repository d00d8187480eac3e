import type { ConstructorOptions, JobWithMetadata, PgBoss, SendOptions } from 'pg-boss';
import { ConsolidatorError } from '../../model/errors.ts';
import { WITHOUT_GLOBAL } from '../../model/optional-packages.ts';
import { storeIdentity } from '../../model/store-identity.ts';
import type { FleetDatabase, Queries } from '../database/database.ts';
import { JOBS_SCHEMA } from '../database/schema.ts';

/** Runs of pipelines: one waits or goes on of each. */
export const RUNS = 'runs';
/** What was tried too often: it shows, and can be asked for anew. */
export const DEAD = 'dead-runs';
/** A cron line's moment has come. Whether a run follows is decided when it is taken from here, since one may go on. */
export const STARTS = 'starts';

/** All that is ever in a job: nothing that could not stand in a log. */
export interface RunOfPipeline {
  readonly pipeline: string;
}
export type RunJob = JobWithMetadata<RunOfPipeline>;

/**
 * What a worker that is alive says at least so often. One that is silent for longer has lost its job to another, whom the lease keeps from
 * writing too early: so this decides how long a run waits after a kill, and nothing else.
 */
export const HEARTBEAT_SECONDS = 20;
const DAY_SECONDS = 24 * 60 * 60;
/**
 * No run is cut for its length: a back-fill of a large shop within a store's limit may take more than a day, beyond which the engine
 * takes no number. A timer of its own follows it, and one of Node holds for 24 days.
 */
const NEVER_SECONDS = 20 * DAY_SECONDS;

/** A worker that died is no fault of its runs, which the engine counts as a try all the same: the first ones come soon. */
const patience = { retryLimit: 10, retryDelay: 5, retryBackoff: true, retryDelayMax: 900 } as const;

/**
 * The engine of the jobs, in a schema of its own of the fleet's database. It uses the connections that are open already.
 * @param timing for tests, which do not wait a minute to see a dead worker noticed
 * @throws ConsolidatorError `fleet-unavailable` where pg-boss is missing, or the database does not answer
 */
export async function openJobs(database: FleetDatabase, timing: JobTiming = {}): Promise<PgBoss> {
  const { PgBoss: Engine } = await import('pg-boss').catch((cause: unknown) => {
    throw new ConsolidatorError(
      'fleet-unavailable',
      `A fleet needs the packages pg and pg-boss, and pg-boss is not installed. Install them beside this program: npm install --global pg@8 pg-boss@12 (${WITHOUT_GLOBAL}).`,
      { cause },
    );
  });
  const { heartbeatSeconds = HEARTBEAT_SECONDS, onTrouble = () => {}, ...others } = timing;
  const boss = new Engine({
    schema: JOBS_SCHEMA,
    db: executing(database),
    schedule: false,
    // Of all workers one looks at a time; a run of one that was killed waits for the next look.
    superviseIntervalSeconds: Math.max(1, Math.floor(heartbeatSeconds / 6)),
    monitorIntervalSeconds: Math.max(1, Math.floor(heartbeatSeconds / 6)),
    ...others,
  });
  // Its own steps of care, which it tries again by itself.
  boss.on('error', onTrouble);
  await boss.start();
  await boss.createQueue(DEAD, { policy: 'standard', retentionSeconds: 30 * DAY_SECONDS });
  await boss.createQueue(RUNS, {
    policy: 'exclusive',
    deadLetter: DEAD,
    expireInSeconds: DAY_SECONDS,
    heartbeatSeconds,
    retentionSeconds: 30 * DAY_SECONDS,
    deleteAfterSeconds: DAY_SECONDS,
    ...patience,
  });
  // What an earlier version has made is left as it is by what makes a queue: all that may be another one is set in one step, beyond what the engine itself would take.
  await database.query(
    `UPDATE ${JOBS_SCHEMA}.queue SET expire_seconds = $2, heartbeat_seconds = $3, retry_limit = $4, retry_delay = $5, retry_backoff = $6, retry_delay_max = $7, updated_on = now()
     WHERE name = $1 AND (expire_seconds, heartbeat_seconds, retry_limit, retry_delay, retry_backoff, retry_delay_max) IS DISTINCT FROM ($2::int, $3::int, $4::int, $5::int, $6::bool, $7::int)`,
    [
      RUNS,
      NEVER_SECONDS,
      heartbeatSeconds,
      patience.retryLimit,
      patience.retryDelay,
      patience.retryBackoff,
      patience.retryDelayMax,
    ],
  );
  // One start of a pipeline that waits to be taken is as good as many.
  await boss.createQueue(STARTS, { policy: 'short', deleteAfterSeconds: 60 * 60, ...patience });
  return boss;
}

export type JobTiming = Partial<
  Pick<ConstructorOptions, 'schedule' | 'cronMonitorIntervalSeconds' | 'cronWorkerIntervalSeconds'>
> & {
  readonly heartbeatSeconds?: number;
  readonly onTrouble?: (error: Error) => void;
};

/** What makes a job of a pipeline the only one, and lets one run at a time write into a primary. */
export function sendOptions(pipeline: string, primary: string): Pick<SendOptions, 'singletonKey' | 'group'> {
  return { singletonKey: pipeline, group: { id: storeIdentity(primary) } };
}

/** The engine's statements, as part of a transaction of ours. */
export function executing(queries: Queries): {
  executeSql(text: string, values?: unknown[]): Promise<{ rows: never[] }>;
} {
  return {
    async executeSql(text, values) {
      return { rows: (await queries.query(text, values)) as never[] };
    },
  };
}
