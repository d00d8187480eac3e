import type { LoadItem } from '../../entities/writing/load-item.ts';
import type { LoadTarget } from '../../entities/writing/load-target.ts';
import { lowerKey } from '../../model/text-key.ts';

type Planned<Held> = { readonly kind: 'planned' } | { readonly kind: 'held'; readonly held: Held };

/**
 * A target that writes nothing: it asks the primary as the real one does, and finds what it was given to write as if it
 * had been written exactly so. That makes a plan the same run as the real one, but for the writes.
 */
export function simulated<Draft, Held>(
  target: LoadTarget<Draft, Held>,
  collect: (items: readonly LoadItem<Draft>[]) => void = () => {},
): LoadTarget<Draft, Planned<Held>> {
  const planned = new Set<string>();
  const isPlanned = (item: LoadItem<Draft>): boolean => planned.has(lowerKey(item.targetId));
  return {
    async lookUp(items) {
      const unplanned = items.filter((item) => !isPlanned(item));
      const real = unplanned.length === 0 ? new Map<string, Held>() : await target.lookUp(unplanned);
      const found = asHeld(real);
      for (const item of items.filter(isPlanned)) found.set(lowerKey(item.targetId), { kind: 'planned' });
      return found;
    },
    async write(items) {
      for (const { targetId } of items) planned.add(lowerKey(targetId));
      collect(items);
      return { kind: 'accepted', ids: items.map(({ targetId }) => targetId), errors: [] };
    },
    elsewhere: async (written) => (await target.elsewhere?.(written)) ?? new Map(),
    isCopyOf: (item, found) => found.kind === 'planned' || target.isCopyOf(item, found.held),
    doubt: (item, found) => (found.kind === 'planned' ? undefined : target.doubt?.(item, found.held)),
    compare: (draft, found) => (found.kind === 'planned' ? [] : target.compare(draft, found.held)),
  };
}

/** What the primary really holds. */
export function asHeld<Held>(real: ReadonlyMap<string, Held>): Map<string, Planned<Held>> {
  return new Map([...real].map(([id, held]) => [id, { kind: 'held', held }]));
}
