import { describeFault, isRecordFault } from '../../model/record-fault.ts';
import type { Unreadable } from '../../neto/records.ts';
import type { ExtractedPage, ExtractedRecord, QuarantinedRecord } from './extracted-record.ts';

const WITHOUT_ID = 'without an id';

export type { Unreadable } from '../../neto/records.ts';

/** For `onUnreadable`: one record that can't be read goes to quarantine, and does not keep its store's others from being read. */
export function holder(quarantined: QuarantinedRecord[], idOf?: (key: string) => string): (record: Unreadable) => void {
  const told = new Set<string>();
  return (record) => {
    const one = quarantinedOf(record, idOf);
    // A listing that is repeated brings it again.
    if (!told.has(one.sourceId)) quarantined.push(one);
    told.add(one.sourceId);
  };
}

/** @param idOf the source id that a record's key stands for */
export function quarantinedOf(
  { id, key = id, problem }: Unreadable,
  idOf: (key: string) => string = (own) => own,
): QuarantinedRecord {
  return { sourceId: nameOf(idOf(key)), reason: 'unreadable', message: problem };
}

/** What stands in quarantine for a record that bears no id. */
function nameOf(id: string): string {
  return id.trim() === '' ? WITHOUT_ID : id;
}

/** Makes records ready to be staged; one that makes that throw is quarantined, and the others are made. */
export function recordsOf<Found>(
  found: readonly Found[],
  make: (one: Found) => ExtractedRecord,
  idOf: (one: Found) => string,
  quarantined: QuarantinedRecord[],
): ExtractedRecord[] {
  return found.flatMap((one) => {
    try {
      return [make(one)];
    } catch (error) {
      if (!isRecordFault(error)) throw error;
      const sourceId = nameOf(idOf(one));
      quarantined.push({
        sourceId,
        reason: 'record-failed',
        message: `${sourceId} can't be taken: ${describeFault(error)}.`,
      });
      return [];
    }
  });
}

/**
 * Pages with what can't be read of them. @param list is given whom to tell of an unreadable record
 * @param idOf the source id that a record's key stands for
 */
export async function* pagesOf(
  list: (onUnreadable: (record: Unreadable) => void) => AsyncIterable<readonly ExtractedRecord[]>,
  idOf?: (key: string) => string,
): AsyncGenerator<ExtractedPage> {
  const quarantined: QuarantinedRecord[] = [];
  for await (const records of list(holder(quarantined, idOf))) yield { records, quarantined: quarantined.splice(0) };
}

/** What a store shows now, with what it delivered and nobody can read. */
export async function showing<Found>(
  read: (onUnreadable: (record: Unreadable) => void) => Promise<readonly Found[]>,
): Promise<{ readonly found: readonly Found[]; readonly unreadable: readonly Unreadable[] }> {
  const unreadable: Unreadable[] = [];
  return { found: await read((record) => void unreadable.push(record)), unreadable };
}
