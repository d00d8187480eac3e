import { randomUUID } from 'node:crypto';
import type { Pipeline } from '../config/pipeline.ts';
import { type Decided, decide } from '../decisions/decide.ts';
import { ConsolidatorError } from '../model/errors.ts';
import type { DecisionRequest } from '../session/decisions/queued-decision.ts';
import { personHere } from '../session/person-here.ts';
import { stateHome } from '../session/state-home.ts';
import type { Shell } from './shell.ts';

/** A decision of whoever types this command. */
export function decideHere(
  shell: Shell,
  pipeline: Pipeline,
  request: DecisionRequest,
  id: string = randomUUID(),
): Promise<Decided> {
  const deciding = { pipeline, home: stateHome(shell.environment), now: shell.now, signal: shell.signal };
  return decide(deciding, { id, by: personHere(), request });
}

const queuedBy = {
  run: 'Queued: a run goes on now, which takes it between two batches or at its end. What follows then:',
  'to-be-judged':
    'Queued: an earlier run was cut off in the middle of it. The next one judges it first, and then takes this. What follows then:',
  'broken-off':
    'Queued: the ledger could not be written any more in the middle of it. Some of its records are done; whoever writes to the ledger next, such as a run, goes on with the rest. What follows then:',
  'out-of-reach':
    'Kept: the database went away in the middle of it. Whoever writes to the ledger next, such as a run, takes it, unless it is taken already; say it no second time. What follows then:',
  'not-asked': 'Queued: a store can not be asked now. The next run asks it again.',
} as const;

/** Where a decision was queued: plainly so. */
export function queuedWords({ why }: Extract<Decided, { kind: 'queued' }>): string {
  return queuedBy[why];
}

/** @throws ConsolidatorError `usage` where something has changed between what the command saw and what it did */
export function refuseChanged(decided: Decided): void {
  if (decided.kind === 'taken' && decided.refusals.length > 0)
    throw new ConsolidatorError('usage', decided.refusals.join('\n'));
}
