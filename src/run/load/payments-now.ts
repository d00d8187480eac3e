import type { OfOrder } from '../../entities/definition/reads.ts';
import { orderSteps } from '../../entities/order/write/steps.ts';
import { isCopiedRecord } from '../../ledger/copied.ts';
import type { Decision } from '../../ledger/decision.ts';
import type { LedgerRecord, StandsFor } from '../../ledger/record.ts';
import { FROM_FILE } from '../../model/from-file.ts';
import { isSaidAnother } from '../../model/may-be.ts';
import { meantMethod } from '../../model/method-names.ts';
import { add, compare, type Decimal, equal, formatMoney, isNegative, isZero, ZERO } from '../../model/money.ts';
import type { Payment } from '../../model/payment.ts';
import { paymentReference, readReference } from '../../model/payment-reference.ts';
import { lowerKey } from '../../model/text-key.ts';
import type { StoreRun } from '../../session/store-run.ts';
import type { StoreRules } from '../../transform/rules.ts';
import type { ReadingRun } from '../context/parts.ts';
import { keyedAnew } from '../copies/keyed-anew.ts';
import { findMoved, type Missing } from '../copies/moved-copies.ts';
import { existingPayments } from '../copies/on-copies.ts';
import { paymentsNow } from '../copies/orders-now.ts';
import { type Booked, PaidCopies } from '../copies/paid-copies.ts';
import { readSourcePayments, type SourcePayments } from '../extract/source-payments.ts';
import { type SumInParts, sumInParts } from './file-sums.ts';
import { isCovered } from './is-covered.ts';
import { isNewAndUnpaid } from './new-and-unpaid.ts';
import type { OfCopiedOrder } from './of-copied-orders.ts';
import { othersNotOn, replacedWords } from './replaced-words.ts';

export interface DuePayment extends OfCopiedOrder {
  readonly payment: Payment;
}

/** `wait`: left staged for a later run. `clear`: nothing on either side speaks against booking it. */
export type Verdict =
  | { readonly kind: 'wait' }
  | { readonly kind: 'decide'; readonly decisions: readonly Decision[] }
  | { readonly kind: 'clear' };

interface Beside {
  readonly copyTotal: Decimal;
  /** The records that each reference stands for. */
  readonly owners: ReadonlyMap<string, readonly LedgerRecord[]>;
}

/** Those that the copy of a payment may bear. */
export function ownReferences({ id }: Payment, { references }: StoreRules): string[] {
  return [paymentReference(references.payment, id), paymentReference(references.overpayment, id)];
}

const CLEAR: Verdict = { kind: 'clear' };
const WAIT: Verdict = { kind: 'wait' };

/**
 * Both ends as they stand now: what the orders' own store shows of their payments, and what is on their copies. Money on
 * a copy never exceeds what its store shows, whatever the ledger remembers.
 */
export class PaymentsNow {
  readonly copies: PaidCopies;
  /** What the primary has on the copies. */
  readonly existing: readonly Payment[];
  readonly #source: SourcePayments;
  readonly #known: ReadonlyMap<string, readonly LedgerRecord[]>;
  readonly #context: ReadingRun;
  readonly #rules: StoreRules;

  private constructor(
    context: ReadingRun,
    rules: StoreRules,
    ends: Pick<PaymentsNow, 'copies' | 'existing'> & {
      readonly source: SourcePayments;
      readonly known: ReadonlyMap<string, readonly LedgerRecord[]>;
    },
  ) {
    this.#context = context;
    this.#rules = rules;
    this.copies = ends.copies;
    this.existing = ends.existing;
    this.#source = ends.source;
    this.#known = ends.known;
  }

