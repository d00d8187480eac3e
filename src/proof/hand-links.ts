import type { Ledger } from '../ledger/ledger.ts';
import { type HandLinks, sameId } from '../reconcile/belongs.ts';

/** The orders that people have linked by hand: a decision of theirs, which nothing in the primary tells. */
export async function handLinks(ledger: Pick<Ledger, 'linkedByHand'>): Promise<HandLinks> {
  const links = new Map<string, { readonly store: string; readonly sourceId: string }>();
  for (const { entity, store, sourceId, byHand = [] } of await ledger.linkedByHand()) {
    if (entity === 'orders') for (const id of byHand) links.set(sameId(id), { store, sourceId });
  }
  return links;
}
