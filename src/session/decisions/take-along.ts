import type { Pipeline } from '../../config/pipeline.ts';
import { DecisionQueue } from './queue.ts';

/** What waits beside a ledger that is moved would wait there for ever. @param from where the ledger lay before */
export function takeAlong(pipeline: Pick<Pipeline, 'ledger'>, from: string): Promise<void> {
  return new DecisionQueue(pipeline).takeOver(new DecisionQueue({ ledger: from }));
}