  /** @throws ConsolidatorError where one of the two can't be read */
  static async read(
    context: ReadingRun,
    store: StoreRun,
    rules: StoreRules,
    due: readonly OfCopiedOrder[],
  ): Promise<PaymentsNow> {
    const { ledger } = context;
    const orders = new Map(due.map(({ order }) => [order.sourceId, order.targetId ?? '']));
    const known = await ledger.belongingToEach(store.fixed.store, 'payments', [...orders.keys()]);
    const existing = await readExisting(context, orders, known);
    const byCopy = new Map([...known].map(([id, records]) => [(orders.get(id) ?? '').toLowerCase(), records]));
    const { payment, overpayment } = rules.references;
    const referencePrefixes = [payment, overpayment];
    const copies = await PaidCopies.of({
      ledger,
      store: store.fixed.store,
      referencePrefixes,
      existing,
      known: byCopy,
    });
    const source = await readSourcePayments(context, store, known);
    await source.locate([
      ...due.map(({ record, order }) => ({ id: record.sourceId, orderId: order.sourceId })),
      ...[...orders].flatMap(([orderId, copy]) =>
        copies.on(copy).flatMap(({ standsFor }) => standsFor.map((id) => ({ id, orderId }))),
      ),
      ...[...known].flatMap(([orderId, records]) =>
        records
          .filter((record) => isCopiedRecord(record) || record.state === 'writing')
          .map(({ sourceId }) => ({ id: sourceId, orderId })),
      ),
    ]);
    return new PaymentsNow(context, rules, { copies, existing, source, known });
  }

