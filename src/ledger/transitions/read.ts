import type { EntityName, RecordKey } from '../../model/entities.ts';
import { FROM_FILE } from '../../model/from-file.ts';
import type { QuarantineReason } from '../../model/reasons.ts';
import { sameText } from '../../model/text-key.ts';
import type { RecordFacts, StagedRecord } from '../record.ts';
import type {
  Linked,
  Loaded,
  Quarantined,
  RecordCore,
  RecordState,
  Skipped,
  Staged,
  Writing,
} from '../record-state.ts';
import { conclude, outcomeOfChange, quarantine } from './conclude.ts';
import type { Occasion, Surroundings, Transition } from './event.ts';
import {
  followQuarantined,
  inFormOf,
  isChangeOfCopy,
  isFirstOfApi,
  stageChange,
  stageFirstOfApi,
  withFirstSnapshot,
} from './follow-change.ts';
import { andThen, contentRead, coreOf, findingsOf, joinHash, moved, splitHash } from './parts.ts';
import { CHANGED_AFTER_DROP, DROPPED } from './what-can-be-done.ts';

/** What comes along with each reading. */
interface Reading {
  readonly read: StagedRecord;
  readonly rules: string;
  readonly occasion: Occasion;
  readonly around: Surroundings;
  readonly isSame: boolean;
}

/** Puts one record that was read where it belongs: anew, unchanged, or to be judged again. */
export function read(
  key: RecordKey,
  before: RecordState | undefined,
  { read: given, rules }: { readonly read: StagedRecord; readonly rules: string },
  occasion: Occasion,
  around: Surroundings,
): Transition {
  const first =
    before === undefined ? stageFirst(key, given, rules, occasion) : readAgain(before, given, rules, occasion, around);
  const { held } = given;
  return held === undefined ? first : andThen(first, (record) => quarantine(record, held, occasion, around));
}

function stageFirst(
  { store, entity, sourceId }: RecordKey,
  read: StagedRecord,
  rules: string,
  { at }: Occasion,
): Transition {
  const { origin, hash } = splitHash(read.hash);
  const staged: Staged = {
    store,
    entity,
    sourceId,
    state: 'staged',
    targetId: null,
    origin,
    hash,
    rules,
    toBeRead: false,
    content: contentRead(read),
    parent: read.parent ?? null,
    amount: read.amount ?? null,
    facts: factsOf(read.facts ?? {}),
    changedInSource: read.changedAt ?? null,
    accepted: null,
    acceptedAs: null,
    readAs: read.snapshot ?? null,
    copiedAs: null,
    byHand: null,
    quarantinedSince: null,
    loadedFirstIn: null,
    changedAt: at,
    reason: null,
    message: null,
    difference: null,
    replaces: [],
    seen: [],
  };
  return moved(staged, [{ kind: 'count', outcome: null }]);
}

function readAgain(
  before: RecordState,
  given: StagedRecord,
  rules: string,
  occasion: Occasion,
  around: Surroundings,
): Transition {
  const { known: inForm, read } = inFormOf(before, given);
  const known = withWhatItTells(inForm, read);
  const reading: Reading = { read, rules, occasion, around, isSame: isSame(inForm, read) };
  switch (known.state) {
    case 'writing':
      return readWhileWriting(known, reading);
    case 'linked':
      // A matched record is never updated: whatever changed in its own store, there is nothing to do.
      if (!isMoney(known.entity) || reading.isSame) return unchanged(known);
      return changedLink(known, reading);
    case 'loaded':
      return readCopied(known, reading);
    case 'quarantined':
      return readQuarantined(known, reading);
    case 'skipped':
      if (known.reason === DROPPED) return readDropped(known, reading);
      // Why it was skipped may be gone though the record is the same: its order was copied since, its status moved on.
      return stageAgain(known, reading);
    case 'staged':
      return stageAgain(known, reading);
  }
}

/** A record that was not delivered brings no facts and no stamp, and leaves those that are known. */
function withWhatItTells(known: RecordState, { facts, changedAt }: StagedRecord): RecordState {
  return {
    ...known,
    // Its status moves on without another copy having to be made.
    facts: facts === undefined || known.state === 'writing' ? known.facts : factsRead(known, facts),
    changedInSource: changedAt === undefined ? known.changedInSource : changedAt,
  };
}

/** The API shows no order's currency; one that a file has named stays known. */
function factsRead({ entity, facts: before }: RecordState, facts: Partial<RecordFacts>): RecordFacts {
  const read = factsOf(facts);
  return entity === 'orders' && (read.currency ?? '') === '' ? { ...read, currency: before.currency } : read;
}

