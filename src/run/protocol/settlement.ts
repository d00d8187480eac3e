import type { LoadItem } from '../../entities/writing/load-item.ts';
import type { Settlement } from '../../ledger/intent.ts';
import type { LoadBatch, LoadOutcomes } from './batch.ts';
import { mismatch, seenOf } from './mismatch.ts';

/** What becomes of a record that the primary holds: settled when it is ours and as meant, quarantine otherwise. */
export async function settlementOf<Draft, Existing>(
  batch: Pick<
    LoadBatch<Draft, Existing>,
    'ledger' | 'target' | 'hasNextStep' | 'outcome' | 'quarantineReason' | 'onDifference' | 'note'
  >,
  item: LoadItem<Draft>,
  existing: Existing,
  intent: number,
  outcomes: LoadOutcomes,
  accepted = false,
): Promise<Settlement> {
  const mismatched = mismatch(batch.target, item, existing, { accepted, note: batch.note });
  if (mismatched !== undefined) {
    outcomes.set(item.key.sourceId, 'quarantined');
    const { differences = [], ...why } = mismatched;
    if (differences.length > 0) batch.onDifference?.(item, differences);
    const reason = why.reason === 'read-back-differs' ? (batch.quarantineReason ?? why.reason) : why.reason;
    const seen = differences.map(seenOf);
    return { kind: 'quarantine', intent, ...why, reason, ...(seen.length === 0 ? {} : { seen }) };
  }
  const shows = accepted ? undefined : await shownByFound(batch, item, existing);
  outcomes.set(item.key.sourceId, 'done');
  return batch.hasNextStep
    ? { kind: 'step-done', intent, shows }
    : { kind: 'loaded', intent, outcome: batch.outcome ?? 'created' };
}

/**
 * The copy may be of an earlier version of its source, as where a ledger was put back to before it: what it lacks must not count
 * as carried over. @returns undefined where it lacks nothing
 */
async function shownByFound<Draft, Existing>(
  { ledger, target, note }: Pick<LoadBatch<Draft, Existing>, 'ledger' | 'target' | 'note'>,
  item: LoadItem<Draft>,
  existing: Existing,
): Promise<string | undefined> {
  if (target.found === undefined) return undefined;
  const { readAs = null } = (await ledger.find(item.key)) ?? {};
  if (readAs === null) return undefined;
  const { shows, differences } = target.found(item, existing, readAs);
  note?.(item.key, differences);
  return shows;
}
