import type { Order } from '../../model/order.ts';
import { originOf } from '../../model/origin.ts';
import { numberPrefix } from './propose-prefixes.ts';

/** What copies of a store in the primary begin with, where there are such already. */
export interface CopiesSeen {
  /** As an earlier pipeline called the store that they are of. */
  readonly store: string;
  readonly sourcePrefix: string;
  readonly targetPrefix: string;
}

/**
 * Of the orders of a primary, the prefixes that copies alone bear: they are none of its own, and the next pipeline has to give the
 * same ones. Copies are known by their notes.
 */
export function copiesSeen(orders: readonly Pick<Order, 'id' | 'internalNotes'>[]): CopiesSeen[] {
  const copies = new Map<string, CopiesSeen>();
  const own = new Set<string>();
  for (const { id, internalNotes } of orders) {
    const targetPrefix = numberPrefix(id);
    const origin = originOf(internalNotes);
    if (origin === undefined) own.add(targetPrefix);
    else {
      const copy = { store: origin.store, sourcePrefix: numberPrefix(origin.sourceId), targetPrefix };
      copies.set(JSON.stringify(copy), copy);
    }
  }
  return [...copies.values()].filter(({ targetPrefix }) => !own.has(targetPrefix));
}
