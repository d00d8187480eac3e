import { type Finding, Findings } from '../../entities/comparing/finding.ts';
import { compareAdoptedOrder } from '../../entities/order/compare/adopted-order.ts';
import { orderFields } from '../../entities/order/compare/fields.ts';
import { compareState } from '../../entities/order/compare/state.ts';
import { mustAgree } from '../../entities/writing/load-target.ts';
import { isApproved, isCancelled, type Order } from '../../model/order.ts';
import { rewriteOrderId } from '../../model/order-id.ts';
import { isSameStore, sourceOf } from '../../model/origin.ts';
import { lowerKey } from '../../model/text-key.ts';
import { isForeignCurrency } from '../../transform/currency.ts';
import type { FixedRules, StoreRules } from '../../transform/rules.ts';

/** An order of the primary that, by its number or its references, should be the copy of a secondary's order. */
export interface Candidate {
  readonly store: string;
  readonly sourceId: string;
  readonly copy: Order;
  /** Whether the copy names its source, in its notes or on a line; else only its number does. */
  readonly referenced: boolean;
}

/** One field of a copy that is not as its source has it. */
export type DifferentField = Pick<Finding, 'field' | 'meant' | 'held'>;

type OrderVerdict =
  /** Findings: what differs and need not agree, or is not shown. */
  | { readonly kind: 'adopt'; readonly remark?: string; readonly findings: readonly Finding[] }
  /** No harm: a run looks at it before it writes anything. */
  | { readonly kind: 'leave'; readonly why: string }
  /** Not to be linked without a person. */
  | {
      readonly kind: 'differs';
      readonly why: string;
      readonly fields: readonly DifferentField[];
      readonly remedy: string;
    };

/** The order that stands behind an order of the primary. @returns undefined for one that is no copy of these stores */
export function candidateOf(copy: Order, stores: readonly FixedRules[]): Candidate | undefined {
  const named = sourceOf(copy);
  const owner = named && stores.find((rules) => isSameStore(named, rules));
  if (named !== undefined && owner !== undefined) {
    return { store: owner.store, sourceId: named.sourceId, copy, referenced: true };
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
    if (!lowerKey(targetId).startsWith(lowerKey(target))) continue;
    const sourceId = source + targetId.slice(target.length);
    const rewritten = rewriteOrderId(sourceId, prefix);
    if (rewritten.kind === 'rewritten' && lowerKey(rewritten.id) === lowerKey(targetId)) return sourceId;
  }
  return undefined;
}

/** What is known of an order beside itself. */
interface Judging {
  readonly rules: StoreRules;
  /** Usernames that its buyer may have in the primary, the one that the rules give first. */
  readonly accounts: readonly string[];
  /** Of its payments and returns in its own store. */
  readonly currencies: readonly string[];
}

/**
 * Whether a candidate is the finished copy of its source: all that must agree of an order does, but for what other rules
 * may have chosen for it.
 * @param source undefined where its store does not have it any more
 */
export function judgeCandidate(candidate: Candidate, source: Order | undefined, judging: Judging): OrderVerdict {
  const { copy, referenced, store, sourceId } = candidate;
  if (isCancelled(copy)) return { kind: 'leave', why: `${copy.id} is cancelled in the primary` };
  if (referenced && !isApproved(copy)) return { kind: 'leave', why: `${copy.id} is not approved yet` };
  if (source === undefined) {
    if (referenced) return { kind: 'adopt', remark: `${sourceId} is gone from ${store}`, findings: [] };
    const remedy = 'Find out who made it. If it should not be in the books, cancel it in the primary.';
    return { kind: 'differs', why: `${store} has no order ${sourceId}`, fields: [], remedy };
  }
  if (isCancelled(source)) {
    const why = `${source.id} is cancelled in ${store}, and ${copy.id} is not in the primary`;
    // Its copy all the same, so that the proof tells of it until it is cancelled too.
    if (referenced) return { kind: 'adopt', remark: why, findings: [] };
    return { kind: 'differs', why, fields: [], remedy: 'Cancel or credit it in the primary.' };
  }
  const findings = compareWithSource(source, copy, judging);
  const fields = findings.filter(mustAgree).map(({ field, meant, held }) => ({ field, meant, held }));
  if (fields.length === 0) return { kind: 'adopt', findings };
  return { kind: 'differs', why: inWords(copy.id, source.id, fields), fields, remedy: remedyOf(referenced) };
}

/** All fields in which a copy that somebody else made is not as its source has it. */
export function compareWithSource(source: Order, copy: Order, judging: Judging): readonly Finding[] {
  return [
    ...compareAdoptedOrder(source, copy, judging.rules, judging.accounts),
    ...compareState(source, copy, judging.rules.purpose),
    ...compareApproval(source, copy),
    ...compareCurrency(judging),
  ];
}

/** What is not approved never reaches the books, and would count as copied all the same. */
function compareApproval(source: Order, copy: Order): readonly Finding[] {
  const findings = new Findings(orderFields);
  if (isApproved(source) && !isApproved(copy)) findings.text('approval', 'Approved', copy.approval);
  return findings.found;
}

/** An order shows none itself; at face value, what is in another currency comes to the same total. */
function compareCurrency({ rules, currencies }: Judging): Finding[] {
  const foreign = currencies.find((currency) => isForeignCurrency(currency, rules.primaryCurrency));
  if (foreign === undefined) return [];
  const both = { meant: foreign.trim().toUpperCase(), held: rules.primaryCurrency };
  return [{ key: 'currency', class: 'must-agree', field: 'currency', ...both }];
}

/** Fields named in one sentence. */
const NAMED = 5;

/** `W100, the copy of N100: total is 45.00, and 44.00 in its store`. */
export function inWords(copy: string, source: string, fields: readonly DifferentField[]): string {
  const named = fields
    .slice(0, NAMED)
    .map(({ field, meant, held }) => `${field} is ${held}, and ${meant} in its store`);
  const more = fields.length > NAMED ? `; and ${fields.length - NAMED} more` : '';
  return `${copy} for ${source}: ${named.join('; ')}${more}`;
}

function remedyOf(referenced: boolean): string {
  return referenced
    ? 'Set it right in the primary and adopt again; or let the next run quarantine it, and `accept` it there if it is right.'
    : 'Set it right in the primary and adopt again; or, if it is right as it is, let the next run quarantine the order, and `drop` it there: both stay as they are.';
}