function factsOf({ bookedOn, tax, currency, status, method }: Partial<RecordFacts>): RecordFacts {
  return {
    bookedOn: bookedOn ?? null,
    tax: tax ?? null,
    currency: currency ?? null,
    status: status ?? null,
    method: method ?? null,
  };
}

/** What came by a file and by the API is compared by its amount: files hold less. More of it, where whoever read it has compared that. */
function isSame(known: RecordState, { hash, formerHash, amount, facts, sinceCopy }: StagedRecord): boolean {
  const text = joinHash(known);
  if (text === hash || text === formerHash) return true;
  if (sinceCopy?.kind === 'same') return true;
  if (known.origin === splitHash(hash).origin || known.amount !== (amount ?? null)) return false;
  // Without an amount, only the copy tells; of what was dropped there is none, and nothing to compare.
  if (!isPosted(known.entity)) return known.state === 'skipped' && sinceCopy === undefined;
  return sinceCopy?.kind !== 'changed' && !(known.entity === 'payments' && contradicts(known.facts, facts));
}

/** Of a payment the ledger keeps all that counts; what only one of the two readings gives is no difference. */
function contradicts(known: RecordFacts, shown: Partial<RecordFacts> = {}): boolean {
  const differs = (one: string | null, other: string | null | undefined): boolean =>
    (one ?? '') !== '' && (other ?? '') !== '' && !sameText(one ?? '', other ?? '');
  return (
    differs(known.bookedOn, shown.bookedOn) ||
    differs(known.method, shown.method) ||
    differs(known.currency, shown.currency)
  );
}

/**
 * What was meant is on its way: its read-back must be compared with that, not with a newer version, which is read again
 * once this one is settled.
 */
function readWhileWriting(known: Writing, { read: { snapshot }, isSame }: Reading): Transition {
  const hasChanged = !isSame || (snapshot !== undefined && known.readAs !== snapshot);
  return moved(hasChanged ? { ...known, toBeRead: true } : known, [{ kind: 'count', outcome: null }]);
}

function unchanged(known: Linked | Loaded): Transition {
  return moved(known, [{ kind: 'count', outcome: 'unchanged' }]);
}

function isPosted(entity: EntityName): boolean {
  return entity === 'orders' || isMoney(entity);
}

function isMoney(entity: EntityName): boolean {
  return entity === 'payments' || entity === 'rmas';
}

/** It stands for what another record, or a person, has put into the primary, and is followed like any other copy. */
function changedLink(known: Linked, reading: Reading): Transition {
  if (!known.sourceId.startsWith(FROM_FILE))
    return hasMoved(known, reading) ? movedAfterCopy(known, reading) : changedAfterCopy(known, reading);
  // What a file names is all that was paid: how much of it is on the copy is asked anew.
  return stageAgain({ ...known, targetId: null }, reading);
}

function readCopied(known: Loaded, reading: Reading): Transition {
  const { read, rules, occasion, isSame } = reading;
  if (hasMoved(known, reading)) return movedAfterCopy(known, reading);
  if (isChangeOfCopy(known, read)) return stageChange(known, read, rules, occasion);
  if (!isSame) return changedAfterCopy(known, reading);
  if (isFirstOfApi(known, read)) return stageFirstOfApi(known, read, rules, occasion);
  const { origin, hash } = splitHash(read.hash);
  // The API's hash takes in every field: from now on a change of any shows.
  const version = origin === 'file' ? {} : { origin, hash };
  const asked = known.toBeRead ? { rules, toBeRead: false } : {};
  return unchanged({ ...withFirstSnapshot(known, read), ...version, ...asked });
}

function readQuarantined(known: Quarantined, reading: Reading): Transition {
  const { read, rules, occasion } = reading;
  const followed = followQuarantined(known, read, rules, occasion) ?? followChangeOfFile(known, reading);
  if (followed !== undefined) return followed;
  // Once written, only a person settles it; the reason that it waits for stays the one they see.
  // What a person has dropped is not copied without their word, however often it is read.
  if (known.targetId === null && known.reason !== CHANGED_AFTER_DROP) return stageAgain(known, reading);
  const kept: Quarantined = {
    ...known,
    ...versionOf(known, reading),
    content: contentRead(read),
    // What a person could accept was about the version before.
    difference: joinHash(known) === read.hash ? known.difference : null,
  };
  return moved(kept, [{ kind: 'count', outcome: 'quarantined' }]);
}

/** Left alone by a person's word, which was about the record as it was then: a change of it is theirs to see. */
function readDropped(known: Skipped, reading: Reading): Transition {
  if (reading.isSame) return moved(known, [{ kind: 'count', outcome: 'skipped' }]);
  const message = `The record was dropped by a person, and has changed in its own store since.${changesOf(reading.read)}`;
  return quarantineVersion(known, { reason: CHANGED_AFTER_DROP, message }, reading);
}

