import type { IntentAction } from '../intent.ts';
import type { RecordState, Staged, Writing } from '../record-state.ts';
import { conclude, outcomeOfChange, quarantine } from './conclude.ts';
import type { Occasion, Surroundings, Transition, WhyQuarantined } from './event.ts';
import { andThen, audit, contentOf, coreOf, findingsOf, moved, reasonOf, refused } from './parts.ts';

const pending = { kind: 'count', outcome: null } as const;

/** Before any write. A target id is never the copy of two records. */
export function intend(
  record: RecordState,
  { action, targetId }: { readonly action: IntentAction; readonly targetId: string },
  { at }: Occasion,
  around: Surroundings,
): Transition {
  const owner = around.ownerOf(record, targetId);
  if (owner !== undefined)
    return refused(`was to be written as ${targetId}, which is the copy of ${owner.store} ${owner.sourceId}`);
  const writing: Writing = {
    ...coreOf(record),
    ...findingsOf(record),
    state: 'writing',
    targetId,
    content: contentOf(record),
    reason: reasonOf(record),
    changedAt: at,
  };
  return moved(writing, [pending, audit('intent', `${action} ${targetId}`)]);
}

/**
 * A further step follows: the record stays `writing`.
 * @param shows of a copy that was found: what counts as read until its store is read again, so that the rest goes over then
 */
export function stepDone(
  record: RecordState,
  { action, shows }: { readonly action: IntentAction; readonly shows?: string | undefined },
): Transition {
  const next = shows === undefined ? record : { ...record, readAs: shows, toBeRead: true };
  return moved(next, [audit('step-done', action)]);
}

export function written(
  record: RecordState,
  { outcome }: { readonly outcome: 'created' | 'updated' },
  occasion: Occasion,
): Transition {
  const counted = outcome === 'updated' ? outcomeOfChange(record, occasion.run, 'updated') : outcome;
  return conclude(record, { outcome: counted }, occasion);
}

/** @param unwritten the primary refused it in so many words, so its target id is free */
export function unfit(
  record: RecordState,
  { unwritten, ...why }: WhyQuarantined & { readonly unwritten: boolean },
  occasion: Occasion,
  around: Surroundings,
): Transition {
  return andThen(quarantine(record, why, occasion, around), (next) =>
    next.state === 'quarantined' && unwritten && record.copiedAs === null
      ? moved({ ...next, targetId: null }, [])
      : moved(next, []),
  );
}

/** Proven not to be there: staged again, and may be written under a new intent. */
export function absent(
  record: RecordState,
  { action, hasEarlierStep }: { readonly action: IntentAction; readonly hasEarlierStep: boolean },
  { at }: Occasion,
): Transition {
  // The copy stands; only its next step is to be done again.
  if (hasEarlierStep) return moved(record, [pending, audit('absent', action)]);
  const staged: Staged = {
    ...coreOf(record),
    ...findingsOf(record),
    ...{ state: 'staged', content: contentOf(record), reason: reasonOf(record), changedAt: at },
    // Of a change only the change is proven not to be there: the copy is, and keeps its id.
    targetId: record.copiedAs === null ? null : record.targetId,
  };
  return moved(staged, [{ kind: 'forget-drafts' }, pending, audit('absent', action)]);
}
