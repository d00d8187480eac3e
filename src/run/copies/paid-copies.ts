import type { Ledger } from '../../ledger/ledger.ts';
import type { LedgerRecord } from '../../ledger/record.ts';
import { REPLACED } from '../../ledger/transitions/what-can-be-done.ts';
import { FROM_FILE } from '../../model/from-file.ts';
import { add, type Decimal, equal, isNegative, ZERO } from '../../model/money.ts';
import type { Payment } from '../../model/payment.ts';
import { paymentReference, referenceIn, referenceOf } from '../../model/payment-reference.ts';
import type { LocalDate } from '../../model/time.ts';
import { claimedByHand } from './by-hand.ts';

/** A payment on a copy, as the primary has it or as this batch will make it. */
export interface Booked {
  /** Of the copy, in lower case. */
  readonly order: string;
  /** The primary's own; empty where it is only planned. */
  readonly id: string;
  /** In lower case; empty where it bears none. */
  readonly reference: string;
  readonly amount: Decimal;
  readonly paidOn: LocalDate | null;
  readonly method: string;
  readonly planned: boolean;
  /** By which the ledger knows it; undefined for what nobody here has made. */
  readonly targetId: string | undefined;
  /** Source ids of the payments that it was made of, or stands for. */
  readonly standsFor: readonly string[];
  /** Whether the ledger knows it by its reference; else that may be what is left of a longer one. */
  readonly owned: boolean;
  /** A person has said that it stands for what is in their place. */
  readonly accepted: boolean;
}

interface CopiedPayments {
  readonly ledger: Pick<Ledger, 'findByTarget' | 'history'>;
  readonly store: string;
  /** Those of the store, of payments and of overpayments. */
  readonly referencePrefixes: readonly string[];
  readonly existing: readonly Payment[];
  /** What the ledger has of these orders, by the copies' ids in lower case. */
  readonly known: ReadonlyMap<string, readonly LedgerRecord[]>;
}

/** What is paid on the copies, as the primary has it and as this batch will make it. */
export class PaidCopies {
  readonly #payments: Booked[];
  readonly #marks: readonly string[];

  private constructor(payments: Booked[], referencePrefixes: readonly string[]) {
    this.#payments = payments;
    this.#marks = referencePrefixes.map(lowerCase);
  }

  static async of({ ledger, store, referencePrefixes, existing, known }: CopiedPayments): Promise<PaidCopies> {
    const payments: Booked[] = [];
    const claims = claimedByHand([...known.values()].flat());
    for (const payment of existing) {
      const claim = claims.get(payment.id);
      payments.push(
        claim === undefined ? await bookedOf(payment, ledger, store, referencePrefixes) : claimed(payment, claim),
      );
    }
    const copies = new PaidCopies(payments, referencePrefixes);
    for (const [order, records] of known) await copies.#claimUnreferenced(ledger, order, records);
    return copies;
  }

  all(): readonly Booked[] {
    return this.#payments;
  }

  on(order: string): readonly Booked[] {
    const id = lowerCase(order);
    return this.#payments.filter((payment) => payment.order === id);
  }

  /** The reference under which the copy has this payment already. */
  referenceOf(order: string, { sourceId, targetId }: Pick<LedgerRecord, 'sourceId' | 'targetId'>): string | undefined {
    return this.on(order).find((one) => this.#isOf(one, sourceId, targetId))?.reference;
  }

  /** What other payments come to: one that is there already does not stand against itself. */
  paid(order: string, { sourceId, targetId }: Pick<LedgerRecord, 'sourceId' | 'targetId'>): Decimal {
    const others = this.on(order).filter((one) => !this.#isOf(one, sourceId, targetId));
    return others.reduce((sum, { amount }) => add(sum, amount), ZERO);
  }

  /** What came in, without refunds that were keyed as payments. */
  received(order: string): Decimal {
    const positive = this.on(order).filter(({ amount }) => !isNegative(amount));
    return positive.reduce((sum, { amount }) => add(sum, amount), ZERO);
  }

  plan(order: string, reference: string, payment: Payment): void {
    if (this.on(order).some((one) => one.reference === lowerCase(reference))) return;
    this.#payments.push({
      order: lowerCase(order),
      id: '',
      reference: lowerCase(reference),
      amount: payment.amount,
      paidOn: payment.paidOn,
      method: payment.method,
      planned: true,
      targetId: reference,
      standsFor: [payment.id],
      owned: true,
      accepted: false,
    });
  }

