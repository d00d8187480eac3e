import { type AcceptedAs, type SeenDifference, type Viewer, withAccepted } from '../model/accepted.ts';
import type { RecordKey } from '../model/entities.ts';
import { FROM_FILE } from '../model/from-file.ts';
import { idsThatMayBe, mayBe } from '../model/may-be.ts';
import { absolute, compare, formatMoney } from '../model/money.ts';
import type { QuarantineReason } from '../model/reasons.ts';
import type { Instant } from '../model/time.ts';
import { isBeforeApproval } from './before-approval.ts';
import type { Acceptance, Retrial } from './decision.ts';
import type { LedgerRecord } from './record.ts';
import { letCopiesStand } from './replacement.ts';
import { keyOf, recordOf } from './rows.ts';
import type { Writer } from './writer.ts';

/** Why a record that a person took out of quarantine stays out of the books. */
export const DROPPED = 'dropped';
/** Why it comes back into quarantine: only a person's word takes it out of there again. */
export const CHANGED_AFTER_DROP = 'changed-after-drop';

const QUARANTINED = "store = ? AND entity = ? AND source_id = ? AND state = 'quarantined'";

/**
 * Leaves a record alone from now on. What stands in the primary under its target id, if anything, stays known as its copy,
 * so that nobody takes it for a stranger's. @returns false when it is not in quarantine
 */
export function dropRecord(writer: Writer, run: number, key: RecordKey, note: string): boolean {
  const held = writer.get(`SELECT reason FROM record WHERE ${QUARANTINED}`, key.store, key.entity, key.sourceId);
  if (held === undefined) return false;
  writer.conclude(run, key, 'skipped', 'skipped', { reason: DROPPED, message: note });
  return true;
}

/** Held because its store, or its file, has nothing to read: to try again would only hide that. */
const NOTHING_TO_READ: readonly string[] = ['payment-gone', 'rma-gone', 'row-unreadable', 'states-differ'];

/**
 * Held for what the record itself is, by no rule that could be mended: to try again comes to the same. Where it changes in
 * its store, it is read and judged anew by itself.
 */
const SAME_AGAIN: readonly string[] = ['payment-negative', 'payment-zero'] satisfies QuarantineReason[];

/** Its copy was there and is not any more, so that another one may be written in its place. */
const COPY_REMOVED: readonly string[] = ['payment-copy-gone', 'rma-copy-gone'];

/** Whether the next run can judge a held record anew. */
export function isRetryable({ reason }: Pick<LedgerRecord, 'reason'>): boolean {
  return !NOTHING_TO_READ.includes(reason ?? '') && !SAME_AGAIN.includes(reason ?? '');
}

/**
 * Stages a quarantined record anew; one whose payload was purged is marked to be read from its store again.
 * @returns `not-held` when it is not in quarantine
 */
export function retryRecord(writer: Writer, run: number, key: RecordKey, another = false): Retrial {
  const held = writer.get(`SELECT * FROM record WHERE ${QUARANTINED}`, key.store, key.entity, key.sourceId);
  if (held === undefined) return retryDropped(writer, run, key);
  const reason = String(held['reason']);
  if (!isRetryable({ reason })) return 'not-retryable';
  const { seen = [], acceptedAs = null } = recordOf(held);
  const ids = idsThatMayBe(seen);
  if (another && ids.length === 0) return 'not-retryable';
  if (another) {
    writeAcceptedAs(writer, key, withAccepted(acceptedAs, mayBe(ids)));
    writer.audit(run, key, 'another', ids.join(', '));
  }
  if (COPY_REMOVED.includes(reason)) {
    writer.run(
      `UPDATE record SET target_id = NULL, by_hand = NULL WHERE ${QUARANTINED}`,
      key.store,
      key.entity,
      key.sourceId,
    );
  }
  if (reason === 'refused') freeRefused(writer, key);
  if (writer.stageAnew(run, key)) return 'staged';
  readAgain(writer, key);
  writer.audit(run, key, 'retry', 'its content is not in the ledger: it is read again');
  return 'to-be-read';
}

/** Whether a person has dropped it, which they can take back; what was accepted as gone can't be read any more. */
export function isDropped({ state, reason }: Pick<LedgerRecord, 'state' | 'reason'>): boolean {
  return state === 'skipped' && reason === DROPPED;
}

