import type { EntityName } from '../../model/entities.ts';
import { type Decimal, isNegative } from '../../model/money.ts';
import type { QuarantineReason, ReasonCode, SkipReason } from '../../model/reasons.ts';
import type { AcceptResult } from '../decision.ts';
import { isBeforeApproval } from './before-approval.ts';

/** Why a record that a person took out of quarantine stays out of the books. */
export const DROPPED = 'dropped' satisfies SkipReason;
/** Why it comes back into quarantine: only a person's word takes it out of there again. */
export const CHANGED_AFTER_DROP = 'changed-after-drop' satisfies QuarantineReason;
/** Why a copied record is left out: its store has another one in its place, for which the copy stands from now on. */
export const REPLACED = 'replaced-in-store' satisfies SkipReason;

/** As far as it matters here; those that the ledger gives, and those that its rules work on. */
interface Waiting {
  readonly entity: EntityName;
  readonly reason: string | null;
  readonly targetId: string | null;
  readonly difference: Decimal | null;
  readonly copiedAs: string | null;
}

/** Quarantined because its store, or its file, has nothing to read: to try again would only hide that. */
const NOTHING_TO_READ: readonly string[] = [
  'payment-gone',
  'rma-gone',
  'row-unreadable',
  'states-differ',
] satisfies QuarantineReason[];

/**
 * Quarantined for what the record itself is, by no rule that could be mended: to try again comes to the same. Where it changes
 * in its store, it is read and judged anew by itself.
 */
const SAME_AGAIN: readonly string[] = ['payment-negative', 'payment-zero'] satisfies QuarantineReason[];

/**
 * Quarantined for what its store did not show, or showed wrongly, and may be mended without the record counting as changed there:
 * by the rights of the key, or because what it is has no stamp of its changes.
 */
export const READ_AGAIN: readonly string[] = [
  'tax-not-shown',
  'accounting-date-missing',
  'payment-date-missing',
] satisfies QuarantineReason[];

/** Its copy was there and is not any more, so that another one may be written in its place. */
export const COPY_REMOVED: readonly string[] = ['payment-copy-gone', 'rma-copy-gone'] satisfies QuarantineReason[];

/** Whether the next run can judge a quarantined record anew. */
export function isRetryable({ reason }: Pick<Waiting, 'reason'>): boolean {
  return !NOTHING_TO_READ.includes(reason ?? '') && !SAME_AGAIN.includes(reason ?? '');
}

/** Quarantined for how its order stands in the primary, which no mending changes. */
const SAME_WHILE_ORDER_STANDS: readonly string[] = ['copy-by-hand'] satisfies QuarantineReason[];

/** Whether to try it again is among what ends it: it is not where it comes to the same unless something else was decided anew. */
export function isRetryOffered(
  record: Pick<Waiting, 'reason' | 'entity'> & { readonly amount: Decimal | null },
): boolean {
  return isRetryable(record) && !SAME_WHILE_ORDER_STANDS.includes(record.reason ?? '') && !mayBeKeyedRefund(record);
}

/** A negative payment that may be in the primary already, entered by hand: whichever stands there, none is ever copied. */
export function mayBeKeyedRefund({
  reason,
  entity,
  amount,
}: Pick<Waiting, 'reason' | 'entity'> & { readonly amount: Decimal | null }): boolean {
  return reason === ENTERED_BY_HAND && entity === 'payments' && amount !== null && isNegative(amount);
}

/** Whether a person has dropped it, which they can take back; what was accepted as gone can't be read any more. */
export function isDropped({ state, reason }: { readonly state: string; readonly reason: string | null }): boolean {
  return state === 'skipped' && reason === DROPPED;
}

/** Whether a person can say what in the primary was entered for a record by hand. */
export function isLinkable({ state, reason }: { readonly state: string; readonly reason: string | null }): boolean {
  return state === 'quarantined' || state === 'staged' || (state === 'skipped' && reason !== null);
}

/** Reasons about a copy that stands in the primary: a person can say that it is right as it is. */
export const OF_COPIES: readonly string[] = [
  'changed-after-copy',
  'cancelled-after-copy',
  'changed-on-both-sides',
  'copy-changed',
  'payment-changed-after-copy',
  'payment-copy-changed',
  'refund-after-copy',
  'rma-copy-changed',
  'read-back-differs',
  'reference-altered',
  'payment-reference-unreadable',
  'copy-has-another-id',
  'not-approved-in-time',
] satisfies QuarantineReason[];

/** What is gone from its own store, or from the primary, so that no later look may miss it once more. */
export const GONE: readonly string[] = ['payment-gone', 'rma-gone', 'source-gone', ...COPY_REMOVED];

/** Keyed in the place of one whose copy stands in the primary. */
export const REPLACING: readonly string[] = ['payment-replaced', 'rma-replaced'] satisfies QuarantineReason[];

/** A payment that a person has found in the primary, entered there by hand. */
export const ENTERED_BY_HAND: ReasonCode = 'may-be-there';

/** Whether a person can say that a record is right: there are cents to accept, or a copy that may be right as it is. */
export function isAcceptable({ entity, reason, targetId, difference }: Omit<Waiting, 'copiedAs'>): boolean {
  // An order that was entered by hand is linked: only so is it known which one it is.
  if (difference !== null || (reason === ENTERED_BY_HAND && entity !== 'orders')) return true;
  if (GONE.includes(reason ?? '') || REPLACING.includes(reason ?? '')) return true;
  return isEnteredAndChanged({ reason, targetId }) || (targetId !== null && OF_COPIES.includes(reason ?? ''));
}

/** What accepting it would come to, without doing it. */
export function acceptanceOf(record: Waiting): AcceptResult {
  if (!isAcceptable(record)) return 'not-acceptable';
  return record.difference !== null || isBeforeApproval(record) ? 'released' : 'settled';
}

/** A person had said that the primary has it, entered by hand, and it has changed in its store since. */
export function isEnteredAndChanged({ reason, targetId }: Pick<Waiting, 'reason' | 'targetId'>): boolean {
  return targetId === null && (reason === 'payment-changed-after-copy' || reason === 'refund-after-copy');
}