  /** What its store shows for an order; refunds that were keyed as payments are taken off. */
  balance(orderId: string): Decimal {
    return sumOf(this.#source.of(orderId));
  }

  /** Where a file's sum is on the copy, and its store shows several payments in its place. */
  sumInParts({ sourceId, targetId }: LedgerRecord): SumInParts | undefined {
    return sumInParts(this.copies.on(targetId ?? ''), this.#source.of(sourceId));
  }

  /** Of these payments, what the ledger has of them on that order. */
  recordsOf(orderId: string, payments: readonly { readonly id: string }[]): readonly LedgerRecord[] {
    return (this.#known.get(orderId) ?? []).filter(({ sourceId }) => payments.some(({ id }) => id === sourceId));
  }

  /** Copies that neither side has any more. */
  async settled(): Promise<Decision[]> {
    const onCopies = new Set(this.copies.all().map(({ targetId }) => targetId?.toLowerCase()));
    const gone = [...this.#known].flatMap(([orderId, records]) =>
      records
        .filter(isWatched)
        .filter(
          (record) => this.#whereabouts(record.sourceId, orderId) === 'gone' || this.#isSuperseded(record, records),
        )
        .filter(({ targetId }) => !onCopies.has(targetId?.toLowerCase()))
        .map((key) => ({ key, orderId })),
    );
    const missing = gone.map(({ key }): Missing => ({ ...key, targetId: key.targetId ?? '' }));
    const moved = await findMoved(this.#context, existingPayments, missing);
    return gone.flatMap(({ key, orderId }): Decision[] => {
      const standsOn = moved.get(key.sourceId);
      if (standsOn === undefined) {
        const message = `Neither ${orderId} in its store nor its copy has it any more.`;
        return [{ kind: 'skip', key, reason: 'gone-on-both-sides', message }];
      }
      // One that a person is asked about already is not asked about anew.
      if (key.state !== 'loaded') return [];
      const message = `Payment ${key.sourceId} of ${orderId} was copied, and is not in its store any more. In the primary somebody has moved it to ${standsOn}, where it stands still.`;
      return [{ kind: 'quarantine', key, reason: 'payment-gone', message }];
    });
  }

  /** Whether its store still has it where it was read. */
  async present({ record, order }: OfCopiedOrder): Promise<Verdict> {
    const where = this.#whereabouts(record.sourceId, order.sourceId);
    if (where === 'shown' || where === 'unread') return CLEAR;
    if (where === 'unknown') return notShown(record, `Payment ${record.sourceId} of ${order.sourceId}`);
    // Staged anew with its order where it is elsewhere.
    if (where !== 'gone') return WAIT;
    const there = this.copies.referenceOf(order.targetId ?? '', record);
    if (there === undefined) {
      const message = `Payment ${record.sourceId} of ${order.sourceId} is not in its store any more.`;
      return decided({ kind: 'skip', key: record, reason: 'gone-before-copy', message });
    }
    const message = `Payment ${record.sourceId} of ${order.sourceId} was copied as ${there}, and is not in its store any more.`;
    return decided({ kind: 'quarantine', key: record, reason: 'payment-gone', message });
  }

  /** Whether it was keyed in place of one that was copied; then that one's copy passes to it, or a person decides. */
  async replacement({ record, payment, order }: DuePayment, { copyTotal, owners }: Beside): Promise<Verdict> {
    const { amount } = payment;
    if (isZero(amount) || isNegative(amount)) return CLEAR;
    const targetId = order.targetId ?? '';
    const left = this.#leftOn(order, add(this.copies.paid(targetId, record), amount), copyTotal);
    if (left === undefined) return WAIT;
    const method = meantMethod(this.#rules.payments.methods, payment.method);
    const equalOne = keyedAnew(left, { ...payment, method });
    if (equalOne !== undefined) {
      const before = await this.#ownerOf(record, equalOne);
      this.copies.pass(equalOne, payment.id);
      return decided({ kind: 'keyed-anew', key: record, before, targetId: equalOne.targetId ?? '' });
    }
    if (left.length > 0) return decided(...(await this.#replaced(record, payment, order, left)));
    return this.#ownReference({ record, payment, order }, owners);
  }

  /** What is on a copy and nobody here has booked or linked, but for what a person has said is another's than this one. */
  enteredOn(targetId: string, record: LedgerRecord): readonly Booked[] {
    return this.copies
      .on(targetId)
      .filter(
        (one) => one.targetId === undefined && !one.owned && !one.planned && !isSaidAnother(record.acceptedAs, one.id),
      );
  }

  /** Whether the copy would be paid more with it than its store shows. */
  exceeds({ record, payment, order }: DuePayment): Verdict {
    const targetId = order.targetId ?? '';
    if (this.copies.referenceOf(targetId, record) !== undefined) return CLEAR;
    const paid = add(this.copies.received(targetId), payment.amount);
    const shown = this.#source.of(order.sourceId);
    const received = this.#source.stated(order.sourceId) ?? sumOf(shown.filter(({ amount }) => !isNegative(amount)));
    if (isCovered(paid, received)) return CLEAR;
    const title = `${titleOf(payment, order)} is in its store, which shows ${formatMoney(received)} for ${order.sourceId} in all`;
    const amounts = new Map<string, Decimal>(shown.map(({ id, amount }) => [id, amount] as const));
    const larger = this.copies
      .on(targetId)
      .filter(({ targetId: known, planned }) => known !== undefined && !planned)
      // What its store has moved is told of by itself.
      .filter(({ standsFor }) => !standsFor.some((id) => this.#whereabouts(id, order.sourceId) === 'elsewhere'))
      .filter(({ amount, standsFor }) => {
        const stands = standsFor.reduce<Decimal>((sum, id) => add(sum, amounts.get(id) ?? ZERO), ZERO);
        return compare(amount, stands) > 0;
      });
    if (larger.length > 0) {
      const message = `${title}; of it ${targetId} has ${formatMoney(this.copies.received(targetId))} already: ${larger.map(copyTitle).join(', ')}`;
      const replaces = larger.map(({ targetId: known }): StandsFor => ({ sourceId: null, targetId: known ?? '' }));
      return decided({ kind: 'quarantine', key: record, reason: 'payment-replaced', message, replaces });
    }
    const message = `${title}; with it ${targetId} would be paid ${formatMoney(paid)}`;
    return decided({ kind: 'quarantine', key: record, reason: 'payment-exceeds-order', message });
  }

  /** A file's sum in whose place a person wants the payments that are due now, and that stands for no other one. */
  #isSuperseded({ sourceId, targetId }: LedgerRecord, records: readonly LedgerRecord[]): boolean {
    if (!sourceId.startsWith(FROM_FILE)) return false;
    const others = records.filter((one) => one.sourceId !== sourceId);
    return others.some(({ state }) => state === 'staged') && !others.some((one) => one.targetId === targetId);
  }

  /** What stands on a copy for payments that its store has deleted; undefined while that can't be told. */
  #leftOn(order: LedgerRecord, paid: Decimal, copyTotal: Decimal): readonly Booked[] | undefined {
    const whereIs = (id: string) => this.#whereabouts(id, order.sourceId);
    const underWay = (this.#known.get(order.sourceId) ?? []).filter(({ state }) => state === 'writing');
    // It may be on the copy by now, and be the one that this one was keyed for.
    if (underWay.some(({ sourceId }) => ['gone', 'unknown'].includes(whereIs(sourceId)))) return undefined;
    const references = new Set(this.copies.on(order.targetId ?? '').map(({ targetId }) => targetId?.toLowerCase()));
    const written = (this.#known.get(order.sourceId) ?? []).filter(({ targetId }) => targetId !== null);
    const unseen = written.some(({ targetId }) => !references.has(targetId?.toLowerCase()));
    const stated = this.#source.stated(order.sourceId);
    const left: Booked[] = [];
    for (const one of this.copies.on(order.targetId ?? '')) {
      if (one.targetId === undefined || one.accepted || one.planned) continue;
      // It may be what is left of the reference of one that is not to be seen.
      if (!one.owned && unseen) continue;
      const where = one.standsFor.map(whereIs);
      if (where.includes('shown') || where.includes('elsewhere')) continue;
      if (where.includes('unknown')) return undefined;
      // A file that does not name it proves nothing, unless the copy would be paid more than it comes to, or more by just
      // this one than the order's own file says.
      const withoutIt = stated !== undefined && equal(paid, add(stated, one.amount));
      if (where.includes('unread') && compare(paid, copyTotal) <= 0 && !withoutIt) continue;
      left.push(one);
    }
    return left;
  }

  async #replaced(
    record: LedgerRecord,
    payment: Payment,
    order: LedgerRecord,
    left: readonly Booked[],
  ): Promise<Decision[]> {
    const decisions: Decision[] = [];
    const replaces: StandsFor[] = [];
    for (const one of left) {
      const owner = await this.#ownerOf(record, one);
      replaces.push({ sourceId: owner?.sourceId ?? null, targetId: one.targetId ?? '' });
      const known = (this.#known.get(order.sourceId) ?? []).find(({ sourceId }) => sourceId === owner?.sourceId);
      // One decision is asked for, not two.
      if (known?.state === 'quarantined' && known.reason === 'payment-gone')
        decisions.push({ kind: 'keep', key: known });
    }
    const there = this.copies.on(order.targetId ?? '');
    const known = this.#known.get(order.sourceId);
    const others = othersNotOn(this.#source.of(order.sourceId), payment.id, there, known);
    const titles = [payment, ...others].map((one) => titleOf(one, order));
    const old = left.map((one) => `payment ${one.standsFor.join(', ')} (${copyTitle(one)})`);
    const message = replacedWords(titles, old);
    return [...decisions, { kind: 'quarantine', key: record, reason: 'payment-replaced', message, replaces }];
  }

  /** Its own reference may stand on the copy for another payment, which was keyed anew for it. */
  #ownReference({ record, payment, order }: DuePayment, owners: Beside['owners']): Verdict {
    for (const reference of new Set(ownReferences(payment, this.#rules))) {
      const owner = owners.get(reference)?.find(({ state, ...key }) => state !== 'linked' && !sameKey(key, record));
      if (owner === undefined) continue;
      const message = `${titleOf(payment, order)} is in its store again; ${reference} stands for payment ${owner.sourceId} in the primary`;
      return decided({ kind: 'quarantine', key: record, reason: 'may-be-there', message });
    }
    return CLEAR;
  }

  async #ownerOf({ store }: LedgerRecord, { targetId, standsFor }: Booked): Promise<LedgerRecord | null> {
    const owners = await this.#context.ledger.findByTarget('payments', targetId ?? '');
    return owners.find((owner) => owner.store === store && standsFor.includes(owner.sourceId)) ?? null;
  }

  #whereabouts(id: string, orderId: string): ReturnType<SourcePayments['whereabouts']> {
    const asked: OfOrder = { id, orderId };
    return this.#source.whereabouts(asked);
  }
}

/** Its order is the one that its copy was made on; one that its store had moved may stand on another copy. */
function isWatched({ state, reason, targetId }: LedgerRecord): boolean {
  if (targetId === null) return false;
  return (
    state === 'loaded' || (state === 'quarantined' && (reason === 'payment-gone' || reason === 'payment-copy-gone'))
  );
}

/** That a copy is not there any more is said on two answers. */
async function readExisting(
  context: ReadingRun,
  orders: ReadonlyMap<string, string>,
  known: ReadonlyMap<string, readonly LedgerRecord[]>,
): Promise<Payment[]> {
  // A copy that a plan has only foreseen is not there to be asked.
  const foreseen = context.destination.foreseen(orderSteps.add);
  const isThere = (copy: string): boolean => !foreseen.has(lowerKey(copy));
  const asked = [...orders].filter(
    ([id, copy]) => isThere(copy) && !isNewAndUnpaid(context, copy, known.get(id) ?? []),
  );
  const existing = await paymentsNow(context, [...new Set(asked.map(([, copy]) => copy))]);
  const missing = [...known].filter(
    ([id, records]) =>
      isThere(orders.get(id) ?? '') &&
      records.some(
        (record) =>
          isCopiedRecord(record) && !existing.some(({ authorisation }) => bears(authorisation, record.targetId ?? '')),
      ),
  );
  if (missing.length === 0) return existing;
  const ids = new Set(existing.map(({ id }) => id));
  const again = await paymentsNow(context, [...new Set(missing.map(([id]) => orders.get(id) ?? ''))]);
  return [...existing, ...again.filter(({ id }) => !ids.has(id))];
}

function bears(authorisation: string, reference: string): boolean {
  return readReference(authorisation, { prefix: reference, id: '' }) === 'whole';
}

function sumOf(payments: readonly { readonly amount: Decimal }[]): Decimal {
  return payments.reduce((sum, { amount }) => add(sum, amount), ZERO);
}

/**
 * Deleted, or withheld from the key: nothing tells which. It is quarantined, for one that were waited for would fail each run
 * without a word; where its store shows it again, it is staged anew.
 */
export function notShown(key: LedgerRecord, title: string): Verdict {
  const message = `${title} was read, and its store does not show it any more; nor does it show that it was deleted.`;
  return decided({ kind: 'quarantine', key, reason: 'vanished', message });
}

function decided(...decisions: readonly Decision[]): Verdict {
  return { kind: 'decide', decisions };
}

type Titled = Pick<Payment, 'id' | 'amount' | 'method' | 'paidOn'>;

function titleOf({ id, amount, method, paidOn }: Titled, order: LedgerRecord): string {
  return `Payment ${id} of ${order.sourceId} (${formatMoney(amount)} by ${method || 'no method'} on ${paidOn ?? 'no day'})`;
}

function copyTitle({ targetId, amount, method, paidOn }: Booked): string {
  return `${formatMoney(amount)} by ${method || 'no method'} on ${paidOn ?? 'no day'}, copied as ${targetId ?? ''}`;
}

function sameKey(a: Pick<LedgerRecord, 'store' | 'sourceId'>, b: Pick<LedgerRecord, 'store' | 'sourceId'>): boolean {
  return a.store === b.store && a.sourceId === b.sourceId;
}
