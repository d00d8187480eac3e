import type { RecordKey } from '../../model/entities.ts';
import type { RecordState } from '../record-state.ts';
import { closeStore, restage } from './again.ts';
import { accept, adopt, drop, forget, purge, retry, view } from './by-person.ts';
import { conclude, link, outcomeOfChange, quarantine, skip } from './conclude.ts';
import type { Effect, Occasion, RecordEvent, Surroundings, Transition } from './event.ts';
import { learnCopy, replaceSnapshot } from './follow-change.ts';
import { linkByHand } from './link-by-hand.ts';
import { moved, refused, stayed } from './parts.ts';
import { giveUpCopy, leaveReplaced, share, takeCopyOfAnother, takeCopyOfEarlier, tellWith } from './pass-copy.ts';
import { read } from './read.ts';
import { absent, intend, stepDone, unfit, written } from './write.ts';

/**
 * What an event makes of a record. The same always comes of the same: nothing is read, written or asked for here, and the
 * time comes along.
 * @param before undefined for what was never read
 */
export function transition(
  key: RecordKey,
  before: RecordState | undefined,
  event: RecordEvent,
  occasion: Occasion,
  around: Surroundings,
): Transition {
  return notDoubled(before, ofEvent(key, before, event, occasion, around), around);
}

/** Whatever it was that happened: a copy never has two records that answer for it. */
function notDoubled(before: RecordState | undefined, result: Transition, around: Surroundings): Transition {
  if (result.kind !== 'moved') return result;
  const { record, effects } = result;
  const { targetId } = record;
  if (targetId === null || record.state === 'linked') return result;
  if (before?.targetId === targetId && before.state !== 'linked') return result;
  const owner = around.ownerOf(record, targetId);
  if (owner === undefined || effects.some((effect) => letsGo(effect, owner))) return result;
  return refused(`was to stand for ${targetId}, which is the copy of ${owner.store} ${owner.sourceId}`);
}

/** Whether an effect has the owner of a copy let go of it. */
function letsGo(effect: Effect, { store, entity, sourceId }: RecordState): boolean {
  if (effect.kind !== 'tell' || !LETTING_GO.includes(effect.event.kind)) return false;
  const { key } = effect;
  return key.store === store && key.entity === entity && key.sourceId === sourceId;
}

const LETTING_GO: readonly RecordEvent['kind'][] = ['copy-given-up', 'shared', 'told-with'];

function ofEvent(
  key: RecordKey,
  before: RecordState | undefined,
  event: RecordEvent,
  occasion: Occasion,
  around: Surroundings,
): Transition {
  if (event.kind === 'read') return read(key, before, event, occasion, around);
  if (event.kind === 'linked-by-hand') return linkByHand(before, event.link, occasion, around);
  if (before !== undefined) return next(before, event, occasion, around);
  switch (event.kind) {
    case 'retried':
    case 'accepted':
      return stayed('not-held');
    case 'dropped':
    case 'viewed':
    case 'snapshot-replaced':
      return stayed('not-done');
    case 'adopted':
      return refused('was adopted, but never staged');
    default:
      return refused('was decided, but never staged');
  }
}

type OfKnown = Exclude<RecordEvent, { readonly kind: 'read' | 'linked-by-hand' }>;

function next(record: RecordState, event: OfKnown, occasion: Occasion, around: Surroundings): Transition {
  switch (event.kind) {
    case 'kept':
      return conclude(record, { outcome: outcomeOfChange(record, occasion.run, 'unchanged') }, occasion);
    case 'shown':
      return learnCopy(record, event.shows);
    case 'left-out':
      return skip(record, event, occasion, around);
    case 'quarantined':
      return quarantine(record, event, occasion, around);
    case 'linked':
      return link(record, event.targetId, occasion);
    case 'linked-instead':
      return takeCopyOfAnother(record, event, occasion);
    case 'keyed-anew':
      return takeCopyOfEarlier(record, event, occasion, around);
    case 'replaced':
      return leaveReplaced(record, event, occasion, around);
    case 'copy-given-up':
      return giveUpCopy(record, event);
    case 'shared':
      return share(record, event, occasion);
    case 'told-with':
      return tellWith(record, event);
    case 'intended':
      return intend(record, event, occasion, around);
    case 'step-done':
      return stepDone(record, event);
    case 'written':
      return written(record, event, occasion);
    case 'absent':
      return absent(record, event, occasion);
    case 'unfit':
      return unfit(record, event, occasion, around);
    case 'retried':
      return retry(record, event, occasion);
    case 'accepted':
      return accept(record, event.why, occasion, around);
    case 'dropped':
      return drop(record, event.note, occasion, around);
    case 'viewed':
      return view(record, event.viewer, event.seen);
    case 'restaged':
      return restage(record, event.rules, occasion, around);
    case 'purged':
      return purge(record);
    case 'forgotten':
      return forget(record, event.isNamed);
    case 'store-closed':
      return closeStore(record, occasion, around);
    case 'adopted':
      return adopt(record, event, occasion, around);
    case 'snapshot-replaced':
      return moved(replaceSnapshot(record, event.before, event.after), [], 'done');
  }
}
