import type { QuarantineReason, SkipReason } from '../../model/reasons.ts';
import type { Linked, Loaded, Outcome, Quarantined, RecordState, Skipped } from '../record-state.ts';
import { withReason } from '../with-reason.ts';
import type { Effect, Occasion, Surroundings, Transition, WhyQuarantined } from './event.ts';
import { audit, contentOf, coreOf, findingsOf, keyOf, moved, reasonOf, refused } from './parts.ts';

/** Why a copy that was taken back waits: it shows nothing any more. */
const UNDONE: QuarantineReason = 'undone';
/** No run has made what it is copied to next: it is added, read back and judged as a new copy is. */
const NO_COPY = { copiedAs: null, loadedFirstIn: null } as const;

/** What counts as loaded shows what was last read. Its content goes, with what is personal in it. */
export function conclude(
  record: RecordState,
  { targetId: given, outcome }: { readonly targetId?: string; readonly outcome: Outcome },
  { run, at }: Occasion,
): Transition {
  const targetId = given ?? record.targetId;
  if (targetId === null) return refused('was to count as copied, and has no target id');
  const { readAs: copiedAs, loadedFirstIn } = record;
  const loaded: Loaded = {
    ...coreOf(record),
    ...{ state: 'loaded', targetId, copiedAs, changedAt: at, quarantinedSince: null },
    loadedFirstIn: loadedFirstIn ?? run,
  };
  return moved(loaded, settled(outcome, 'loaded', given ?? ''));
}

export function link(record: RecordState, targetId: string | null, { at }: Occasion): Transition {
  const linked: Linked = {
    ...coreOf(record),
    ...{ state: 'linked', targetId: targetId ?? record.targetId, changedAt: at, quarantinedSince: null },
  };
  return moved(linked, settled('unchanged', 'linked', targetId ?? ''));
}

export function skip(
  record: RecordState,
  {
    reason,
    message,
    isGone = false,
    said = '',
  }: {
    readonly reason: SkipReason;
    readonly message: string;
    readonly isGone?: boolean;
    /** Why, in a person's own words, for the audit. */
    readonly said?: string;
  },
  { at }: Occasion,
  around: Surroundings,
): Transition {
  const { targetId, effects } = leaveShared(record, 'skipped', around);
  const skipped: Skipped = {
    ...coreOf(record),
    ...{ state: 'skipped', targetId, reason, message, isGone, changedAt: at, quarantinedSince: null },
    ...{ difference: null, replaces: [], seen: [] },
  };
  return moved(skipped, [...effects, ...settled('skipped', 'skipped', withReason(reason, said))]);
}

/** What waits keeps its content, for a retry. */
export function quarantine(
  record: RecordState,
  { reason, message, difference, replaces, seen }: WhyQuarantined,
  { at }: Occasion,
  around: Surroundings,
): Transition {
  const { targetId, effects } = leaveShared(record, 'quarantined', around);
  const quarantined: Quarantined = {
    ...coreOf(record),
    ...{ state: 'quarantined', targetId, reason, message, changedAt: at, content: contentOf(record) },
    ...{ difference: difference ?? null, replaces: replaces ?? [], seen: seen ?? [] },
    ...(reason === UNDONE ? NO_COPY : {}),
    quarantinedSince: record.quarantinedSince ?? at,
  };
  return moved(quarantined, [...effects, ...settled('quarantined', 'quarantined', reason)]);
}

function settled(outcome: Outcome, event: 'loaded' | 'linked' | 'skipped' | 'quarantined', detail: string): Effect[] {
  return [{ kind: 'forget-drafts' }, { kind: 'count', outcome }, audit(event, detail)];
}

/**
 * One that shares the copy of another, and is not to any more: what is quarantined is told of as that copy from now on, for
 * a copy has one record that answers for it. What is left out, or shares with one that waits already, has none.
 */
function leaveShared(
  record: RecordState,
  to: 'skipped' | 'quarantined',
  around: Surroundings,
): { readonly targetId: string | null; readonly effects: readonly Effect[] } {
  const { targetId } = record;
  if (record.state !== 'linked' || targetId === null) return { targetId, effects: [] };
  const owner = around.ownerOf(record, targetId);
  if (owner === undefined) return { targetId, effects: [] };
  if (to === 'skipped' || owner.state !== 'loaded') return { targetId: null, effects: [] };
  return {
    targetId,
    effects: [{ kind: 'tell', key: keyOf(owner), event: { kind: 'told-with', targetId, by: record.sourceId } }],
  };
}

/** To be read from its store again before it is judged. Its content is of no use until then. */
export function toBeRead(record: RecordState, { at }: Occasion): Skipped {
  return {
    ...coreOf(record),
    ...findingsOf(record),
    ...{
      state: 'skipped',
      targetId: record.targetId,
      reason: 'to-be-read',
      isGone: false,
      toBeRead: true,
      changedAt: at,
      quarantinedSince: null,
    },
  };
}

/** @returns undefined where it does not wait with its content */
export function stageAnew(record: RecordState, { at }: Occasion): RecordState | undefined {
  if (record.state !== 'quarantined' || record.content.kind !== 'whole') return undefined;
  const { targetId, content } = record;
  return {
    ...coreOf(record),
    ...findingsOf(record),
    // One that an earlier version took back may name its run still.
    ...(record.reason === UNDONE ? NO_COPY : {}),
    ...{ state: 'staged', targetId, content, reason: reasonOf(record), changedAt: at, quarantinedSince: null },
  };
}

/** A copy that this very run made counts as created, whatever was carried over to it afterwards. */
export function outcomeOfChange<Other extends 'updated' | 'unchanged'>(
  { loadedFirstIn }: RecordState,
  run: number,
  other: Other,
): 'created' | Other {
  return loadedFirstIn === run ? 'created' : other;
}
