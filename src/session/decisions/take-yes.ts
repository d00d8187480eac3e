import type { Ledger } from '../../ledger/ledger.ts';
import { counted } from '../../model/amounts-text.ts';
import { isStillLast, sayYes } from '../said-yes.ts';
import type { DecisionRequest, QueuedDecision, RefusedDecision } from './queued-decision.ts';

/**
 * Keeps a person's yes, store by store, where no whole run of it has ended since they looked.
 * @returns what is about nothing any more
 */
export async function takeYes(
  ledger: Pick<Ledger, 'noteDecided' | 'isTakenDecision' | 'learned' | 'learn' | 'lastWholeRun'>,
  { id, at, by }: Pick<QueuedDecision, 'id' | 'at' | 'by'>,
  { stores, reason }: Extract<DecisionRequest, { kind: 'yes' }>,
): Promise<RefusedDecision['refusals']> {
  // Killed after the ledger had it, and before it was out of the queue: what has ended since is none of its business.
  if (await ledger.isTakenDecision(id)) return [];
  const refusals: RefusedDecision['refusals'] = [];
  const kept: string[] = [];
  for (const { store, orders, lastWhole, from } of stores) {
    if (await isStillLast(ledger, store, lastWhole)) {
      await sayYes(ledger, store, { orders, lastWhole, from, at, by });
      kept.push(`${counted(orders, 'order')} of ${store}`);
      continue;
    }
    const message = `The ${counted(orders, 'order')} of ${store} were not confirmed: a whole run of it has ended since you looked. Look at what is to do now.`;
    refusals.push({ store, entity: null, sourceId: '', message });
  }
  if (kept.length > 0) {
    const change = `${kept.join(', ')}: not copied before a yes, now to be copied`;
    const [only] = stores.length === 1 ? stores : [];
    await ledger.noteDecided({ id, at, who: by, event: 'said-yes', store: only?.store, change, reason });
  }
  return refusals;
}
