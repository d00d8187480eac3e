import { withAccepted } from '../../model/accepted.ts';
import type { HandLink } from '../decision.ts';
import type { RecordState } from '../record-state.ts';
import { conclude } from './conclude.ts';
import type { Occasion, Surroundings, Transition } from './event.ts';
import { andThen, audit, moved, reasonOf, refused, splitHash } from './parts.ts';
import { read } from './read.ts';
import { isLinkable } from './what-can-be-done.ts';

/**
 * A person's word that what was entered in the primary by hand stands for this record: read anew, and taken for its copy,
 * in one step, since one that was read and not linked would be copied. It is followed from then on, and never written to.
 */
export function linkByHand(
  before: RecordState | undefined,
  link: HandLink,
  occasion: Occasion,
  around: Surroundings,
): Transition {
  const { key, targetId, ids, rules, record: given, seen, difference, why, reason = '', replaces = false } = link;
  const isReplaced = replaces && before?.state === 'loaded';
  if (before !== undefined && !isReplaced && !isLinkable({ state: before.state, reason: reasonOf(before) }))
    return refused('is copied, or is being written, and was to be linked');
  if (around.ownerOf(key, targetId) !== undefined)
    return refused(`was to be linked as ${targetId}, which stands for another record`);
  const anew = read(key, before, { read: given, rules }, occasion, around);
  return andThen(anew, (record) => {
    const linked = {
      ...record,
      ...splitHash(given.hash),
      ...{ rules, toBeRead: false, amount: given.amount ?? null, readAs: given.snapshot ?? null },
      ...{ accepted: difference, acceptedAs: seen.length === 0 ? null : withAccepted(null, seen), byHand: ids },
    };
    return andThen(conclude(linked, { targetId, outcome: 'unchanged' }, occasion), (next) =>
      moved(next, [
        // It bears nothing of ours, and was made by other rules.
        audit('adopted', targetId),
        audit('linked-by-hand', [ids.join(', '), ...new Set([why, reason])].filter((one) => one !== '').join(': ')),
        ...(why === '' ? [] : [audit('accepted', why)]),
      ]),
    );
  });
}
