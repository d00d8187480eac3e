import type { LoadItem } from '../../entities/writing/load-item.ts';
import type { LoadBatch } from './batch.ts';

/**
 * Puts down what is about to be written, before it is.
 * @returns the intents' ids, in the order of the items; 0 for one of which its store has shown another version since it was
 * judged: it must not be written, since what would be taken for its copy was made of the one before
 * @throws ConsolidatorError where nothing may be written any more
 */
export async function recordIntents<Draft, Existing>(
  batch: LoadBatch<Draft, Existing>,
  items: readonly LoadItem<Draft>[],
): Promise<number[]> {
  await batch.target.mayWrite?.(items);
  return batch.ledger.recordIntents(
    batch.run,
    items.map(({ key, targetId, draft }) => ({
      ...{ key, action: batch.action, targetId },
      madeOf: key.hash === undefined ? undefined : { hash: key.hash, parent: key.parent ?? null },
      // Where nothing is to be kept, nobody asks for it.
      get draft() {
        return JSON.stringify(draft);
      },
    })),
  );
}
