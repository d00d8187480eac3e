import { FLEET_SCHEMA } from '../database/schema.ts';
import { type Asking, lockPipeline, sendAskedAgain } from './ask-for-run.ts';

/** Of every pipeline: a worker that was killed has not looked itself. */
export async function sendAllAskedAgain({ database, boss }: Asking): Promise<void> {
  const asked = await database.query(
    `SELECT name FROM ${FLEET_SCHEMA}.pipeline WHERE asked_again_at IS NOT NULL AND state = 'active' ORDER BY asked_again_at`,
  );
  for (const { name } of asked) {
    await database.repeatable(async (queries) => {
      await sendAskedAgain(boss, queries, await lockPipeline(queries, String(name)));
    });
  }
}
