import { setTimeout as pause } from 'node:timers/promises';
import type { Pipeline } from '../config/pipeline.ts';
import { ConsolidatorError } from '../model/errors.ts';
import type { DecisionQueue } from '../session/decisions/queue.ts';
import type { QueuedDecision } from '../session/decisions/queued-decision.ts';

/** Milliseconds before each further try, beside what each try waits for a lost connection itself: a database that starts anew is back by then. */
const WAITS = [500, 2_000, 4_000];

/** The database went away while a decision was being kept there: nobody knows whether it is. */
export class KeptOrNot extends ConsolidatorError {
  constructor(cause: ConsolidatorError) {
    super(
      'ledger-unwritable',
      `${cause.message} It went away while your decision was being kept there, so that nobody knows whether it is: where it is, the next run takes it. Once the database answers, look at \`todo\`, which lists what waits and what is left to decide, before you say it again.`,
      { cause },
    );
  }
}

/** A queue in a file's folder is reached whatever has become of the ledger; one in its database goes away with it. */
export function isOutOfReach({ database }: Pick<Pipeline, 'database'>, error: unknown): error is ConsolidatorError {
  return database !== undefined && error instanceof ConsolidatorError && error.code === 'ledger-unwritable';
}

/**
 * Keeps a decision. Where the answer to that is lost, it is kept once more: by its own id it is one, and then it is known to be there.
 * @throws ConsolidatorError `file-unwritable`, `ledger-unwritable` where it is not kept; `KeptOrNot`
 */
export async function keepDecision(
  pipeline: Pick<Pipeline, 'database'>,
  queue: Pick<DecisionQueue, 'add' | 'isEmpty'>,
  decision: QueuedDecision,
): Promise<void> {
  // Where the database does not answer at all nothing was sent there.
  if (pipeline.database !== undefined) await queue.isEmpty();
  for (const wait of [...WAITS, undefined]) {
    try {
      await queue.add(decision);
      return;
    } catch (error) {
      if (!isOutOfReach(pipeline, error)) throw error;
      if (wait === undefined) throw new KeptOrNot(error);
      await pause(wait);
    }
  }
}
