import { sourceOf } from '../../load/origin.ts';
import { absolute, compare, equal, formatMoney, subtract } from '../../model/money.ts';
import { accountingDate, isApproved, type Order } from '../../model/order.ts';
import { rewriteOrderId } from '../../model/order-id.ts';
import type { FixedRules } from '../../transform/rules.ts';

/** An order of the primary that, by its number or its references, should be the copy of a secondary's order. */
export interface Candidate {
  readonly store: string;
  readonly sourceId: string;
  readonly copy: Order;
  /** Whether the copy names its source, in its notes or on a line; else only its number does. */
  readonly referenced: boolean;
}

export type OrderVerdict =
  | { readonly kind: 'adopt'; readonly remark?: string }
  /** No harm: a run looks at it before it writes anything. */
  | { readonly kind: 'leave'; readonly why: string }
  /** Not to be linked without a person. */
  | { readonly kind: 'differs'; readonly why: string };

/** The order that stands behind an order of the primary. @returns undefined for one that is no copy of these stores */
export function candidateOf(copy: Order, stores: readonly FixedRules[]): Candidate | undefined {
  const named = sourceOf(copy);
  if (named !== undefined && stores.some(({ store }) => store === named.store)) {
    return { ...named, copy, referenced: true };
  }
  for (const rules of stores) {
    const sourceId = sourceIdOf(copy.id, rules);
    if (sourceId !== undefined) return { store: rules.store, sourceId, copy, referenced: false };
  }
  return undefined;
}

/** Undoes the rewrite of an order id; the map of prefixes is injective, so there is one answer or none. */
export function sourceIdOf(targetId: string, { prefix }: Pick<FixedRules, 'prefix'>): string | undefined {
  for (const [source, target] of Object.entries(prefix)) {
    if (!targetId.toLowerCase().startsWith(target.toLowerCase())) continue;
    const sourceId = source + targetId.slice(target.length);
    const rewritten = rewriteOrderId(sourceId, prefix);
    if (rewritten.kind === 'rewritten' && rewritten.id.toLowerCase() === targetId.toLowerCase()) return sourceId;
  }
  return undefined;
}

/**
 * Whether a candidate is the finished copy of its source. One that names its source is, whatever has changed since; one
 * that only has the right number must agree in its day and its total to the cent.
 * @param source undefined where its store does not have it any more
 */
export function judgeCandidate(candidate: Candidate, source: Order | undefined, rules: FixedRules): OrderVerdict {
  const { copy, referenced } = candidate;
  if (copy.status.toLowerCase() === 'cancelled')
    return { kind: 'leave', why: `${copy.id} is cancelled in the primary` };
  if (referenced) {
    if (!isApproved(copy)) return { kind: 'leave', why: `${copy.id} is not approved yet` };
    if (source === undefined) return { kind: 'adopt', remark: `${candidate.sourceId} is gone from ${candidate.store}` };
    return equal(copy.grandTotal, source.grandTotal)
      ? { kind: 'adopt' }
      : { kind: 'adopt', remark: totals(copy, source) };
  }
  if (source === undefined) {
    return { kind: 'differs', why: `${candidate.store} has no order ${candidate.sourceId}` };
  }
  const [copied, own] = [accountingDate(copy, rules.timeZone), accountingDate(source, rules.timeZone)];
  if (copied !== own)
    return { kind: 'differs', why: `${copy.id} is of ${copied ?? 'no day'}, ${source.id} of ${own ?? 'no day'}` };
  const apart = absolute(subtract(copy.grandTotal, source.grandTotal));
  if (compare(apart, rules.tolerance) > 0) return { kind: 'differs', why: totals(copy, source) };
  return { kind: 'adopt' };
}

function totals(copy: Order, source: Order): string {
  return `${copy.id} comes to ${formatMoney(copy.grandTotal)}, ${source.id} to ${formatMoney(source.grandTotal)}`;
}