/** Its content is gone with the drop, so that it is read from its store again, and judged as if it were new. */
function retryDropped(writer: Writer, run: number, key: RecordKey): Retrial {
  const { store, entity, sourceId } = key;
  const row = writer.record(key);
  if (row === undefined || !isDropped(recordOf(row))) return 'not-held';
  const last = writer.get(
    'SELECT event FROM audit WHERE store = ? AND entity = ? AND source_id = ? ORDER BY id DESC LIMIT 1',
    store,
    entity,
    sourceId,
  );
  if (last?.['event'] === 'accepted') return 'not-retryable';
  writer.run(
    "UPDATE record SET rules = '', reason = 'to-be-read', message = NULL, changed_at = ? WHERE store = ? AND entity = ? AND source_id = ?",
    writer.now(),
    store,
    entity,
    sourceId,
  );
  writer.audit(run, key, 'retry', 'it was dropped, and is wanted again');
  return 'to-be-read';
}

/** Proven not to have been stored: a person's retry writes it after one more look, under the target id it gets then. */
function freeRefused(writer: Writer, key: RecordKey): void {
  writer.run(
    `UPDATE record SET target_id = NULL WHERE copied_as IS NULL AND ${QUARANTINED}`,
    key.store,
    key.entity,
    key.sourceId,
  );
}

/** Leaves a quarantined record to the next run, which reads it from its store. */
function readAgain(writer: Writer, key: RecordKey): void {
  writer.run(
    // Rules that no pipeline has: extraction asks again for whatever was skipped under other ones.
    `UPDATE record SET state = 'skipped', rules = '', reason = 'to-be-read', changed_at = ? WHERE ${QUARANTINED}`,
    writer.now(),
    key.store,
    key.entity,
    key.sourceId,
  );
}

/** Reasons about a copy that stands in the primary: a person can say that it is right as it is. */
const OF_COPIES: readonly string[] = [
  'changed-after-copy',
  'cancelled-after-copy',
  'changed-on-both-sides',
  'copy-changed',
  'payment-changed-after-copy',
  'payment-copy-changed',
  'refund-after-copy',
  'rma-copy-changed',
  'read-back-differs',
  'reference-altered',
  'payment-reference-unreadable',
  'copy-has-another-id',
  'not-approved-in-time',
];

/** What is gone from its own store, or from the primary, so that no later look may miss it once more. */
const GONE: readonly string[] = ['payment-gone', 'rma-gone', 'source-gone', ...COPY_REMOVED];

/** Keyed in the place of one whose copy stands in the primary. */
const REPLACING: readonly string[] = ['payment-replaced', 'rma-replaced'];

/** A payment that a person has found in the primary, entered there by hand. */
const ENTERED_BY_HAND = 'may-be-there';

/** Whether a person can say that a record is right: there are cents to accept, or a copy that may be right as it is. */
export function isAcceptable({ entity, reason, targetId, difference }: LedgerRecord): boolean {
  // An order that was entered by hand is linked: only so is it known which one it is.
  if (difference !== null || (reason === ENTERED_BY_HAND && entity !== 'orders')) return true;
  if (GONE.includes(reason ?? '') || REPLACING.includes(reason ?? '')) return true;
  return isLinkedByHand({ reason, targetId }) || (targetId !== null && OF_COPIES.includes(reason ?? ''));
}

/** What accepting it would come to, without doing it. */
export function acceptanceOf(record: LedgerRecord): Acceptance {
  if (!isAcceptable(record)) return 'not-acceptable';
  return record.difference !== null || isBeforeApproval(record) ? 'released' : 'settled';
}

/** A person had said that the primary has it, entered by hand, and it has changed in its store since. */
function isLinkedByHand({ reason, targetId }: Pick<LedgerRecord, 'reason' | 'targetId'>): boolean {
  return targetId === null && (reason === 'payment-changed-after-copy' || reason === 'refund-after-copy');
}

/** Read anew, since what was accepted was about the record as it was; what came by a file is at hand, and nowhere else. */
function release(writer: Writer, run: number, record: LedgerRecord): void {
  if (record.hash.startsWith(FROM_FILE) && writer.stageAnew(run, record)) return;
  readAgain(writer, record);
}

/**
 * A person's word that a held record is right: with the difference that its total has, or as it stands in the primary.
 * Such a difference is stored, so that the next load tolerates this one and no larger one.
 */
