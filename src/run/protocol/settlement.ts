import type { LoadItem } from '../../entities/writing/load-item.ts';
import type { Settlement } from '../../ledger/intent.ts';
import type { LoadBatch, LoadOutcomes } from './batch.ts';
import { mismatch, seenOf } from './mismatch.ts';

/** What becomes of a record that the primary holds: settled when it is ours and as meant, quarantine otherwise. */
export function settlementOf<Draft, Existing>(
  batch: Pick<
    LoadBatch<Draft, Existing>,
    'target' | 'hasNextStep' | 'outcome' | 'quarantineReason' | 'onDifference' | 'note'
  >,
  item: LoadItem<Draft>,
  existing: Existing,
  intent: number,
  outcomes: LoadOutcomes,
  accepted = false,
): Settlement {
  const mismatched = mismatch(batch.target, item, existing, { accepted, note: batch.note });
  if (mismatched !== undefined) {
    outcomes.set(item.key.sourceId, 'quarantined');
    const { differences = [], ...why } = mismatched;
    if (differences.length > 0) batch.onDifference?.(item, differences);
    const reason = why.reason === 'read-back-differs' ? (batch.quarantineReason ?? why.reason) : why.reason;
    const seen = differences.map(seenOf);
    return { kind: 'quarantine', intent, ...why, reason, ...(seen.length === 0 ? {} : { seen }) };
  }
  outcomes.set(item.key.sourceId, 'done');
  return batch.hasNextStep
    ? { kind: 'step-done', intent }
    : { kind: 'loaded', intent, outcome: batch.outcome ?? 'created' };
}
