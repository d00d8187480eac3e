import { DecisionQueue } from '../../session/decisions/queue.ts';
import type { ServedPipeline } from '../pipelines/served-pipeline.ts';
import { ledgerOrNone } from './ledger-or-none.ts';

/** Whether somebody has said yes to it: it is taken, or queued. */
export async function isKnownDecision(pipeline: ServedPipeline, id: string): Promise<boolean> {
  if (await ledgerOrNone(pipeline, (ledger) => ledger.isTakenDecision(id))) return true;
  return (await new DecisionQueue(await pipeline.read()).list()).some((one) => one.id === id);
}
