import type { EntityName, RecordKey } from '../model/entities.ts';
import { byDifferentWays, FROM_FILE } from '../model/from-file.ts';
import type { QuarantineReason } from '../model/reasons.ts';
import {
  followHeld,
  inFormOf,
  isChangeOfCopy,
  keepFirstSnapshot,
  outcomeOfChange,
  stageChange,
} from './follow-change.ts';
import { CHANGED_AFTER_DROP, DROPPED } from './quarantine.ts';
import type { StagedRecord, StagePage } from './record.ts';
import type { Row } from './rows.ts';
import type { Writer } from './writer.ts';

/** In place of a rules hash: changed in its store while its copy was being written, so to be read again. */
export const TO_BE_READ = '';
const BY_KEY = 'store = ? AND entity = ? AND source_id = ?';

/** Puts one record that was read where it belongs: anew, unchanged, or to be judged again. */
export function stageRecord(writer: Writer, page: StagePage, read: StagedRecord): void {
  const { run, store, entity, rules } = page;
  const key: RecordKey = { store, entity, sourceId: read.sourceId };
  const before = writer.record(key);
  const { known, record } =
    before === undefined ? { known: undefined, record: read } : inFormOf(writer, key, before, read);
  if (known === undefined) {
    writer.run(
      "INSERT INTO record (store, entity, source_id, state, hash, rules, payload, parent, amount, read_as, changed_at) VALUES (?, ?, ?, 'staged', ?, ?, ?, ?, ?, ?, ?)",
      store,
      entity,
      record.sourceId,
      record.hash,
      rules,
      record.payload,
      record.parent ?? null,
      record.amount ?? null,
      record.snapshot ?? null,
      writer.now(),
    );
    keepFacts(writer, key, record);
    keepStamp(writer, key, record);
    writer.countOutcome(run, key, null);
    return;
  }
  keepStamp(writer, key, record);
  // Its status moves on without another copy having to be made.
  if (known['state'] !== 'writing') keepFacts(writer, key, record);
  const same = isSame(known, record);
  switch (known['state']) {
    case 'writing':
      // What was meant is on its way: its read-back must be compared with that, not with a newer version, which is
      // read again once this one is settled.
      if (!same || (record.snapshot !== undefined && known['read_as'] !== record.snapshot))
        writer.run(`UPDATE record SET rules = '${TO_BE_READ}' WHERE ${BY_KEY}`, store, entity, record.sourceId);
      writer.countOutcome(run, key, null);
      return;
    case 'linked':
      if (isMoney(entity) && !same) {
        changedLink(writer, page, key, record, known);
        return;
      }
      // A matched record is never updated: whatever changed in its own store, there is nothing to do.
      writer.countOutcome(run, key, 'unchanged');
      return;
    case 'loaded':
      if (hasMoved(entity, known, record)) movedAfterCopy(writer, page, key, record, String(known['parent']));
      else if (isChangeOfCopy(known, record)) stageChange(writer, page, key, record);
      else if (same) {
        keepFirstSnapshot(writer, key, record);
        // The API's hash takes in every field: from now on a change of any shows.
        if (known['hash'] !== record.hash && !record.hash.startsWith(FROM_FILE))
          writer.run(`UPDATE record SET hash = ? WHERE ${BY_KEY}`, record.hash, store, entity, record.sourceId);
        if (known['rules'] === TO_BE_READ)
          writer.run(`UPDATE record SET rules = ? WHERE ${BY_KEY}`, rules, store, entity, record.sourceId);
        writer.countOutcome(run, key, 'unchanged');
      } else changedAfterCopy(writer, page, key, record);
      return;
    case 'quarantined':
      if (followHeld(writer, page, key, record, known) || followHeldFile(writer, page, key, record, known)) return;
      // Once written, only a person settles it; the reason that it was held for stays the one they see.
      // What a person has dropped is not copied without their word, however often it is read.
      if (known['target_id'] !== null || known['reason'] === CHANGED_AFTER_DROP) keepHeld(writer, page, key, record);
      else stageAgain(writer, page, key, record);
      return;
    default:
      if (known['state'] === 'skipped' && known['reason'] === DROPPED) {
        stageDropped(writer, page, key, record, same);
        return;
      }
      // Why it was skipped may be gone though the record is the same: its order was copied since, its status moved on.
      stageAgain(writer, page, key, record);
  }
}

/** What came by a file and by the API can only be compared by its amount: files hold less. */
function isSame(known: Readonly<Record<string, unknown>>, record: StagedRecord): boolean {
  if (known['hash'] === record.hash || known['hash'] === record.formerHash) return true;
  return byDifferentWays(String(known['hash']), record.hash) && known['amount'] === (record.amount ?? null);
}

function isMoney(entity: EntityName): boolean {
  return entity === 'payments' || entity === 'rmas';
}

/** It stands for what another record, or a person, has put into the primary, and is followed like any other copy. */
function changedLink(writer: Writer, page: StagePage, key: RecordKey, record: StagedRecord, known: Row): void {
  if (!key.sourceId.startsWith(FROM_FILE)) {
    if (hasMoved(key.entity, known, record)) movedAfterCopy(writer, page, key, record, String(known['parent']));
    else changedAfterCopy(writer, page, key, record);
    return;
  }
  // What a file names is all that was paid: how much of it is on the copy is asked anew.
  writer.run(`UPDATE record SET target_id = NULL WHERE ${BY_KEY}`, key.store, key.entity, key.sourceId);
  stageAgain(writer, page, key, record);
}