function changesOf({ sinceCopy }: StagedRecord): string {
  return sinceCopy?.kind === 'changed' ? ` ${sinceCopy.message}` : '';
}

function stageAgain(known: RecordState, { read, rules, occasion }: Reading): Transition {
  const isSameVersion = joinHash(known) === read.hash;
  const staged: Staged = {
    ...coreOf(known),
    ...findingsOf(known),
    ...splitHash(read.hash),
    ...{ state: 'staged', targetId: known.targetId, rules, toBeRead: false, content: contentRead(read) },
    ...{ parent: read.parent ?? null, amount: read.amount ?? null, readAs: read.snapshot ?? null },
    ...{ reason: leftOutFor(known, isSameVersion), message: null, difference: null },
    accepted: isSameVersion ? known.accepted : null,
    changedAt: occasion.at,
  };
  return moved(staged, [{ kind: 'count', outcome: null }]);
}

/** Until it is judged anew, which a run that is stopped leaves to the next, it stands where it stood. */
function leftOutFor(known: RecordState, isSameVersion: boolean): Staged['reason'] {
  const wasLeftOut = known.state === 'skipped' || (known.state === 'staged' && known.targetId === null);
  return wasLeftOut && isSameVersion ? known.reason : null;
}

/** Why a change that a file shows is quarantined. */
const OF_CHANGES: readonly string[] = ['changed-after-copy', 'cancelled-after-copy'] satisfies QuarantineReason[];

/**
 * A change that a file has shown and that is quarantined: taken back in its own store it is none any more; changed again it
 * is said anew. @returns undefined where neither was so
 */
function followChangeOfFile(known: Quarantined, reading: Reading): Transition | undefined {
  const { read, occasion } = reading;
  if (read.sinceCopy === undefined || known.targetId === null) return undefined;
  if (!OF_CHANGES.includes(known.reason) || joinHash(known) === read.hash) return undefined;
  if (read.sinceCopy.kind === 'changed') return changedAfterCopy(known, reading);
  const outcome = outcomeOfChange(known, occasion.run, 'unchanged');
  return conclude({ ...known, ...versionOf(known, reading) }, { outcome }, occasion);
}

/** A payment's order is an attribute of it: its store moves it to a backorder. */
function hasMoved(known: RecordState, { read: { parent } }: Reading): boolean {
  return known.entity === 'payments' && parent !== undefined && known.parent !== parent;
}

function movedAfterCopy(known: Loaded | Linked, reading: Reading): Transition {
  const parent = reading.read.parent ?? null;
  const message = `It was copied to the copy of ${known.parent}; its store has moved it to ${parent} since.`;
  return quarantineVersion({ ...known, parent }, { reason: 'payment-changed-after-copy', message }, reading);
}

const changedReasons: Readonly<Partial<Record<EntityName, QuarantineReason>>> = {
  payments: 'payment-changed-after-copy',
  // A refund that comes late is what mostly changes a return, and what Neto has no way to add.
  rmas: 'refund-after-copy',
};

function changedAfterCopy(known: RecordState, reading: Reading): Transition {
  const { read } = reading;
  const isCancelled = known.entity === 'orders' && read.facts?.status?.toLowerCase() === 'cancelled';
  const reason = isCancelled ? 'cancelled-after-copy' : (changedReasons[known.entity] ?? 'changed-after-copy');
  const message =
    read.sinceCopy?.kind === 'changed'
      ? read.sinceCopy.message
      : `The record was ${isCancelled ? 'cancelled' : 'changed'} in its own store after it had been copied.`;
  return quarantineVersion(known, { reason, message }, reading);
}

function quarantineVersion(
  known: RecordState,
  why: { readonly reason: QuarantineReason; readonly message: string },
  reading: Reading,
): Transition {
  const { read, occasion, around } = reading;
  const next = { ...known, ...versionOf(known, reading) } as RecordState;
  return andThen(quarantine(next, why, occasion, around), (record) =>
    record.state === 'quarantined' ? moved({ ...record, content: contentRead(read) }, []) : moved(record, []),
  );
}

/** What a person accepted was about the version before. */
function versionOf(
  known: RecordState,
  { read, rules }: Reading,
): Pick<RecordCore, 'origin' | 'hash' | 'rules' | 'toBeRead' | 'readAs' | 'accepted'> {
  const accepted = joinHash(known) === read.hash ? known.accepted : null;
  return { ...splitHash(read.hash), rules, toBeRead: false, readAs: read.snapshot ?? null, accepted };
}
