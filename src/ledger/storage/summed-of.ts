import type { RecordState, SummedRecord } from '../record-state.ts';

export function summedOf(record: RecordState): SummedRecord {
  const { store, entity, sourceId, state, targetId, parent, amount, facts, accepted, acceptedAs, changedAt } = record;
  return {
    ...{ store, entity, sourceId, state, targetId, parent, amount, facts, accepted, acceptedAs, changedAt },
    reason: 'reason' in record ? record.reason : null,
    hasCopied: record.copiedAs !== null,
  };
}
