import type { Finding } from '../../entities/comparing/finding.ts';
import { singular } from '../../entities/kinds.ts';
import { comparePayment, expectPayment } from '../../entities/payment/compare.ts';
import { paymentReads, paymentRecord } from '../../entities/payment/read.ts';
import { compareReturn, expectReturn } from '../../entities/return/compare.ts';
import { returnReads, returnRecord } from '../../entities/return/read.ts';
import { mustAgree } from '../../entities/writing/load-target.ts';
import type { LedgerRecord, StagedRecord } from '../../ledger/record.ts';
import type { SeenDifference } from '../../model/accepted.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import { type Decimal, equal, formatMoney } from '../../model/money.ts';
import { type Payment, paymentSchema } from '../../model/payment.ts';
import { bearsPrefix, paymentReference } from '../../model/payment-reference.ts';
import type { Return } from '../../model/rma.ts';
import { lowerKey } from '../../model/text-key.ts';
import { readPaymentsOfOrders } from '../../neto/payments.ts';
import { readRmasOfOrders } from '../../neto/rmas.ts';
import { claimedByHand } from '../../run/copies/by-hand.ts';
import { existingPayments, existingReturns } from '../../run/copies/on-copies.ts';
import { isAsked } from '../../session/store-run.ts';
import { type Linking, readable, seenOf } from './linking.ts';
import { moneyDifferences } from './money-differences.ts';
import { shownPayment, shownReturn } from './pair-money.ts';
import type { LinkField, LinkMoney, LinkProposal } from './report.ts';

interface Kind<One> {
  readonly entity: LinkMoney['entity'];
  readonly referencePrefix: string;
  read(): Promise<One | undefined>;
  onCopy(orderId: string): Promise<readonly One[]>;
  textsOf(one: One): readonly string[];
  together(existing: readonly [One, ...One[]]): One;
  compare(source: One, existing: One, orderId: string): readonly Finding[];
  recordOf(source: One): StagedRecord;
  shown(one: One): Pick<LinkMoney, 'amount' | 'method' | 'day'>;
  /** Sums that differ, in the words of who compares both sides later. */
  sums(source: One, existing: One): readonly SeenDifference[];
}

/** One payment or return, and what was entered by hand for it on its order's copy: one, or several that come to it. */
export function proposeMoney(linking: Linking): Promise<LinkProposal> {
  return linking.record.entity === 'payments'
    ? propose(linking, payments(linking))
    : propose(linking, returns(linking));
}

async function propose<One extends Payment | Return>(linking: Linking, kind: Kind<One>): Promise<LinkProposal> {
  const { store, record, why } = linking;
  const { store: name } = store.fixed;
  const source = await kind.read();
  if (source === undefined)
    throw new ConsolidatorError('not-found', `${name} has no ${singular(kind.entity)} ${record.sourceId}.`, {
      remedy: 'Check the id in the control panel of that store.',
    });
  const orderId = await copyOfItsOrder(linking, source.orderId);
  const [first, ...more] = await entered(linking, kind, orderId);
  const existing = kind.together([first, ...more]);
  const findings = kind.compare(source, existing, orderId).filter(mustAgree);
  const all = [first, ...more];
  return {
    store: name,
    entity: kind.entity,
    sourceId: source.id,
    as: all.map(({ id }) => id),
    fields: sideBySide(kind, source, all, orderId),
    differences: moneyDifferences(kind.entity, source, findings),
    paired: [],
    unpaired: [],
    links: [
      {
        key: { store: name, entity: kind.entity, sourceId: source.id },
        targetId: paymentReference(kind.referencePrefix, source.id),
        ids: all.map(({ id }) => id),
        rules: store.rulesHash,
        record: kind.recordOf(source),
        seen: [...findings.map(seenOf), ...(findings.length === 0 ? [] : kind.sums(source, existing))],
        difference: null,
        replaces: linking.replaces,
        // That two payments stand for one is a person's word as well.
        why: findings.length > 0 ? why : more.length > 0 ? `${all.length} that were entered for one` : '',
      },
    ],
  };
}

async function copyOfItsOrder({ ledger, store }: Linking, sourceId: string): Promise<string> {
  const order = await ledger.find({ store: store.fixed.store, entity: 'orders', sourceId });
  if (order?.targetId != null && order.state !== 'skipped') return order.targetId;
  throw new ConsolidatorError('usage', `Its order ${sourceId} has no copy: link that one first.`);
}

