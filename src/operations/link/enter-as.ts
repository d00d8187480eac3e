import type { Pipeline } from '../../config/pipeline.ts';
import type { LedgerRecord } from '../../ledger/record.ts';
import { idsThatMayBe } from '../../model/may-be.ts';
import { ORDER_ID_MAXIMUM, type PrefixMap, rewriteOrderId } from '../../model/order-id.ts';
import type { QuarantineReason } from '../../model/reasons.ts';
import { linkable } from './linking.ts';

/** Under which id in the primary a person has, or enters, what is to be linked to a record. */
export type EnterAs =
  /** It stands there already: an order as one of these, a payment or return as all of these together, for parts of it. */
  | { readonly kind: 'there'; readonly ids: readonly string[] }
  /** The same; or another order has its number, and it is to be entered under one that the primary gives it. */
  | { readonly kind: 'there-or-given'; readonly ids: readonly string[] }
  /** An order to be entered, whose number is free, and can meet no copy's. */
  | { readonly kind: 'number'; readonly id: string }
  /** The primary gives it one. */
  | { readonly kind: 'given' };

/** What was copied stands under its number, which Xero takes once: what is entered in its place has another. */
const IN_PLACE_OF_COPY: readonly string[] = ['copy-gone', 'changed-after-copy'] satisfies QuarantineReason[];

/** Nothing that a person enters in the primary can be taken for these. */
const NOT_LINKED: readonly string[] = [
  // No money, what no store shows, or a place in a file.
  'payment-zero',
  'vanished',
  'unreadable',
  'row-unreadable',
  'states-differ',
  // In the books beside the primary, or as another kind of record.
  'currency-differs',
  'negative-total',
  'before-lock-date',
  // A second one beside what stands there already, or is about to.
  'copied-under-another-id',
  'split-after-copy',
  'payment-replaced',
  'rma-replaced',
  'in-export-batch',
] satisfies QuarantineReason[];

/** What stands under a number that is not its own, or is to be replaced by what a person enters. */
const LINKED_ANEW: readonly string[] = [...IN_PLACE_OF_COPY, 'renumbered-by-primary', 'not-stored'] satisfies string[];

/** What is copied already has nothing to be linked to, unless its copy is gone or credited; what waits for its order, not yet. */
export function isEnterable({
  entity,
  targetId,
  reason,
}: Pick<LedgerRecord, 'entity' | 'targetId'> & { readonly reason: string | null }): boolean {
  if (NOT_LINKED.includes(reason ?? '') || (entity !== 'orders' && reason === 'waits-for')) return false;
  return (targetId === null || LINKED_ANEW.includes(reason ?? '')) && linkable.some((name) => name === entity);
}

/** The one place that says so: `todo`, `quarantine show` and `link` all name the same number. */
export function enterAs(
  {
    entity,
    sourceId,
    targetId,
    reason,
    seen,
  }: Pick<LedgerRecord, 'entity' | 'sourceId' | 'targetId' | 'reason' | 'seen'>,
  prefix: PrefixMap,
): EnterAs {
  const there = idsThatMayBe(seen ?? []);
  if (there.length > 0) return { kind: 'there', ids: there };
  if (entity !== 'orders') return { kind: 'given' };
  if (targetId !== null && IN_PLACE_OF_COPY.includes(reason ?? '')) return fitting(inPlaceOf(targetId));
  // Under the number that the books have already it would be written over there.
  if (reason === 'number-in-xero') return { kind: 'given' };
  const rewritten = rewriteOrderId(sourceId, prefix);
  if (rewritten.kind === 'refused') return { kind: 'given' };
  return reason === 'target-id-taken'
    ? { kind: 'there-or-given', ids: [rewritten.id] }
    : { kind: 'number', id: rewritten.id };
}

/** What `link` takes after `--as`, one of these; none where only the primary knows the id. */
export function idsToLink(as: EnterAs, { entity }: Pick<LedgerRecord, 'entity'>): readonly string[] {
  if (as.kind === 'number') return [as.id];
  if (as.kind === 'given') return [];
  return entity === 'orders' ? as.ids : [as.ids.join(',')];
}

/** Of a store that the pipeline file has; none of one that it has no more. */
export function prefixOf({ secondaries }: Pick<Pipeline, 'secondaries'>, store: string): PrefixMap {
  return secondaries.find(({ name }) => name === store)?.prefix ?? {};
}

/** `W100-r1`, then `W100-r2`: no backorder ends so. */
function inPlaceOf(targetId: string): string {
  const [, copy = targetId, times = '0'] = /^(.+)-r(\d+)$/i.exec(targetId) ?? [];
  return `${copy}-r${Number(times) + 1}`;
}

function fitting(id: string): EnterAs {
  return id.length > ORDER_ID_MAXIMUM ? { kind: 'given' } : { kind: 'number', id };
}