  /** From now on it stands for this payment. */
  pass(booked: Booked, paymentId: string): void {
    const at = this.#payments.indexOf(booked);
    if (at >= 0) this.#payments[at] = { ...booked, standsFor: [paymentId] };
  }

  /** It stands for this payment too, which came the other way in: another one of its kind is none that it was keyed for. */
  share(order: string, reference: string, paymentId: string): void {
    const booked = this.on(order).find((one) => one.reference === lowerCase(reference));
    const at = booked === undefined ? -1 : this.#payments.indexOf(booked);
    if (booked !== undefined && at >= 0)
      this.#payments[at] = { ...booked, standsFor: [...booked.standsFor, paymentId] };
  }

  /** One that was keyed anew in its store bears the reference of the one before, and stands for it no more. */
  #isOf({ reference, standsFor }: Booked, paymentId: string, targetId: string | null): boolean {
    if (targetId !== null && reference === lowerCase(targetId)) return true;
    if (!standsFor.includes(paymentId)) return false;
    return this.#marks.some((referencePrefix) => reference === lowerCase(paymentReference(referencePrefix, paymentId)));
  }

  /** A copy that was taken over may bear no reference: it is told by its amount and day. */
  async #claimUnreferenced(
    ledger: CopiedPayments['ledger'],
    order: string,
    records: readonly LedgerRecord[],
  ): Promise<void> {
    for (const record of records) {
      const { targetId, amount, bookedOn } = record;
      if (targetId === null || amount === null) continue;
      if (this.on(order).some((one) => one.reference === lowerCase(targetId))) continue;
      const at = this.#payments.findIndex(
        (one) =>
          one.order === order &&
          one.targetId === undefined &&
          equal(one.amount, amount) &&
          (bookedOn ?? one.paidOn) === one.paidOn,
      );
      const found = this.#payments[at];
      if (found === undefined || !(await ledger.history(record)).some(({ event }) => event === 'adopted')) continue;
      this.#payments[at] = { ...found, targetId, owned: true, standsFor: [record.sourceId] };
    }
  }
}

/** What a person has linked is known by its record, whatever it bears. */
function claimed({ id, orderId, amount, paidOn, method }: Payment, { sourceId, targetId }: LedgerRecord): Booked {
  return {
    order: lowerCase(orderId),
    id,
    reference: lowerCase(targetId ?? ''),
    amount,
    paidOn,
    method,
    planned: false,
    targetId: targetId ?? undefined,
    standsFor: [sourceId],
    owned: true,
    accepted: false,
  };
}

async function bookedOf(
  payment: Payment,
  ledger: CopiedPayments['ledger'],
  store: string,
  referencePrefixes: readonly string[],
): Promise<Booked> {
  const borne = [...referencePrefixes]
    .sort((a, b) => b.length - a.length)
    .map((referencePrefix) => ({
      prefix: referencePrefix,
      reference: referenceIn(payment.authorisation, referencePrefix),
    }))
    .find((one) => one.reference !== undefined);
  const referencePrefix = borne?.prefix;
  const reference = borne?.reference ?? referenceOf(payment.authorisation);
  const plain = {
    order: lowerCase(payment.orderId),
    id: payment.id,
    reference: lowerCase(reference),
    amount: payment.amount,
    paidOn: payment.paidOn,
    method: payment.method,
    planned: false,
  };
  if (reference === '') return { ...plain, targetId: undefined, standsFor: [], owned: false, accepted: false };
  const owners = (await ledger.findByTarget('payments', reference)).filter((owner) => owner.store === store);
  if (owners.length === 0 && referencePrefix === undefined) {
    return { ...plain, targetId: undefined, standsFor: [], owned: false, accepted: false };
  }
  const ids =
    owners.length > 0 ? owners.map(({ sourceId }) => sourceId) : [reference.slice(referencePrefix?.length ?? 0)];
  const byApi = ids.filter((id) => !id.startsWith(FROM_FILE));
  return {
    ...plain,
    targetId: owners[0]?.targetId ?? reference,
    owned: owners.length > 0,
    standsFor: byApi.length > 0 ? byApi : ids,
    accepted: owners.some(({ state, reason }) => state === 'skipped' && reason === REPLACED),
  };
}

function lowerCase(text: string): string {
  return text.toLowerCase();
}