/** Left alone by a person's word, which was about the record as it was then: a change of it is theirs to see. */
function stageDropped(writer: Writer, page: StagePage, key: RecordKey, record: StagedRecord, same: boolean): void {
  if (same) {
    writer.countOutcome(page.run, key, 'skipped');
    return;
  }
  keepVersion(writer, page, key, record);
  writer.conclude(page.run, key, 'quarantined', 'quarantined', {
    reason: CHANGED_AFTER_DROP,
    message: `The record was dropped by a person, and has changed in its own store since.${changesOf(record)}`,
  });
}

function stageAgain(writer: Writer, page: StagePage, key: RecordKey, record: StagedRecord): void {
  writer.run(
    "UPDATE record SET state = 'staged', hash = ?, rules = ?, payload = ?, parent = ?, amount = ?, read_as = ?, reason = NULL, message = NULL, difference = NULL, accepted = CASE WHEN hash = ?1 THEN accepted END, changed_at = ? WHERE store = ? AND entity = ? AND source_id = ?",
    record.hash,
    page.rules,
    record.payload,
    record.parent ?? null,
    record.amount ?? null,
    record.snapshot ?? null,
    writer.now(),
    key.store,
    key.entity,
    key.sourceId,
  );
  writer.countOutcome(page.run, key, null);
}

function changesOf({ sinceCopy }: StagedRecord): string {
  return sinceCopy?.kind === 'changed' ? ` ${sinceCopy.message}` : '';
}

/** Why a change that a file shows is held. */
const OF_CHANGES: readonly string[] = ['changed-after-copy', 'cancelled-after-copy'] satisfies QuarantineReason[];

/**
 * A change that a file has shown and that is held: taken back in its own store it is none any more; changed again it is
 * said anew. @returns whether either was so
 */
function followHeldFile(writer: Writer, page: StagePage, key: RecordKey, record: StagedRecord, known: Row): boolean {
  if (record.sinceCopy === undefined || known['target_id'] === null) return false;
  if (!OF_CHANGES.includes(String(known['reason'])) || known['hash'] === record.hash) return false;
  if (record.sinceCopy.kind === 'changed') {
    changedAfterCopy(writer, page, key, record);
    return true;
  }
  keepVersion(writer, page, key, record);
  writer.conclude(page.run, key, 'loaded', outcomeOfChange(writer, page.run, key, 'unchanged'), {});
  return true;
}

function keepHeld(writer: Writer, page: StagePage, key: RecordKey, record: StagedRecord): void {
  keepVersion(writer, page, key, record);
  writer.countOutcome(page.run, key, 'quarantined');
}

/** A payment's order is an attribute of it: its store moves it to a backorder. */
function hasMoved(entity: EntityName, known: Row, { parent }: StagedRecord): boolean {
  return entity === 'payments' && parent !== undefined && known['parent'] !== parent;
}

function movedAfterCopy(writer: Writer, page: StagePage, key: RecordKey, record: StagedRecord, before: string): void {
  keepVersion(writer, page, key, record);
  writer.run(
    `UPDATE record SET parent = ? WHERE ${BY_KEY}`,
    record.parent ?? null,
    key.store,
    key.entity,
    key.sourceId,
  );
  writer.conclude(page.run, key, 'quarantined', 'quarantined', {
    reason: 'payment-changed-after-copy',
    message: `It was copied to the copy of ${before}; its store has moved it to ${record.parent} since.`,
  });
}

const changedReasons: Readonly<Partial<Record<EntityName, QuarantineReason>>> = {
  payments: 'payment-changed-after-copy',
  // A refund that comes late is what mostly changes a return, and what Neto has no way to add.
  rmas: 'refund-after-copy',
};

function changedAfterCopy(writer: Writer, page: StagePage, key: RecordKey, record: StagedRecord): void {
  keepVersion(writer, page, key, record);
  const isCancelled = key.entity === 'orders' && record.facts?.status?.toLowerCase() === 'cancelled';
  writer.conclude(page.run, key, 'quarantined', 'quarantined', {
    reason: isCancelled ? 'cancelled-after-copy' : (changedReasons[key.entity] ?? 'changed-after-copy'),
    message:
      record.sinceCopy?.kind === 'changed'
        ? record.sinceCopy.message
        : `The record was ${isCancelled ? 'cancelled' : 'changed'} in its own store after it had been copied.`,
  });
}

function keepVersion(writer: Writer, page: StagePage, key: RecordKey, record: StagedRecord): void {
  writer.run(
    // What a person accepted, or could accept, was about the version before.
    'UPDATE record SET hash = ?, rules = ?, payload = ?, read_as = ?, difference = CASE WHEN hash = ?1 THEN difference END, accepted = CASE WHEN hash = ?1 THEN accepted END WHERE store = ? AND entity = ? AND source_id = ?',
    record.hash,
    page.rules,
    record.payload,
    record.snapshot ?? null,
    key.store,
    key.entity,
    key.sourceId,
  );
}

/** A record that was not delivered brings no facts, and leaves those that are known. */
function keepFacts(writer: Writer, key: RecordKey, { facts }: StagedRecord): void {
  if (facts === undefined) return;
  writer.run(
    'UPDATE record SET booked_on = ?, tax = ?, currency = ?, status = ?, method = ? WHERE store = ? AND entity = ? AND source_id = ?',
    facts.bookedOn ?? null,
    facts.tax ?? null,
    facts.currency ?? null,
    facts.status ?? null,
    facts.method ?? null,
    key.store,
    key.entity,
    key.sourceId,
  );
}

/** Of what was not delivered nothing is known: it is asked for again. */
function keepStamp(writer: Writer, key: RecordKey, { changedAt }: StagedRecord): void {
  if (changedAt === undefined) return;
  writer.run(`UPDATE record SET changed_in_source = ? WHERE ${BY_KEY}`, changedAt, key.store, key.entity, key.sourceId);
}
