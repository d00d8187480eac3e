import { type SeenDifference, type Viewer, withAccepted } from '../../model/accepted.ts';
import { idsThatMayBe, mayBe } from '../../model/may-be.ts';
import { absolute, compare, type Decimal, formatMoney, parseDecimal } from '../../model/money.ts';
import type { Quarantined, RecordState, Skipped } from '../record-state.ts';
import { isBeforeApproval } from './before-approval.ts';
import { conclude, link, skip, stageAnew, toBeRead } from './conclude.ts';
import type { Answer, Effect, Occasion, Surroundings, Transition } from './event.ts';
import { andThen, audit, moved, stayed } from './parts.ts';
import { letCopiesStand } from './pass-copy.ts';
import * as can from './what-can-be-done.ts';

/**
 * Leaves a record alone from now on. What stands in the primary under its target id, if anything, stays known as its copy,
 * so that nobody takes it for a stranger's.
 */
export function drop(record: RecordState, note: string, occasion: Occasion, around: Surroundings): Transition {
  if (record.state !== 'quarantined') return stayed('not-done');
  return answering(skip(record, { reason: can.DROPPED, message: note, said: note }, occasion, around), 'done');
}

/** Stages a quarantined record anew; one whose content is gone, or may be shown otherwise by now, is marked to be read from its store again. */
export function retry(
  record: RecordState,
  { another, why = '' }: { readonly another: boolean; readonly why?: string | undefined },
  occasion: Occasion,
): Transition {
  if (record.state !== 'quarantined') return retryDropped(record, why, occasion);
  if (!can.isRetryable(record)) return stayed('not-retryable');
  const ids = idsThatMayBe(record.seen);
  if (another && ids.length === 0) return stayed('not-retryable');
  const acceptedAs = another ? withAccepted(record.acceptedAs, mayBe(ids)) : record.acceptedAs;
  const said: Effect[] = another ? [audit('another', ids.join(', '))] : [];
  const freed = withFreeTarget({ ...record, acceptedAs });
  const isReadAgain = can.READ_AGAIN.includes(record.reason) && record.origin !== 'file';
  const staged = isReadAgain ? undefined : stageAnew(freed, occasion);
  if (staged !== undefined)
    return moved(staged, [...said, { kind: 'count', outcome: null }, audit('retry', why)], 'staged');
  const words = audit('retry', sentence('it is read from its store again', why));
  return moved(toBeRead(freed, occasion), [...said, words, { kind: 'redacted' }], 'to-be-read');
}

/** With a person's own words, where they have given any. */
function sentence(words: string, why: string): string {
  return why === '' ? words : `${words}: ${why}`;
}

function withFreeTarget(record: Quarantined): Quarantined {
  // Its copy is gone: another one may be written in its place.
  if (can.COPY_REMOVED.includes(record.reason)) return { ...record, targetId: null, byHand: null };
  // Proven not to have been stored: it is written after one more look, under the target id that it gets then.
  if (record.reason === 'refused' && record.copiedAs === null) return { ...record, targetId: null };
  return record;
}

/** Its content is gone with the drop, so that it is read from its store again, and judged as if it were new. */
function retryDropped(record: RecordState, why: string, { at }: Occasion): Transition {
  if (record.state !== 'skipped' || record.reason !== can.DROPPED) return stayed('not-held');
  if (record.isGone) return stayed('not-retryable');
  const wanted: Skipped = { ...record, toBeRead: true, reason: 'to-be-read', message: null, changedAt: at };
  return moved(wanted, [audit('retry', sentence('it was dropped, and is wanted again', why))], 'to-be-read');
}

/**
 * A person's word that a quarantined record is right: with the difference that its total has, or as it stands in the primary.
 * Such a difference is stored, so that the next load tolerates this one and no larger one.
 */
export function accept(record: RecordState, why: string, occasion: Occasion, around: Surroundings): Transition {
  if (record.state !== 'quarantined') return stayed('not-held');
  if (!can.isAcceptable(record)) return stayed('not-acceptable');
  const { difference, seen } = record;
  if (difference !== null || isBeforeApproval(record)) {
    const accepted = largerOf(record.accepted, difference);
    const known = { ...record, accepted, acceptedAs: withAccepted(record.acceptedAs, seen) };
    const words = audit('accepted', difference === null ? why : `${formatMoney(difference)}: ${why}`);
    return answering(
      andThen(release(known, occasion), (next) => moved(next, [words])),
      'released',
    );
  }
  // How its copy stood was written down with the reason, where that was about its fields.
  const ofFields = seen.length === 0 || record.reason === can.ENTERED_BY_HAND ? undefined : seen;
  const acceptedAs = withAccepted(record.acceptedAs, ofFields, record.entity);
  const concluded = settle({ ...record, acceptedAs }, why, occasion, around);
  return answering(
    andThen(concluded, (next) => moved(next, [audit('accepted', why)])),
    'settled',
  );
}