/** @throws ConsolidatorError for what is not on the copy, or stands for another record */
async function entered<One extends Payment | Return>(
  { ledger, as, record, store }: Linking,
  { entity, referencePrefix, onCopy, textsOf }: Kind<One>,
  orderId: string,
): Promise<readonly [One, ...One[]]> {
  const existing = (await onCopy(orderId)).filter((one) => lowerKey(one.orderId) === lowerKey(orderId));
  const claims = claimedByHand(await ledger.belongingTo(store.fixed.store, entity, record.parent ?? ''));
  const found = [...new Set(as)].map((id) => {
    const one = existing.find((candidate) => candidate.id === id);
    const name = singular(entity);
    if (one === undefined) {
      const there = existing.map((candidate) => `${candidate.id} (${formatMoney(amountOf(candidate))})`).join(', ');
      throw new ConsolidatorError(
        'not-found',
        `${orderId} has no ${name} ${id} in the primary. It has ${there || 'none'}.`,
        { remedy: there === '' ? 'Enter it there first.' : 'Give the id of one that it has.' },
      );
    }
    const claim = claims.get(id);
    if (claim !== undefined && claim.sourceId !== record.sourceId)
      throw new ConsolidatorError('usage', `The ${name} ${id} of ${orderId} stands for ${claim.sourceId} already.`);
    if (textsOf(one).some((text) => bearsPrefix(text, referencePrefix)))
      throw new ConsolidatorError('usage', `The ${name} ${id} of ${orderId} was copied, and not entered by hand.`);
    return one;
  });
  const [first, ...more] = found;
  if (first === undefined) throw new ConsolidatorError('usage', 'Say what was entered: --as with its id.');
  return [first, ...more];
}

function amountOf(one: Payment | Return) {
  return 'amount' in one ? one.amount : one.total;
}

function sideBySide<One extends Payment | Return>(
  { shown }: Kind<One>,
  source: One,
  existing: readonly One[],
  orderId: string,
): LinkField[] {
  const here = existing.map(shown);
  const joined = (show: (one: ReturnType<typeof shown>) => string): string => here.map(show).join(' + ');
  const there = shown(source);
  return [
    { name: 'id', source: source.id, primary: existing.map(({ id }) => id).join(' + ') },
    { name: 'order', source: source.orderId, primary: orderId },
    { name: 'amount', source: formatMoney(there.amount), primary: joined(({ amount }) => formatMoney(amount)) },
    { name: 'method', source: there.method, primary: joined(({ method }) => method) },
    { name: 'day', source: there.day ?? '', primary: joined(({ day }) => day ?? '') },
  ];
}

function payments({ store, primary, rules, record, signal }: Linking): Kind<Payment> {
  return {
    entity: 'payments',
    referencePrefix: rules.references.payment,
    async read() {
      if (!isAsked(store)) return fromLedger(record);
      const shown = await store.source.reader(paymentReads).shown.byIds([record.sourceId], { signal });
      return readable(store, shown).find(({ id }) => id === record.sourceId);
    },
    onCopy: async (orderId) => (await readPaymentsOfOrders(primary, [orderId], { signal })).payments,
    textsOf: existingPayments.textsOf,
    together: existingPayments.together,
    compare: (source, existing, orderId) => comparePayment(expectPayment(source, rules, orderId), existing),
    recordOf: paymentRecord,
    shown: shownPayment,
    sums: () => [],
  };
}

function fromLedger({ payload }: LedgerRecord): Payment | undefined {
  return payload ? paymentSchema.parse(JSON.parse(payload)) : undefined;
}

function returns({ store, primary, rules, record, signal }: Linking): Kind<Return> {
  return {
    entity: 'rmas',
    referencePrefix: rules.references.creditNote,
    async read() {
      // Files hold no returns.
      if (!isAsked(store)) return undefined;
      const shown = await store.source.reader(returnReads).shown.byIds([record.sourceId], { signal });
      return readable(store, shown).find(({ id }) => id === record.sourceId);
    },
    onCopy: (orderId) => readRmasOfOrders(primary, [orderId], { signal }),
    textsOf: existingReturns.textsOf,
    together: existingReturns.together,
    compare: (source, existing, orderId) => compareReturn(expectReturn(source, rules, orderId), existing),
    recordOf: returnRecord,
    shown: shownReturn,
    sums: (source, existing) => [
      ...sumSeen('amount', source.total, existing.total),
      ...sumSeen('refunded', source.refunded, existing.refunded),
    ],
  };
}

/** The returns of an order are compared by their sums, and only then one by one. */
function sumSeen(key: string, meant: Decimal, existing: Decimal): SeenDifference[] {
  return equal(meant, existing) ? [] : [{ key, meant: formatMoney(meant), held: formatMoney(existing) }];
}
