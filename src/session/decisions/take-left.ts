import type { Pipeline } from '../../config/pipeline.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import { openOwnLedger } from '../own-ledger.ts';
import { Resources } from '../resources.ts';
import { takePipelineLock } from '../take-locks.ts';
import { DecisionQueue } from './queue.ts';

interface Around {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** The folder that all processes of this user share (`stateHome`). */
  readonly home: string;
}

/**
 * To be called by whoever has just let go of the pipeline's lock: what was queued after they had looked for the last time, and
 * before they let go, would lie there until the next run. Whoever holds the lock by now takes it instead.
 */
export async function takeLeft(pipeline: Pipeline, around: Around): Promise<void> {
  if (await new DecisionQueue(pipeline).isEmpty()) return;
  await takeIfFree(pipeline, around);
}

/**
 * Opens the ledger to write, and with that takes what is queued.
 * @returns false where somebody else holds the pipeline, who takes it
 */
export async function takeIfFree(pipeline: Pipeline, { now, home }: Around): Promise<boolean> {
  const resources = new Resources();
  try {
    // Whoever holds it takes what is queued: there is nothing to make room for.
    await takePipelineLock(pipeline, resources, { waits: false, isBrief: true });
    await openOwnLedger(pipeline, { now, home }, resources);
    return true;
  } catch (error) {
    if (error instanceof ConsolidatorError && error.code === 'pipeline-locked') return false;
    throw error;
  } finally {
    await resources.close();
  }
}