function largerOf(accepted: Decimal | null, difference: Decimal | null): Decimal | null {
  if (accepted === null || difference === null) return difference ?? accepted;
  return compare(absolute(accepted), absolute(difference)) > 0 ? accepted : difference;
}

function settle(record: Quarantined, why: string, occasion: Occasion, around: Surroundings): Transition {
  const { reason } = record;
  if (can.GONE.includes(reason))
    return skip(record, { reason: can.DROPPED, message: why, isGone: true }, occasion, around);
  if (can.REPLACING.includes(reason)) return letCopiesStand(record, occasion, around);
  if (reason === can.ENTERED_BY_HAND || can.isEnteredAndChanged(record)) return linkEntered(record, occasion);
  return conclude(withAmountAsRead(record), { outcome: 'unchanged' }, occasion);
}

/** Read anew, since what was accepted was about the record as it was; what came by a file is at hand, and nowhere else. */
function release(record: Quarantined, occasion: Occasion): Transition {
  const staged = record.origin === 'file' ? stageAnew(record, occasion) : undefined;
  if (staged !== undefined) return moved(staged, [{ kind: 'count', outcome: null }, audit('retry')]);
  return moved(toBeRead(record, occasion), [{ kind: 'redacted' }]);
}

/** Of a payment that was changed in its store: what a person has put in the place of its copy bears the new amount. */
function withAmountAsRead(record: Quarantined): Quarantined {
  if (record.entity !== 'payments' || record.content.kind !== 'whole') return record;
  const amount = amountIn(record.content.payload);
  return amount === undefined ? record : { ...record, amount };
}

function amountIn(payload: string): Decimal | undefined {
  try {
    const content: unknown = JSON.parse(payload);
    if (typeof content !== 'object' || content === null || !('amount' in content)) return undefined;
    return typeof content.amount === 'string' ? parseDecimal(content.amount) : undefined;
  } catch {
    return undefined;
  }
}

/** What was entered for it by hand stands for it, and for no other. */
function linkEntered(record: Quarantined, occasion: Occasion): Transition {
  const ids = idsThatMayBe(record.seen);
  return link(ids.length > 0 ? { ...record, byHand: ids } : record, null, occasion);
}

/** What one of those who compare copies sees of one that was accepted as it stood; from then on they tell all else. */
export function view(record: RecordState, viewer: Viewer, seen: readonly SeenDifference[]): Transition {
  const { acceptedAs } = record;
  if (acceptedAs === null) return stayed('not-done');
  const open = acceptedAs.open.filter((one) => one !== viewer);
  return moved({ ...record, acceptedAs: { seen: [...acceptedAs.seen, ...seen], open } }, [], 'done');
}

/** Takes what is personal out of one that waits. */
export function purge(record: RecordState): Transition {
  if (record.state !== 'quarantined' || record.content.kind !== 'whole') return stayed('not-done');
  // What the primary said of a refused record may quote it.
  const message = record.reason === 'refused' ? null : record.message;
  return moved({ ...record, content: { kind: 'gone' }, message }, [{ kind: 'redacted' }, audit('purged')], 'done');
}

/**
 * Takes a person out of one that waits, or that is still to be judged: its store is asked for that one anew. What came by a file
 * can't be asked for, and what is being written is needed until its outcome is known.
 */
export function forget(record: RecordState, isNamed: boolean): Transition {
  if (record.state === 'staged' && record.origin === 'api' && record.content.kind === 'whole')
    return moved({ ...record, content: { kind: 'undelivered' } }, [{ kind: 'redacted' }, audit('purged')], 'done');
  if (record.state !== 'quarantined' && record.state !== 'skipped') return stayed('not-done');
  const purged = purge(record);
  const kept = purged.kind === 'moved' ? purged.record : record;
  if (!isNamed || !('message' in kept) || kept.message === null) return purged;
  return moved({ ...kept, message: null }, [{ kind: 'redacted' }, audit('purged')], 'done');
}

/**
 * Takes a copy that is in the primary already into the map, as if this ledger had made it. A record that has a copy
 * stays as it is: the pair of ids is stored once.
 */
export function adopt(
  record: RecordState,
  { targetId, isLess = false }: { readonly targetId: string; readonly isLess?: boolean | undefined },
  occasion: Occasion,
  around: Surroundings,
): Transition {
  if (record.targetId !== null || record.state === 'writing') return stayed('not-done');
  if (around.ownerOf(record, targetId) !== undefined) return stayed('not-done');
  const adopted = conclude(record, { targetId, outcome: 'unchanged' }, occasion);
  return answering(
    andThen(adopted, (next) => moved({ ...next, toBeRead: next.toBeRead || isLess }, [audit('adopted', targetId)])),
    'done',
  );
}

function answering(transition: Transition, answer: Answer): Transition {
  return transition.kind === 'moved' ? { ...transition, answer } : transition;
}
