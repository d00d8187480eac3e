import { describeFault, isRecordFault } from '../../model/record-fault.ts';
import type { Unreadable } from '../../neto/records.ts';
import type { ExtractedPage, ExtractedRecord, HeldRecord } from './extracted-record.ts';

const WITHOUT_ID = 'without an id';

export type { Unreadable } from '../../neto/records.ts';

/** For `onUnreadable`: one record that can't be read goes to quarantine, and does not keep its store's others from being read. */
export function holder(held: HeldRecord[], idOf?: (key: string) => string): (record: Unreadable) => void {
  const told = new Set<string>();
  return (record) => {
    const one = heldOf(record, idOf);
    // A listing that is repeated brings it again.
    if (!told.has(one.sourceId)) held.push(one);
    told.add(one.sourceId);
  };
}

/** @param idOf the source id that a record's key stands for */
export function heldOf(
  { id, key = id, problem }: Unreadable,
  idOf: (key: string) => string = (own) => own,
): HeldRecord {
  return { sourceId: nameOf(idOf(key)), reason: 'unreadable', message: problem };
}

/** What stands in quarantine for a record that bears no id. */
function nameOf(id: string): string {
  return id.trim() === '' ? WITHOUT_ID : id;
}

/** Makes records ready to be staged; one that makes that throw is held, and the others are made. */
export function recordsOf<Found>(
  found: readonly Found[],
  make: (one: Found) => ExtractedRecord,
  idOf: (one: Found) => string,
  held: HeldRecord[],
): ExtractedRecord[] {
  return found.flatMap((one) => {
    try {
      return [make(one)];
    } catch (error) {
      if (!isRecordFault(error)) throw error;
      const sourceId = nameOf(idOf(one));
      held.push({ sourceId, reason: 'record-failed', message: `${sourceId} can't be taken: ${describeFault(error)}.` });
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
  const held: HeldRecord[] = [];
  for await (const records of list(holder(held, idOf))) yield { records, held: held.splice(0) };
}

/** What a store shows now, with what it delivered and nobody can read. */
export async function showing<Found>(
  read: (onUnreadable: (record: Unreadable) => void) => Promise<readonly Found[]>,
): Promise<{ readonly found: readonly Found[]; readonly unreadable: readonly Unreadable[] }> {
  const unreadable: Unreadable[] = [];
  return { found: await read((record) => void unreadable.push(record)), unreadable };
}
