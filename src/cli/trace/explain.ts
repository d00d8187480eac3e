import type { LedgerRecord } from '../../ledger/ledger.ts';
import { equal, formatMoney } from '../../model/money.ts';
import { type ReasonCode, reasons } from '../../model/reasons.ts';
import type { Side } from './trace.ts';

export interface Explanation {
  readonly why: string;
  readonly remedy: string;
}

/** Why a known order is where it is, and whether both sides still look like it. */
export function explainKnown(record: LedgerRecord, source: Side, copy: Side): Explanation {
  const { state, targetId, sourceId } = record;
  switch (state) {
    case 'loaded':
    case 'linked':
      return explainCopy(sourceId, targetId ?? '', source, copy);
    case 'skipped':
    case 'quarantined':
      return explainReason(record);
    case 'staged':
      return { why: 'It was read, and is not copied yet.', remedy: 'The next run goes on with it.' };
    case 'writing':
      return {
        why: 'Its copy was begun, and how far it came is not known for certain.',
        remedy: 'The next run looks it up and goes on from there.',
      };
  }
}

function explainCopy(sourceId: string, targetId: string, source: Side, copy: Side): Explanation {
  if (copy.kind === 'not-there') {
    const why = `${targetId} was written and found right, and is not in the primary any more.`;
    return { why, remedy: 'Find out who deleted it there; the program does not write it again by itself.' };
  }
  if (copy.kind === 'there' && source.kind === 'there' && !equal(copy.total, source.total)) {
    const [there, here] = [formatMoney(source.total), formatMoney(copy.total)];
    const why = `It was copied as ${targetId}, and the totals differ now: ${there} in its store, ${here} in the primary.`;
    return { why, remedy: 'One of them was changed since. The next run reports a change in its store.' };
  }
  if (copy.kind === 'there' && !copy.approved) {
    const why = `${targetId} is in the primary, but not approved there any more, so it can't reach Xero.`;
    return { why, remedy: 'Find out who took the approval back.' };
  }
  const agreed = copy.kind === 'there' && source.kind === 'there' ? ' Both sides agree to the cent.' : '';
  const approved = copy.kind === 'there' ? `, and ${targetId} is approved, so it can reach Xero` : '';
  return { why: `${sourceId} was copied${approved}.${agreed}`, remedy: 'Nothing.' };
}

function explainReason({ reason, message, state }: LedgerRecord): Explanation {
  const entry = Object.hasOwn(reasons, reason ?? '') ? reasons[reason as ReasonCode] : undefined;
  const verb = state === 'skipped' ? 'It is left out' : 'It is held';
  const words = [`${verb} (${reason ?? 'no reason kept'}).`, entry?.meaning, message ? `${message}.` : undefined];
  return {
    why: words
      .filter((word) => word !== undefined)
      .join(' ')
      .replaceAll('..', '.'),
    remedy: entry?.remedy ?? 'See `quarantine show`.',
  };
}
