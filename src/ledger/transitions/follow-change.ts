import type { QuarantineReason } from '../../model/reasons.ts';
import { type FormerForm, formerFormOf } from '../../model/snapshot-form.ts';
import type { StagedRecord } from '../record.ts';
import type { Loaded, Quarantined, RecordState, Staged } from '../record-state.ts';
import { conclude, outcomeOfChange } from './conclude.ts';
import type { Occasion, Transition } from './event.ts';
import { andThen, contentRead, coreOf, findingsOf, moved, splitHash, stayed } from './parts.ts';

/** Why a change of a copy is quarantined: what its own store shows next may end it. */
const OF_CHANGES: readonly string[] = [
  'changed-after-copy',
  'cancelled-after-copy',
  'changed-on-both-sides',
  'source-gone',
  'shipping-method-unmapped',
  'text-too-long',
] satisfies QuarantineReason[];

/** Whether what was read shows something else than the copy, and can be carried over by what is known of the copy. */
export function isChangeOfCopy(known: RecordState, read: StagedRecord): boolean {
  return isFollowed(known, read) && known.copiedAs !== read.snapshot;
}

function isFollowed(known: RecordState, { snapshot }: StagedRecord): boolean {
  return snapshot !== undefined && known.copiedAs !== null && known.targetId !== null;
}

/**
 * What was read in the form in which the copy's own snapshot is kept, so that the two can be compared. One that earlier
 * versions kept otherwise is replaced where nothing has changed; else only once the change is settled.
 */
export function inFormOf(
  known: RecordState,
  read: StagedRecord,
): { readonly known: RecordState; readonly read: StagedRecord } {
  const { snapshot, formerSnapshot } = read;
  const { copiedAs, readAs } = known;
  if (snapshot === undefined || formerSnapshot === undefined) return { known, read };
  const ofCopy = formIn(copiedAs);
  const form = ofCopy ?? formIn(readAs);
  if (form === undefined) return { known, read };
  const former = formerSnapshot(form);
  if (ofCopy !== undefined && copiedAs !== former) return { known, read: { ...read, snapshot: former } };
  return { known: replaceSnapshot(known, former, snapshot), read };
}

function formIn(snapshot: string | null): FormerForm | undefined {
  return snapshot === null ? undefined : formerFormOf(snapshot);
}

export function replaceSnapshot(record: RecordState, before: string, after: string): RecordState {
  const { copiedAs, readAs } = record;
  return {
    ...record,
    copiedAs: copiedAs === before ? after : copiedAs,
    readAs: readAs === before ? after : readAs,
  };
}

/** For the load stage to carry over what can be: the target id, and what the copy shows, stay as they are. */
export function stageChange(known: RecordState, read: StagedRecord, rules: string, { at }: Occasion): Transition {
  const staged: Staged = {
    ...coreOf(known),
    ...findingsOf(known),
    ...splitHash(read.hash),
    ...{ state: 'staged', targetId: known.targetId, rules, toBeRead: false, content: contentRead(read) },
    ...{ readAs: read.snapshot ?? null, reason: null, message: null, changedAt: at },
  };
  return moved(staged, [{ kind: 'count', outcome: null }]);
}

/**
 * A change that is quarantined: taken back in its own store it is none any more; changed again it is judged again.
 * @returns undefined where neither was so
 */
export function followQuarantined(
  known: Quarantined,
  read: StagedRecord,
  rules: string,
  occasion: Occasion,
): Transition | undefined {
  if (!isFollowed(known, read) || !OF_CHANGES.includes(known.reason)) return undefined;
  const isBack = known.copiedAs === read.snapshot;
  if (!isBack && known.readAs === read.snapshot && known.reason !== 'source-gone') return undefined;
  const staged = stageChange(known, read, rules, occasion);
  if (!isBack) return staged;
  const outcome = outcomeOfChange(known, occasion.run, 'unchanged');
  return andThen(staged, (record) => conclude(record, { outcome }, occasion));
}

/** A copy that was made before snapshots were kept shows what is read of its source, where that is the same. */
export function withFirstSnapshot(known: Loaded, { snapshot }: StagedRecord): Loaded {
  if (snapshot === undefined || known.copiedAs !== null) return known;
  return { ...known, readAs: snapshot, copiedAs: snapshot };
}

/** A copy of a file that the API shows the source of for the first time: a file gives less, so nobody knows what it shows of that. */
export function isFirstOfApi(known: Loaded, { snapshot }: StagedRecord): boolean {
  return snapshot !== undefined && known.copiedAs === null && known.origin === 'file';
}

/** For the load stage to compare with the copy itself; see `learnCopy`. */
export function stageFirstOfApi(known: Loaded, read: StagedRecord, rules: string, occasion: Occasion): Transition {
  // Of a copy that an earlier version made it is not known in which run.
  return stageChange({ ...known, loadedFirstIn: known.loadedFirstIn ?? 0 }, read, rules, occasion);
}

/** From now on a change of the source is told by what its copy shows. */
export function learnCopy(record: RecordState, shows: string): Transition {
  if (record.state !== 'staged' || record.targetId === null || record.copiedAs !== null) return stayed('not-done');
  return moved({ ...record, copiedAs: shows }, [], 'done');
}
