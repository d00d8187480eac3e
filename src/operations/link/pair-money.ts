import type { Finding } from '../../entities/comparing/finding.ts';
import { comparePayment, expectPayment } from '../../entities/payment/compare.ts';
import { paymentReads, paymentRecord } from '../../entities/payment/read.ts';
import { compareReturn, expectReturn } from '../../entities/return/compare.ts';
import { returnReads, returnRecord } from '../../entities/return/read.ts';
import { mustAgree } from '../../entities/writing/load-target.ts';
import type { HandLink } from '../../ledger/decision.ts';
import type { LedgerRecord, StagedRecord } from '../../ledger/record.ts';
import { isLinkable } from '../../ledger/transitions/what-can-be-done.ts';
import type { Payment } from '../../model/payment.ts';
import { bearsPrefix, paymentReference } from '../../model/payment-reference.ts';
import type { Return } from '../../model/rma.ts';
import { readPaymentsOfOrders } from '../../neto/payments.ts';
import { readRmasOfOrders } from '../../neto/rmas.ts';
import { isAsked } from '../../session/store-run.ts';
import { type Linking, readable, seenOf } from './linking.ts';
import { moneyDifferences } from './money-differences.ts';
import type { LinkDifference, LinkMoney } from './report.ts';

interface PairedMoney {
  readonly paired: readonly LinkMoney[];
  readonly unpaired: readonly LinkMoney[];
  readonly links: readonly HandLink[];
  /** Of what stands for one another by its amount, and is by another method or of another day. */
  readonly differences: readonly LinkDifference[];
}

interface Side<One> {
  readonly entity: LinkMoney['entity'];
  readonly referencePrefix: string;
  readonly sources: readonly One[];
  readonly copies: readonly One[];
  /** What must agree, and does not. */
  compare(source: One, copy: One): readonly Finding[];
  recordOf(source: One): StagedRecord;
  shown(one: One): Pick<LinkMoney, 'amount' | 'method' | 'day'>;
}

/** What a person may have keyed otherwise for the same money; another amount is other money. */
const KEYED_OTHERWISE: readonly string[] = ['method', 'date', 'refund-method', 'refund-date'];

/** The payments and returns of an order and of the one entered for it, by amount, day and method; the rest is asked for. */
export async function pairMoney(linking: Linking, sourceId: string, orderId: string): Promise<PairedMoney> {
  const { store, primary, rules, signal } = linking;
  if (!isAsked(store)) return { paired: [], unpaired: [], links: [], differences: [] };
  const { entities } = store.secondary;
  const parts: PairedMoney[] = [];
  if (entities.includes('payments')) {
    const side: Side<Payment> = {
      entity: 'payments',
      referencePrefix: rules.references.payment,
      sources: readable(store, await store.source.reader(paymentReads).shown.ofOrders([sourceId], { signal })),
      copies: (await readPaymentsOfOrders(primary, [orderId], { signal })).payments,
      compare: (source, copy) => comparePayment(expectPayment(source, rules, orderId), copy).filter(mustAgree),
      recordOf: paymentRecord,
      shown: shownPayment,
    };
    parts.push(await pair(linking, side));
  }
  if (entities.includes('rmas')) {
    const side: Side<Return> = {
      entity: 'rmas',
      referencePrefix: rules.references.creditNote,
      sources: readable(store, await store.source.reader(returnReads).shown.ofOrders([sourceId], { signal })),
      copies: await readRmasOfOrders(primary, [orderId], { signal }),
      compare: (source, copy) => compareReturn(expectReturn(source, rules, orderId), copy).filter(mustAgree),
      recordOf: returnRecord,
      shown: shownReturn,
    };
    parts.push(await pair(linking, side));
  }
  return {
    paired: parts.flatMap(({ paired }) => paired),
    unpaired: parts.flatMap(({ unpaired }) => unpaired),
    links: parts.flatMap(({ links }) => links),
    differences: parts.flatMap(({ differences }) => differences),
  };
}

export function shownPayment({ amount, method, paidOn }: Payment): Pick<LinkMoney, 'amount' | 'method' | 'day'> {
  return { amount, method, day: paidOn };
}

export function shownReturn({ total, refunds, issuedOn }: Return): Pick<LinkMoney, 'amount' | 'method' | 'day'> {
  return { amount: total, method: refunds.map(({ method }) => method).join(', '), day: issuedOn };
}

/**
 * Those that agree in all that must are the same money, whichever of several is taken for which; then those of one
 * amount, which differ in what a person may have keyed otherwise.
 */
async function pair<One extends Payment | Return>(
  { ledger, store, replaces, why }: Linking,
  { entity, referencePrefix, sources, copies, compare, recordOf, shown }: Side<One>,
): Promise<PairedMoney> {
  const { store: name } = store.fixed;
  const ids = sources.map(({ id }) => id);
  const known: ReadonlyMap<string, LedgerRecord> = await ledger.known(name, entity, ids);
  const open = sources.filter(({ id }) => {
    const record = known.get(id);
    if (record === undefined) return true;
    // What stood on a copy that is gone is in the books no more than that copy.
    const isLost = replaces && (record.byHand?.length ?? 0) === 0 && record.state !== 'skipped';
    return isLost || (isLinkable(record) && record.targetId === null);
  });
  let left = copies.filter((copy) => !isOurs(copy, referencePrefix));
  const paired: LinkMoney[] = [];
  const unpaired: LinkMoney[] = [];
  const links: HandLink[] = [];
  const differences: LinkDifference[] = [];
  let waiting = open;
  for (const otherwise of [[], KEYED_OTHERWISE]) {
    const rest: One[] = [];
    for (const source of waiting) {
      const found = left.map((copy) => ({ copy, findings: compare(source, copy) }));
      const fitting = found.filter(({ findings }) => findings.every(({ key }) => otherwise.includes(key)));
      // The nearest: of the same day by another method goes before another day too.
      const [best] = fitting.sort((a, b) => a.findings.length - b.findings.length);
      if (best === undefined) {
        rest.push(source);
        continue;
      }
      const { copy, findings } = best;
      left = left.filter((one) => one !== copy);
      paired.push({ entity, sourceId: source.id, ...shown(source), ids: [copy.id] });
      differences.push(...moneyDifferences(entity, source, findings));
      links.push({
        key: { store: name, entity, sourceId: source.id },
        targetId: paymentReference(referencePrefix, source.id),
        ids: [copy.id],
        rules: store.rulesHash,
        record: recordOf(source),
        seen: findings.map(seenOf),
        difference: null,
        why: findings.length > 0 ? why : '',
        replaces,
      });
    }
    waiting = rest;
  }
  for (const source of waiting) unpaired.push({ entity, sourceId: source.id, ...shown(source), ids: [] });
  for (const copy of left) unpaired.push({ entity, sourceId: null, ids: [copy.id], ...shown(copy) });
  return { paired, unpaired, links, differences };
}

function isOurs(copy: Payment | Return, referencePrefix: string): boolean {
  return 'authorisation' in copy
    ? bearsPrefix(copy.authorisation, referencePrefix)
    : bearsPrefix(copy.internalNotes, referencePrefix);
}
