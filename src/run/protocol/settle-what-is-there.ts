import type { LoadItem } from '../../entities/writing/load-item.ts';
import { lowerKey } from '../../model/text-key.ts';
import type { LoadBatch, LoadOutcomes } from './batch.ts';
import { doubtOf } from './mismatch.ts';
import { recordIntents } from './record-intents.ts';
import { settlementOf } from './settlement.ts';
import { withoutDoubtful } from './without-doubtful.ts';
import { withoutOtherCopies } from './without-other-copies.ts';

/** Adopts copies of ours that are there already, holds ids that somebody else has, and gives back the rest. */
export async function settleWhatIsThere<Draft, Existing>(
  batch: LoadBatch<Draft, Existing>,
  outcomes: LoadOutcomes,
): Promise<LoadItem<Draft>[]> {
  const items = await withoutOtherCopies(batch, outcomes);
  if (items.length === 0) return [];
  const { looked } = batch;
  const holds = looked !== undefined && (batch.isJudgedByIt === true || looked.isFresh());
  const there = holds ? looked.existing : await batch.target.lookUp(items);
  const absent: LoadItem<Draft>[] = [];
  for (const item of items) {
    const existing = there.get(lowerKey(item.targetId));
    const doubt = existing === undefined ? undefined : batch.target.doubt?.(item, existing);
    if (existing === undefined) absent.push(item);
    else if (doubt !== undefined) {
      const written = (await batch.ledger.find(item.key))?.targetId != null;
      await batch.ledger.decide(batch.run, [{ kind: 'quarantine', key: item.key, ...doubtOf(item, doubt, written) }]);
      outcomes.set(item.key.sourceId, 'quarantined');
    } else if (batch.target.isCopyOf(item, existing)) {
      const [intent = 0] = await recordIntents(batch, [item]);
      if (intent === 0) {
        outcomes.set(item.key.sourceId, 'pending');
        continue;
      }
      await batch.ledger.settle(batch.run, [await settlementOf(batch, item, existing, intent, outcomes)]);
      if (batch.action === 'add') batch.onFound?.(item.key);
    } else {
      const message = `${item.targetId} exists in the primary, and is not the copy of ${item.key.store} ${item.key.sourceId}.`;
      await batch.ledger.decide(batch.run, [{ kind: 'quarantine', key: item.key, reason: 'target-id-taken', message }]);
      outcomes.set(item.key.sourceId, 'quarantined');
    }
  }
  return withoutDoubtful(batch, absent, outcomes);
}
