import type { LoadItem } from '../../entities/writing/load-item.ts';
import type { RunBasics } from '../context/parts.ts';

/** Holds orders whose new number another copy has: the map of prefixes forbids it, so this should never happen. */
export async function withFreeIds<Plan>(
  context: RunBasics,
  items: readonly LoadItem<Plan>[],
): Promise<LoadItem<Plan>[]> {
  const free: LoadItem<Plan>[] = [];
  const owners = await context.ledger.findByTargets(
    'orders',
    items.map(({ targetId }) => targetId),
  );
  for (const item of items) {
    const { store, sourceId } = item.key;
    const owner = owners.get(item.targetId)?.find((one) => one.store !== store || one.sourceId !== sourceId);
    if (owner === undefined) free.push(item);
    else {
      const message = `${item.targetId} is the copy of ${owner.store} ${owner.sourceId} already.`;
      await context.ledger.decide(context.run, [
        { kind: 'quarantine', key: item.key, reason: 'target-id-taken', message },
      ]);
    }
  }
  return free;
}
