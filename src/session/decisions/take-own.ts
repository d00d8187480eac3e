import type { Ledger } from '../../ledger/ledger.ts';
import { saidOwn, strangeNow } from '../strange-orders.ts';
import type { DecisionRequest, QueuedDecision, RefusedDecision } from './queued-decision.ts';

/**
 * Keeps a person's word that an order is the primary's own, where it is told as they saw it.
 * @returns why not, where it is about nothing any more
 */
export async function takeOwn(
  ledger: Pick<Ledger, 'noteDecided' | 'isTakenDecision' | 'learned' | 'learn'>,
  { id, at, by }: Pick<QueuedDecision, 'id' | 'at' | 'by'>,
  { targetId, reason, seen }: Extract<DecisionRequest, { kind: 'own' }>,
): Promise<RefusedDecision['refusals']> {
  // Killed after the ledger had it, and before it was out of the queue.
  if (await ledger.isTakenDecision(id)) return [];
  const now = await strangeNow(ledger, targetId);
  // One that an earlier version has queued says only which order.
  if (seen !== undefined && (now?.kind !== 'foreign' || now.message !== seen)) {
    const since = now === undefined ? settledWords : `it is not as you saw it any more: ${now.message}`;
    const message = `${targetId} was not taken for the primary's own, since ${since} Look at what is to do now.`;
    return [{ store: now?.store ?? null, entity: null, sourceId: '', message }];
  }
  await saidOwn(ledger, { targetId, reason, at, by });
  const change = `${targetId}: told as a stranger, now the primary's own`;
  await ledger.noteDecided({ id, at, who: by, event: 'said-own', targetId, change, reason });
  return [];
}

const settledWords =
  'it is not told as a stranger any more: a run has found it gone or copied, or somebody else has settled it.';
