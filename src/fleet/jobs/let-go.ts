import { FLEET_SCHEMA } from '../database/schema.ts';
import type { Asking } from './ask-for-run.ts';
import { executing, RUNS, type RunJob } from './jobs.ts';

/**
 * Lets go of a job whose pipeline was paused or taken away since it was sent. What waited then was deleted; one that a worker had just
 * taken, or whose run went on and failed, was put back or is tried again by the engine, and would begin all the same.
 * @returns whether it was let go of: nothing of it is to begin
 */
export async function letGoUnlessActive(
  { database, boss }: Asking,
  { id, retryCount, data }: Pick<RunJob, 'id' | 'retryCount' | 'data'>,
): Promise<boolean> {
  return database.repeatable(async (queries) => {
    const [row] = await queries.query(`SELECT state FROM ${FLEET_SCHEMA}.pipeline WHERE name = $1 FOR SHARE`, [
      data.pipeline,
    ]);
    if (row?.['state'] === 'active') return false;
    const db = executing(queries);
    await boss.complete(RUNS, { id, retryCount }, { outcome: 'let-go' }, { db });
    await boss.deleteJob(RUNS, id, { db });
    return true;
  });
}
