import { randomUUID } from 'node:crypto';
import type { Pipeline } from '../config/pipeline.ts';
import { type Decided, decide } from '../decisions/decide.ts';
import { ConsolidatorError } from '../model/errors.ts';
import type { DecisionRequest } from '../session/decisions/queued-decision.ts';
import { refusalOf } from '../session/decisions/refusal-words.ts';
import { personHere } from '../session/person-here.ts';
import { stateHome } from '../session/state-home.ts';
import type { Shell } from './shell.ts';

/** A decision of whoever types this command. */
export function decideHere(shell: Shell, pipeline: Pipeline, request: DecisionRequest): Promise<Decided> {
  const deciding = { pipeline, home: stateHome(shell.environment), now: shell.now };
  return decide(deciding, { id: randomUUID(), by: personHere(), request });
}

/** Where a decision was queued: plainly so. @param file the pipeline file as it was given */
export function queuedWords({ why }: Extract<Decided, { kind: 'queued' }>): string {
  return why === 'run'
    ? 'Queued: a run goes on now, which takes it between two batches or at its end. What follows then:'
    : 'Queued: an earlier run was cut off in the middle of it. The next one judges it first, and then takes this. What follows then:';
}

/** @throws ConsolidatorError `usage` where something has changed between what the command saw and what it did */
export function refuseChanged(decided: Decided, kind: DecisionRequest['kind']): void {
  if (decided.kind === 'queued') return;
  const refused = decided.records.flatMap(({ key, outcome }) =>
    outcome.kind === 'refused' ? [refusalOf(kind, key, outcome)] : [],
  );
  if (refused.length > 0) throw new ConsolidatorError('usage', refused.join('\n'));
}
