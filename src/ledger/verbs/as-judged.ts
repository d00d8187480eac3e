import type { Decision, JudgedKey } from '../decision.ts';
import type { RecordVersion } from '../intent.ts';
import type { RecordState } from '../record-state.ts';
import { joinHash } from '../transitions/parts.ts';
import type { Workspace } from './workspace.ts';

export function hasVersion(record: RecordState, { hash, parent }: RecordVersion): boolean {
  return joinHash(record) === hash && record.parent === parent;
}

/**
 * Whether what a decision is about stands as it was judged: its store may have shown another version since, which would be taken for
 * settled unread, or a person may have decided about it. Else it stays as it is, and is judged anew.
 */
export function isAsJudged(work: Pick<Workspace, 'find'>, decision: Decision): boolean {
  const { key, kind } = decision;
  const now = work.find(key);
  if (now !== undefined && key.hash !== undefined) {
    const { hash, parent = null, state } = key;
    if (state === 'quarantined' && now.state !== state) return false;
    const isWaiting = state === 'staged' || state === 'quarantined';
    if (isWaiting && now.state === state && !hasVersion(now, { hash, parent })) return false;
  }
  const other = kind === 'link' ? decision.insteadOf : kind === 'keyed-anew' ? decision.before : undefined;
  return other == null || standsForTheSame(work.find(other), other);
}

/** What passes from one record to another has to be that one's still. */
function standsForTheSame(now: RecordState | undefined, judged: JudgedKey): boolean {
  if (now === undefined || judged.state === undefined) return true;
  return now.targetId === judged.targetId && now.state === judged.state;
}
