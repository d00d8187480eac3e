import type { Unreadable } from '../neto/records.ts';
import type { HeldRecord } from './extracted-record.ts';

export type { Unreadable } from '../neto/records.ts';

/** For `onUnreadable`: one record that can't be read goes to quarantine, and does not keep its store's others from being read. */
export function holder(held: HeldRecord[]): (record: Unreadable) => void {
  return (record) => held.push(heldOf(record));
}

export function heldOf({ id, problem }: Unreadable): HeldRecord {
  return { sourceId: id, reason: 'unreadable', message: problem };
}
