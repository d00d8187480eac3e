import type { LedgerRecord } from '../ledger/record.ts';
import { seenAs } from '../ledger/seen-as.ts';
import type { RecordKey } from '../model/entities.ts';

/** A record as a decision names it: which one, and what a person sees of it now. */
export function asSeen(record: LedgerRecord): RecordKey & { readonly seen: string } {
  const { store, entity, sourceId } = record;
  return { store, entity, sourceId, seen: seenAs(record) };
}

export function isSameRecord(one: RecordKey, other: RecordKey): boolean {
  return one.store === other.store && one.entity === other.entity && one.sourceId === other.sourceId;
}
