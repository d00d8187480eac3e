import type { LedgerRecord } from '../ledger/record.ts';
import { compare, formatMoney, subtract } from '../model/money.ts';
import { isCancelled } from '../model/order.ts';
import { type ReasonCode, reasons } from '../model/reasons.ts';
import type { Comparison, Side, TracedAcceptance, TracedInXero } from './trace.ts';
import { joined, verdictOf } from './verdict.ts';

export interface Explanation {
  readonly why: string;
  readonly remedy: string;
}

/** What was looked at of a known order. */
interface Seen {
  readonly source: Side;
  readonly copy: Side;
  readonly comparison: Comparison | null;
  readonly accepted: readonly TracedAcceptance[];
  readonly inXero: TracedInXero;
  /** How many orders of the store wait for a person's yes, this one among them; undefined where none do. */
  readonly unconfirmed: number | undefined;
}

/** Why a known order is where it is, and whether both sides still look like it. */
export function explainKnown(record: LedgerRecord, seen: Seen): Explanation {
  const { state, reason } = record;
  switch (state) {
    case 'loaded':
    case 'linked':
      return explainCopy(record, seen);
    case 'skipped':
      if (reason === 'to-be-read' && seen.accepted.length > 0) {
        return {
          why: 'What it was quarantined for was accepted.',
          remedy: 'Start a run: it reads the order again and goes on.',
        };
      }
      if (reason === 'to-be-read')
        return {
          why: 'You have decided about it: it goes with the next run.',
          remedy: 'Start a run: it reads the order again.',
        };
      return explainReason(record);
    case 'quarantined':
      return explainReason(record);
    case 'staged':
      if (seen.unconfirmed !== undefined) return explainUnconfirmed(record.store, seen.unconfirmed);
      return { why: 'It was read, and is not copied yet.', remedy: 'The next run goes on with it.' };
    case 'writing':
      return {
        why: 'Its copy was begun, and how far it came is not known for certain.',
        remedy: 'The next run looks it up and goes on from there.',
      };
  }
}

/** Its store's first whole run, or one that found many old orders, has read it, and asked. */
function explainUnconfirmed(store: string, orders: number): Explanation {
  return {
    why: `It was read, and waits for your yes with ${orders} orders of ${store}: so many older than its last whole run are not copied unasked.`,
    remedy: 'Look at `plan`; where they are wanted: `run --yes`.',
  };
}

function explainCopy(record: LedgerRecord, { copy, comparison, accepted, inXero }: Seen): Explanation {
  const { sourceId, byHand = [] } = record;
  const targetId = record.targetId ?? '';
  const how = byHand.length > 0 ? `was entered by hand as ${targetId} and linked` : 'was copied';
  if (copy.kind === 'not-there') {
    const why = `${targetId} was ${byHand.length > 0 ? 'linked' : 'written'} and found right, and is not in the primary any more.`;
    return { why, remedy: 'Find out who deleted it there; the program does not write it again by itself.' };
  }
  if (copy.kind !== 'there') return { why: `${sourceId} ${how}.`, remedy: 'Nothing.' };
  const compared = comparison === null ? { words: '', remedies: [] } : verdictOf(comparison);
  if (isCancelled(copy)) {
    const why = `${sourceId} ${how}, and ${targetId} is cancelled in the primary, so it does not count in the books.`;
    const remedy = `Find out who cancelled it. If that was a mistake, set it back to the status that it had, or enter the order by hand and \`link\` ${sourceId} to that one.`;
    return { why: joined([why, compared.words]), remedy };
  }
  if (!copy.approved) {
    const why = `${targetId} is in the primary, but not approved there any more, so it can't reach Xero.`;
    return { why: joined([why, compared.words]), remedy: 'Find out who took the approval back.' };
  }
  const why = `${sourceId} ${how}, and ${targetId} is approved, so it can reach Xero.`;
  const over = compare(copy.paid, copy.total) > 0 && accepted.some(({ entity }) => entity === 'orders');
  const overpaid = over
    ? `${formatMoney(copy.paid)} is paid on it, ${formatMoney(subtract(copy.paid, copy.total))} more than it comes to: an overpayment that was accepted with its total.`
    : '';
  const gone = endedInXero(inXero);
  const there = gone === undefined ? '' : `But in Xero ${gone}, so that it does not count in the books.`;
  const remedies =
    gone === undefined
      ? compared.remedies
      : [...compared.remedies, 'Find out in Xero, by the history of it, who did that.'];
  return { why: joined([why, compared.words, overpaid, there]), remedy: joined(remedies) || 'Nothing.' };
}

/** What became of the invoice, where Xero has none of its number that counts. */
function endedInXero(inXero: TracedInXero): string | undefined {
  if (inXero.kind !== 'there') return undefined;
  const ended = inXero.invoices.filter(({ status }) => status === 'VOIDED' || status === 'DELETED');
  const [first] = ended;
  if (first === undefined || ended.length < inXero.invoices.length) return undefined;
  return `${first.number} is ${first.status.toLowerCase()}`;
}

function explainReason({ reason, message, state }: LedgerRecord): Explanation {
  const entry = Object.hasOwn(reasons, reason ?? '') ? reasons[reason as ReasonCode] : undefined;
  const verb = state === 'skipped' ? 'It is left out' : 'It is quarantined';
  const words = [`${verb} (${reason ?? 'no reason kept'}).`, entry?.meaning, message ? `${message}.` : undefined];
  return {
    why: words
      .filter((word) => word !== undefined)
      .join(' ')
      .replaceAll('..', '.'),
    remedy: entry?.remedy ?? 'See `quarantine show`.',
  };
}