export function acceptRecord(writer: Writer, run: number, key: RecordKey, why: string): Acceptance {
  const held = writer.get(`SELECT * FROM record WHERE ${QUARANTINED}`, key.store, key.entity, key.sourceId);
  if (held === undefined) return 'not-held';
  const record = recordOf(held);
  const { reason, targetId, difference, accepted, seen = [], acceptedAs = null } = record;
  if (difference !== null) {
    const larger = accepted !== null && compare(absolute(accepted), absolute(difference)) > 0 ? accepted : difference;
    writer.run(`UPDATE record SET accepted = ? WHERE ${QUARANTINED}`, larger, key.store, key.entity, key.sourceId);
  }
  if (!isAcceptable(record)) return 'not-acceptable';
  if (difference !== null || isBeforeApproval(record)) {
    writeAcceptedAs(writer, key, withAccepted(acceptedAs, seen));
    release(writer, run, record);
    writer.audit(run, key, 'accepted', difference === null ? why : `${formatMoney(difference)}: ${why}`);
    return 'released';
  }
  if (GONE.includes(reason ?? '')) writer.conclude(run, key, 'skipped', 'skipped', { reason: DROPPED, message: why });
  else if (REPLACING.includes(reason ?? '')) letCopiesStand(writer, run, recordOf(held));
  else if (reason === ENTERED_BY_HAND || isLinkedByHand({ reason, targetId })) linkEntered(writer, run, record);
  else if (targetId !== null && OF_COPIES.includes(reason ?? '')) {
    keepAmountAsRead(writer, key);
    writer.conclude(run, key, 'loaded', 'unchanged', {});
  } else return 'not-acceptable';
  // How its copy stood was written down with the reason, where that was about its fields.
  const ofFields = seen.length === 0 || reason === ENTERED_BY_HAND ? undefined : seen;
  writeAcceptedAs(writer, key, withAccepted(acceptedAs, ofFields, key.entity));
  writer.audit(run, key, 'accepted', why);
  return 'settled';
}

/** Of a payment that was changed in its store: what a person has put in the place of its copy bears the new amount. */
function keepAmountAsRead(writer: Writer, key: RecordKey): void {
  if (key.entity !== 'payments') return;
  writer.run(
    `UPDATE record SET amount = json_extract(payload, '$.amount')
     WHERE ${QUARANTINED} AND json_valid(payload) AND json_type(payload, '$.amount') = 'text'`,
    key.store,
    key.entity,
    key.sourceId,
  );
}

/** What was entered for it by hand stands for it, and for no other. */
function linkEntered(writer: Writer, run: number, { store, entity, sourceId, seen = [] }: LedgerRecord): void {
  const key: RecordKey = { store, entity, sourceId };
  const ids = idsThatMayBe(seen);
  if (ids.length > 0)
    writer.run(`UPDATE record SET by_hand = ? WHERE ${QUARANTINED}`, JSON.stringify(ids), store, entity, sourceId);
  writer.conclude(run, key, 'linked', 'unchanged', {});
}

/** What one of those who compare copies sees of one that was accepted as it stood. */
export function noteAccepted(writer: Writer, key: RecordKey, viewer: Viewer, seen: readonly SeenDifference[]): void {
  const row = writer.record(key);
  const { acceptedAs = null } = row === undefined ? {} : recordOf(row);
  if (acceptedAs === null) return;
  const open = acceptedAs.open.filter((one) => one !== viewer);
  writeAcceptedAs(writer, key, { seen: [...acceptedAs.seen, ...seen], open });
}

function writeAcceptedAs(writer: Writer, key: RecordKey, accepted: AcceptedAs): void {
  writer.run(
    'UPDATE record SET accepted_as = ? WHERE store = ? AND entity = ? AND source_id = ?',
    JSON.stringify(accepted),
    key.store,
    key.entity,
    key.sourceId,
  );
}

/** Events that end a stay in quarantine; being judged anew in each run, as what waits for another record is, ends none. */
const ENDS_A_STAY = "('loaded', 'linked', 'skipped', 'retry', 'accepted', 'adopted', 'linked-by-hand')";

/** Of a record in quarantine: when its present stay began. */
const HELD_SINCE = `coalesce((SELECT min(at) FROM audit WHERE audit.store = record.store AND audit.entity = record.entity
    AND audit.source_id = record.source_id AND event = 'quarantined' AND audit.id > coalesce((SELECT max(id) FROM audit AS past
      WHERE past.store = record.store AND past.entity = record.entity AND past.source_id = record.source_id
        AND past.event IN ${ENDS_A_STAY}), 0)), changed_at)`;

/** Takes what is personal out of records that have been in quarantine since before that moment. @returns how many */
export function purgePayloads(writer: Writer, run: number, before: Instant): number {
  const purged = writer.all(
    // What the primary said of a refused record may quote it.
    `UPDATE record SET payload = NULL, message = CASE WHEN reason = 'refused' THEN NULL ELSE message END
     WHERE state = 'quarantined' AND payload IS NOT NULL AND payload <> '' AND ${HELD_SINCE} < ?
     RETURNING store, entity, source_id`,
    before,
  );
  for (const row of purged) {
    writer.hasRedacted = true;
    writer.audit(run, keyOf(row), 'purged', '');
  }
  return purged.length;
}
