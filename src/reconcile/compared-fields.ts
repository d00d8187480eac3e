import type { Finding } from '../entities/comparing/finding.ts';
import { title } from '../entities/kinds.ts';
import { compareAdoptedOrder } from '../entities/order/compare/adopted-order.ts';
import { expectOrder } from '../entities/order/compare/expect-order.ts';
import { expectLater } from '../entities/order/compare/expected-order.ts';
import { compareOrder } from '../entities/order/compare/order.ts';
import { compareState } from '../entities/order/compare/state.ts';
import { comparePayment, expectPayment } from '../entities/payment/compare.ts';
import { comparedField } from '../entities/registry.ts';
import { compareReturn, expectReturn } from '../entities/return/compare.ts';
import type { EntityName } from '../model/entities.ts';
import { equal } from '../model/money.ts';
import { isCancelled } from '../model/order.ts';
import type { Payment } from '../model/payment.ts';
import { readReference } from '../model/payment-reference.ts';
import type { Return } from '../model/rma.ts';
import { upperKey } from '../model/text-key.ts';
import { sameId } from './belongs.ts';
import type { CopyFacts, OrderCase } from './cases.ts';
import type { ReadReturns, ReturnsByOrder } from './read-returns.ts';
import { type ComparedField, namedFields } from './result.ts';

export function namedField(key: string): ComparedField | undefined {
  return namedFields.find((field) => field === key);
}

/** What the comparison of read-backs says of an order and its copy, as both are now. */
export function orderFindings(one: OrderCase, { order: copy, belonging }: CopyFacts): readonly Finding[] {
  const { source, primaryGstPercent } = one;
  if (source === null) return [];
  // Only the ledger knows which account and which product a copy was meant for: rules may have changed since.
  const { rules } = one.store;
  // What was entered by hand is compared as it was when it was linked.
  if (belonging.by === 'link')
    return compareAdoptedOrder(source, copy, { ...rules, primaryGstPercent }, [copy.username]);
  const resolved = { username: copy.username, skus: new Map<string, string>() };
  const own = new Set(source.lines.map(({ sku }) => upperKey(sku)));
  const ruled = expectOrder(source, { ...rules, primaryGstPercent }, resolved);
  const expected = expectLater(ruled, rules, { source, copy });
  const found = compareOrder(expected, copy).filter(
    ({ key, held }) => key !== 'line-product' || !own.has(upperKey(held)),
  );
  return [...found.map((finding) => ofDueDate(one, finding)), ...compareState(source, copy, rules.purpose)];
}

/** A single due date that is another is told, whatever the guard says of those that are missing. */
function ofDueDate({ ownDueDates }: OrderCase, finding: Finding): Finding {
  return finding.key === 'due-date' && finding.class === 'said' && !ownDueDates
    ? { ...finding, class: 'must-agree' }
    : finding;
}

export function paymentFindings(one: OrderCase, payment: Payment, existing: Payment): readonly Finding[] {
  const { rules } = one.store;
  const { source: sourceCurrency, primary: primaryCurrency } = one.currencies;
  const expected = expectPayment(
    payment,
    { payments: rules.payments, sourceCurrency, primaryCurrency },
    existing.orderId,
  );
  return comparePayment(expected, existing);
}

interface ReturnPair {
  readonly source: Return;
  readonly copy: Return;
  /** Left out: it bears the reference of its source. */
  readonly byHand?: true;
}

/** What somebody keyed by hand says in other lines and words; its day and its GST count all the same. */
const OF_HAND_MADE: readonly string[] = ['date', 'gst'];

/**
 * Returns and their copies: by reference, and those that somebody keyed by hand by their total, those of the same day first.
 * All others are compared by their sums.
 */
export function returnPairs(one: OrderCase, sources: ReturnsByOrder, copies: ReturnsByOrder): ReturnPair[] {
  if (one.source === null || isCancelled(one.source)) return [];
  const referencePrefix = one.store.rules.references.creditNote;
  let existing = one.live.flatMap(({ order }) => copies.get(sameId(order.id)) ?? []);
  let open = sources.get(sameId(one.source.id)) ?? [];
  const pairs: ReturnPair[] = [];
  const pair = (fits: (source: Return, copy: Return) => boolean, more: Pick<ReturnPair, 'byHand'>): void => {
    for (const source of open) {
      const copy = existing.find((candidate) => fits(source, candidate));
      if (copy === undefined) continue;
      pairs.push({ source, copy, ...more });
      existing = existing.filter((other) => other !== copy);
    }
    open = open.filter((source) => !pairs.some((known) => known.source === source));
  };
  pair(({ id }, { internalNotes, purchaseOrderNumber }) => {
    return [internalNotes, purchaseOrderNumber].some(
      (text) => readReference(text, { prefix: referencePrefix, id }) === 'whole',
    );
  }, {});
  const isSame = (source: Return, copy: Return): boolean => equal(source.total, copy.total);
  pair((source, copy) => isSame(source, copy) && source.issuedOn === copy.issuedOn, { byHand: true });
  pair(isSame, { byHand: true });
  return pairs;
}

export function returnFindings(one: OrderCase, { source, copy, byHand }: ReturnPair): readonly Finding[] {
  const { source: sourceCurrency, primary: primaryCurrency } = one.currencies;
  const expected = expectReturn(source, { ...one.store.rules, sourceCurrency, primaryCurrency }, copy.orderId);
  return compareReturn(expected, copy).filter(({ key }) => byHand !== true || OF_HAND_MADE.includes(key));
}

/** What one of the two ends does not show, counted, in sentences. */
export function notShownOf(store: string, cases: readonly OrderCase[], returns: ReadReturns): string[] {
  const counts = new Map<string, number>();
  const count = (entity: EntityName, findings: readonly Finding[]) => {
    const hidden = findings.filter((finding) => finding.class === 'not-shown');
    for (const text of new Set(hidden.map((finding) => describe(store, entity, finding)))) {
      counts.set(text, (counts.get(text) ?? 0) + 1);
    }
  };
  for (const one of cases) {
    const [copy] = one.live;
    if (copy === undefined || one.source === null || isCancelled(one.source)) continue;
    count('orders', orderFindings(one, copy));
    if (returns.kind !== 'read') continue;
    for (const pair of returnPairs(one, returns.source, returns.primary)) count('rmas', returnFindings(one, pair));
  }
  return [...counts].map(([text, number]) => `${text} (${number}).`).sort();
}

function describe(store: string, entity: EntityName, { key, by }: Finding): string {
  const name = comparedField(entity, key)?.name ?? key;
  const ofLines = key.startsWith('line-') ? ' of lines' : '';
  return `${title(entity)} of ${store}, ${name}${ofLines}: ${by === 'source' ? store : 'the primary'} does not show it`;
}
