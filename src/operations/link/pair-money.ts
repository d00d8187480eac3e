import { compareAdoptedPayment } from '../../entities/payment/compare.ts';
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
import { type Linking, readable } from './linking.ts';
import type { LinkMoney } from './report.ts';

interface PairedMoney {
  readonly paired: readonly LinkMoney[];
  readonly unpaired: readonly LinkMoney[];
  readonly links: readonly HandLink[];
}

interface Side<One> {
  readonly entity: LinkMoney['entity'];
  readonly referencePrefix: string;
  readonly sources: readonly One[];
  readonly copies: readonly One[];
  agrees(source: One, copy: One): boolean;
  recordOf(source: One): StagedRecord;
  shown(one: One): Pick<LinkMoney, 'amount' | 'method' | 'day'>;
}

/** The payments and returns of an order and of the one entered for it, by amount, day and method; the rest is asked for. */
export async function pairMoney(linking: Linking, sourceId: string, orderId: string): Promise<PairedMoney> {
  const { store, primary, rules, signal } = linking;
  if (!isAsked(store)) return { paired: [], unpaired: [], links: [] };
  const { entities } = store.secondary;
  const parts: PairedMoney[] = [];
  if (entities.includes('payments')) {
    const side: Side<Payment> = {
      entity: 'payments',
      referencePrefix: rules.references.payment,
      sources: readable(store, await store.source.reader(paymentReads).shown.ofOrders([sourceId], { signal })),
      copies: (await readPaymentsOfOrders(primary, [orderId], { signal })).payments,
      agrees: (source, copy) => !compareAdoptedPayment(source, copy, rules, orderId).some(mustAgree),
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
      agrees: (source, copy) => !compareReturn(expectReturn(source, rules, orderId), copy).some(mustAgree),
      recordOf: returnRecord,
      shown: shownReturn,
    };
    parts.push(await pair(linking, side));
  }
  return {
    paired: parts.flatMap(({ paired }) => paired),
    unpaired: parts.flatMap(({ unpaired }) => unpaired),
    links: parts.flatMap(({ links }) => links),
  };
}

export function shownPayment({ amount, method, paidOn }: Payment): Pick<LinkMoney, 'amount' | 'method' | 'day'> {
  return { amount, method, day: paidOn };
}

export function shownReturn({ total, refunds, issuedOn }: Return): Pick<LinkMoney, 'amount' | 'method' | 'day'> {
  return { amount: total, method: refunds.map(({ method }) => method).join(', '), day: issuedOn };
}

/** Those that agree in all that must are the same money, whichever of several is taken for which. */
async function pair<One extends Payment | Return>(
  { ledger, store, replaces }: Linking,
  { entity, referencePrefix, sources, copies, agrees, recordOf, shown }: Side<One>,
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
  for (const source of open) {
    const copy = left.find((one) => agrees(source, one));
    const of = { entity, sourceId: source.id, ...shown(source) };
    if (copy === undefined) {
      unpaired.push({ ...of, ids: [] });
      continue;
    }
    left = left.filter((one) => one !== copy);
    paired.push({ ...of, ids: [copy.id] });
    links.push({
      key: { store: name, entity, sourceId: source.id },
      targetId: paymentReference(referencePrefix, source.id),
      ids: [copy.id],
      rules: store.rulesHash,
      record: recordOf(source),
      seen: [],
      difference: null,
      why: '',
      replaces,
    });
  }
  for (const copy of left) unpaired.push({ entity, sourceId: null, ids: [copy.id], ...shown(copy) });
  return { paired, unpaired, links };
}

function isOurs(copy: Payment | Return, referencePrefix: string): boolean {
  return 'authorisation' in copy
    ? bearsPrefix(copy.authorisation, referencePrefix)
    : bearsPrefix(copy.internalNotes, referencePrefix);
}
