import type { LoadItem } from '../../entities/writing/load-item.ts';
import { lowerKey } from '../../model/text-key.ts';
import type { LoadBatch, LoadOutcomes } from './batch.ts';

/**
 * The pair of ids is stored once and never computed again: where the rules (a prefix, a mark, a policy) have changed since
 * a record was written, its copy stands under the old id, and one under the new id would be its second.
 */
export async function withoutOtherCopies<Draft, Existing>(
  batch: LoadBatch<Draft, Existing>,
  outcomes: LoadOutcomes,
): Promise<LoadItem<Draft>[]> {
  const free: LoadItem<Draft>[] = [];
  const records = await batch.ledger.findAll(batch.items.map(({ key }) => key));
  for (const [place, item] of batch.items.entries()) {
    const copy = records[place]?.targetId ?? item.targetId;
    if (lowerKey(copy) === lowerKey(item.targetId)) free.push(item);
    else {
      const message = `It was written as ${copy}; by the rules as they are now it would be ${item.targetId}.`;
      await batch.ledger.decide(batch.run, [
        { kind: 'quarantine', key: item.key, reason: 'copy-has-another-id', message },
      ]);
      outcomes.set(item.key.sourceId, 'quarantined');
    }
  }
  return free;
}
