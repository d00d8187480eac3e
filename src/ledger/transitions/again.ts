import type { RecordState } from '../record-state.ts';
import { conclude, quarantine, skip } from './conclude.ts';
import type { Occasion, Surroundings, Transition } from './event.ts';
import { andThen, coreOf, findingsOf, moved, stayed } from './parts.ts';

/** What waits for others, or was judged under other rules, is judged anew. Its stay in quarantine goes on meanwhile. */
export function restage(record: RecordState, rules: string, occasion: Occasion, around: Surroundings): Transition {
  if (record.state === 'staged' && record.content.kind === 'undelivered') {
    // What an earlier process staged without content, and did not come to say why: a loader could make nothing of it.
    const message = 'It was read without its content; it is asked for again.';
    return quarantine(record, { reason: 'vanished', message }, occasion, around);
  }
  if (record.state !== 'quarantined' || record.content.kind !== 'whole') return stayed('not-done');
  const { targetId, content, reason } = record;
  return moved(
    {
      ...coreOf(record),
      ...findingsOf(record),
      ...{ state: 'staged', targetId, content, reason, rules, toBeRead: false, changedAt: occasion.at },
    },
    [{ kind: 'count', outcome: null }],
    'done',
  );
}

/**
 * Nothing more is read of its store: what waited to be copied is left out, and what waited to be carried over to a copy
 * is not. Should the store come back, both are read again.
 */
export function closeStore(record: RecordState, occasion: Occasion, around: Surroundings): Transition {
  if (record.state !== 'staged') return stayed('not-done');
  const { copiedAs } = record;
  const message = 'Its store was closed before it was copied.';
  const closed =
    record.targetId === null
      ? skip(record, { reason: 'store-closed', message }, occasion, around)
      : conclude(record, { outcome: 'unchanged' }, occasion);
  return andThen(closed, (next) => moved({ ...next, copiedAs, toBeRead: true }, []));
}
