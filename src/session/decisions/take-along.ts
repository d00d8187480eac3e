import type { Pipeline } from '../../config/pipeline.ts';
import { DecisionQueue } from './queue.ts';

type Beside = Pick<Pipeline, 'ledger'> & Partial<Pick<Pipeline, 'database'>>;

/** What waits beside a ledger that is moved would wait there for ever. @param from where the ledger lay before */
export function takeAlong(pipeline: Beside, from: Beside): Promise<void> {
  return new DecisionQueue(pipeline).takeOver(new DecisionQueue(from));
}

/** What an earlier version, or whoever had the ledger in a file until now, has left on this machine of a ledger in a database. */
export async function takeFromMachine({ ledger, database }: Beside): Promise<void> {
  if (database !== undefined) await takeAlong({ ledger, database }, { ledger });
}
