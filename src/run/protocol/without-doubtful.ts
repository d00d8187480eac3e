import { entityOf } from '../../entities/registry.ts';
import type { LoadItem } from '../../entities/writing/load-item.ts';
import type { LoadBatch, LoadOutcomes } from './batch.ts';
import { isGone } from './is-gone.ts';
import { recordIntents } from './record-intents.ts';

/**
 * A record that was written once and retried from quarantine may be there though one look-up did not find it: it is
 * settled like any write of unknown outcome, by looking, before it is ever written again. One whose copy was seen, and
 * bears a number that Xero takes once, is never written again.
 */
export async function withoutDoubtful<Draft, Existing>(
  batch: LoadBatch<Draft, Existing>,
  absent: readonly LoadItem<Draft>[],
  outcomes: LoadOutcomes,
): Promise<LoadItem<Draft>[]> {
  const clear: LoadItem<Draft>[] = [];
  // Only a write gives a record its target id, and what is done here about one of them is no write of another.
  const records = batch.action === 'add' ? await batch.ledger.findAll(absent.map(({ key }) => key)) : [];
  for (const [place, item] of absent.entries()) {
    if ((records[place]?.targetId ?? null) === null) clear.push(item);
    else if (entityOf(item.key.entity).writes.isNumbered === true && (await isGone(batch, item))) {
      const message = `${item.targetId}, the copy of ${item.key.store} ${item.key.sourceId}, was in the primary and is not any more.`;
      await batch.ledger.decide(batch.run, [{ kind: 'quarantine', key: item.key, reason: 'copy-gone', message }]);
      outcomes.set(item.key.sourceId, 'quarantined');
    } else {
      const intents = await recordIntents(batch, [item]);
      await batch.ledger.noteLookUps(intents.filter((intent) => intent !== 0));
      outcomes.set(item.key.sourceId, 'pending');
    }
  }
  return clear;
}
