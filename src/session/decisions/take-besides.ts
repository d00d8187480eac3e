import type { DecisionRequest, QueuedDecision, RefusedDecision } from './queued-decision.ts';
import { takeOwn } from './take-own.ts';
import { takeYes } from './take-yes.ts';

/** Takes a decision about no single record. @returns why not, for what it is about no more */
export function takeBesides(
  ledger: Parameters<typeof takeYes>[0],
  decision: QueuedDecision,
  request: Extract<DecisionRequest, { kind: 'own' | 'yes' }>,
): Promise<RefusedDecision['refusals']> {
  return request.kind === 'own' ? takeOwn(ledger, decision, request) : takeYes(ledger, decision, request);
}
