import type { RecordKey } from '../../model/entities.ts';
import type { Linked, Quarantined, RecordState } from '../record-state.ts';
import { conclude, link, skip, stageAnew } from './conclude.ts';
import type { Effect, Occasion, Surroundings, Transition } from './event.ts';
import { audit, coreOf, moved, refused } from './parts.ts';
import { REPLACED } from './what-can-be-done.ts';

/** Its store has deleted a copied record and keyed it anew as this one. */
export function takeCopyOfEarlier(
  record: RecordState,
  { targetId, before }: { readonly targetId: string; readonly before: RecordKey | null },
  occasion: Occasion,
  around: Surroundings,
): Transition {
  const old = before === null ? undefined : around.find(before);
  // One that was found to be a file's payment shares that one's copy.
  const isShared = old?.state === 'linked';
  const told: Effect[] = [];
  if (before !== null && old !== undefined) {
    told.push({ kind: 'tell', key: before, event: { kind: 'replaced', targetId, by: record.sourceId } });
    told.push({ kind: 'tell', key: before, event: { kind: 'copy-given-up', isShared } });
  }
  const heir = { ...record, byHand: old?.byHand ?? record.byHand };
  const taken = isShared
    ? link(heir, targetId, occasion)
    : conclude(heir, { targetId, outcome: 'unchanged' }, occasion);
  const words = `${targetId}${before === null ? '' : `, which ${before.sourceId} had`}`;
  return withEffects(told, taken, [audit('keyed-anew', words)]);
}

/** What stands in the primary is this one's alone, for it is told better by it than by another. */
export function takeCopyOfAnother(
  record: RecordState,
  { targetId, insteadOf }: { readonly targetId: string; readonly insteadOf: RecordKey },
  occasion: Occasion,
): Transition {
  const told: Effect = { kind: 'tell', key: insteadOf, event: { kind: 'shared', targetId, by: record.sourceId } };
  // It was made of what another record shows, so that its fields are not all this one's.
  return withEffects([told], conclude(record, { targetId, outcome: 'unchanged' }, occasion), [
    audit('adopted', targetId),
  ]);
}

/** The other end: a file's sum that has grown meanwhile is compared anew with all that the copy has. */
export function share(
  record: RecordState,
  { targetId, by }: { readonly targetId: string; readonly by: string },
  occasion: Occasion,
): Transition {
  const isWaiting = record.state === 'quarantined';
  const freed = isWaiting ? { ...record, targetId: null } : record;
  const anew = stageAnew(freed, occasion);
  const told = audit('linked', `${targetId} is the copy of ${by} from now on`);
  if (anew !== undefined) return moved(anew, [{ kind: 'count', outcome: null }, audit('retry'), told]);
  return moved(asLinked(freed), [{ kind: 'redacted' }, told]);
}

/** One that is told of, from now on, with the record that shared its copy and waits for a person. */
export function tellWith(
  record: RecordState,
  { targetId, by }: { readonly targetId: string; readonly by: string },
): Transition {
  return moved(asLinked(record), [audit('linked', `${targetId} is told of with ${by} from now on`)]);
}

function asLinked(record: RecordState): Linked {
  return { ...coreOf(record), state: 'linked', targetId: record.targetId, quarantinedSince: null };
}

export function leaveReplaced(
  record: RecordState,
  { targetId, by }: { readonly targetId: string; readonly by: string },
  occasion: Occasion,
  around: Surroundings,
): Transition {
  const message = `Its store has ${by} in its place, for which ${targetId} stands from now on.`;
  return withEffects([], skip(record, { reason: REPLACED, message }, occasion, around), [
    audit('replaced', `${targetId} passed to ${by}`),
  ]);
}

/** What was entered by hand for the one stands for the other from now on. */
export function giveUpCopy(record: RecordState, { isShared }: { readonly isShared: boolean }): Transition {
  if (isShared) return moved({ ...record, byHand: null }, []);
  if (record.state === 'loaded' || record.state === 'writing')
    return refused('was to give up a copy that it answers for');
  return moved({ ...record, targetId: null, byHand: null }, []);
}

/**
 * A person's word that the copies of what its store does not show any more stand for this one: nothing is written. The
 * first of them becomes its copy, unless it stands for another record already.
 */
export function letCopiesStand(record: Quarantined, occasion: Occasion, around: Surroundings): Transition {
  const { store, entity, sourceId: by, replaces } = record;
  const keyOfOld = (sourceId: string): RecordKey => ({ store, entity, sourceId });
  const leaves = replaces.flatMap(({ sourceId, targetId }) => {
    const old = sourceId === null ? undefined : around.find(keyOfOld(sourceId));
    return old === undefined || old.state === 'skipped' || old.state === 'writing' ? [] : [{ old, targetId }];
  });
  const told: Effect[] = leaves.map(({ old, targetId }) => ({
    kind: 'tell',
    key: keyOfOld(old.sourceId),
    event: { kind: 'replaced', targetId, by },
  }));
  const [first] = replaces;
  if (first === undefined) return link(record, null, occasion);
  const owner = around.ownerOf(record, first.targetId);
  const isLeft =
    owner !== undefined &&
    owner.sourceId === first.sourceId &&
    (owner.state === 'skipped' ||
      leaves.some(({ old }) => old.store === owner.store && old.sourceId === owner.sourceId));
  if (owner !== undefined && !isLeft) return withEffects(told, link(record, first.targetId, occasion), []);
  const old = first.sourceId === null ? undefined : around.find(keyOfOld(first.sourceId));
  if (old !== undefined)
    told.push({ kind: 'tell', key: keyOfOld(old.sourceId), event: { kind: 'copy-given-up', isShared: false } });
  const heir = { ...record, byHand: old?.byHand ?? record.byHand };
  return withEffects(told, conclude(heir, { targetId: first.targetId, outcome: 'unchanged' }, occasion), []);
}

function withEffects(before: readonly Effect[], transition: Transition, after: readonly Effect[]): Transition {
  if (transition.kind !== 'moved') return transition;
  return { ...transition, effects: [...before, ...transition.effects, ...after] };
}
