import type { AuditEntry, LedgerRecord } from '../../ledger/record.ts';

/** Where the approval itself came to nothing. */
const NOT_APPROVED: readonly string[] = ['refused', 'not-stored'];
/** Where nothing of ours stands under the number, or nobody knows. */
const NOTHING_THERE: readonly string[] = ['copy-gone', 'target-id-taken', 'undone'];

/**
 * Whether the copy of a quarantined order stands in the primary without approval, as far as the ledger knows: it was written and
 * seen, and never approved. One that was copied once (`copiedAs`) is approved.
 */
export function standsUnapproved(record: LedgerRecord, history: readonly AuditEntry[]): boolean {
  const { entity, state, targetId, copiedAs, reason } = record;
  if (entity !== 'orders' || state !== 'quarantined' || targetId === null || copiedAs !== null) return false;
  if (NOTHING_THERE.includes(reason ?? '')) return false;
  const wasSeen = history.some(
    ({ event, detail }) => (event === 'step-done' && detail === 'add') || detail === 'read-back-differs',
  );
  const wasAsked = history.some(({ event, detail }) => event === 'intent' && detail.startsWith('approve '));
  return wasSeen && (!wasAsked || NOT_APPROVED.includes(reason ?? ''));
}

/** Whether the copy of a quarantined order was asked to be approved and seen as approved: it was quarantined for what it showed then. */
export function standsApproved({ entity, state, targetId }: LedgerRecord, history: readonly AuditEntry[]): boolean {
  if (entity !== 'orders' || state !== 'quarantined' || targetId === null) return false;
  return history.some(({ event, detail }) => event === 'intent' && detail.startsWith('approve '));
}
