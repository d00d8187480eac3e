import type { OfOrder } from '../../entities/definition/reads.ts';
import { payment } from '../../entities/payment/definition.ts';
import { isCopiedRecord } from '../../ledger/copied.ts';
import type { LedgerRecord } from '../../ledger/record.ts';
import { REPLACED } from '../../ledger/transitions/what-can-be-done.ts';
import { FROM_FILE } from '../../model/from-file.ts';
import { add, compare, type Decimal, isNegative, ZERO } from '../../model/money.ts';
import type { LocalDate } from '../../model/time.ts';
import { type FiledStore, isAsked, type StoreRun } from '../../session/store-run.ts';
import type { ReadingRun } from '../context/parts.ts';
import { atSource } from './at-source.ts';
import { SourceNow, type Whereabouts } from './source-now.ts';

export interface SourcePayment {
  readonly id: string;
  readonly amount: Decimal;
  /** On its store's own clock. */
  readonly paidOn: LocalDate | null;
  /** As its own store names it. */
  readonly method: string;
}

/** What the orders' own store shows of their payments now, whatever the ledger has of them. */
export interface SourcePayments {
  /** Those that rules left out, and those in quarantine, are among them. */
  of(orderId: string): readonly SourcePayment[];
  /**
   * What files of this run say was paid on an order in all, whatever the ledger has of it from earlier ones; undefined
   * where they do not, and where a refund that was keyed as a payment is among it.
   */
  stated(orderId: string): Decimal | undefined;
  locate(asked: readonly OfOrder[]): Promise<void>;
  /** `unread`: of a store that is read from files all that can be said is that no file of this run names it. */
  whereabouts(one: OfOrder): Whereabouts | 'unread';
}

/**
 * @param known what the ledger has of these orders, by source id
 * @throws ConsolidatorError where the store can't be read
 */
export async function readSourcePayments(
  context: ReadingRun,
  store: StoreRun,
  known: ReadonlyMap<string, readonly LedgerRecord[]>,
): Promise<SourcePayments> {
  if (!isAsked(store)) return byFiles(context, store, known);
  const at = atSource(context, store, payment);
  const now = await SourceNow.read(context, store, at, [...known.keys()], untouchedOf(known));
  return {
    of: (orderId) => [
      ...now.of(orderId),
      // What can't be read now counts with what was read of it before.
      ...(known.get(orderId) ?? []).filter(({ sourceId }) => now.unreadable.has(sourceId)).map(ofRecord),
    ],
    stated: () => undefined,
    // What a file named under an id of its making can't be asked for.
    locate: (asked) => now.locate(asked.filter(({ id }) => !id.startsWith(FROM_FILE))),
    whereabouts: (one) => (one.id.startsWith(FROM_FILE) ? 'unread' : now.whereabouts(one)),
  };
}

/** Of what was written, or settled, or decided on before, the store is asked as it stands at this moment. */
function untouchedOf(known: ReadonlyMap<string, readonly LedgerRecord[]>): ReadonlySet<string> {
  const untouched = [...known].filter(([, records]) => records.every(({ state }) => state === 'staged'));
  return new Set(untouched.map(([orderId]) => orderId));
}

async function byFiles(
  { ledger, run }: ReadingRun,
  { fixed, source: { feeds } }: FiledStore,
  known: ReadonlyMap<string, readonly LedgerRecord[]>,
): Promise<SourcePayments> {
  const all = [...known.values()].flat();
  const ids = all.map(({ sourceId }) => sourceId);
  const read = await ledger.readBy(run, fixed.store, 'payments', ids);
  const copied = all.filter(isCopiedRecord).map(({ sourceId }) => sourceId);
  const unread = new Set(copied.filter((id) => !read.has(id)));
  const of = (orderId: string) =>
    withoutSum((known.get(orderId) ?? []).filter(({ reason }) => reason !== REPLACED).map(ofRecord));
  return {
    of,
    stated: (orderId) => {
      const paid = feeds.paid.get(orderId);
      const payments = of(orderId);
      if (paid === undefined || payments.some(({ amount }) => isNegative(amount))) return undefined;
      // A payments file may be newer than the order's; what an order file names itself is the sum of all.
      const named = payments.filter(({ id }) => read.has(id) && !id.startsWith(FROM_FILE));
      const sum = named.reduce<Decimal>((total, { amount }) => add(total, amount), ZERO);
      return compare(sum, paid) > 0 ? sum : paid;
    },
    locate: async () => {},
    whereabouts: ({ id }) => (unread.has(id) ? 'unread' : 'shown'),
  };
}

/** What an order's file names in one sum is no money beside the payments that a payments file names one by one. */
function withoutSum(payments: readonly SourcePayment[]): readonly SourcePayment[] {
  const single = payments.filter(({ id }) => !id.startsWith(FROM_FILE));
  const sums = payments.filter(({ id }) => id.startsWith(FROM_FILE));
  if (single.length === 0 || sums.length === 0) return payments;
  return compare(sumOf(single), sumOf(sums)) >= 0 ? single : sums;
}

function sumOf(payments: readonly SourcePayment[]): Decimal {
  return payments.reduce<Decimal>((sum, { amount }) => add(sum, amount), ZERO);
}

function ofRecord({ sourceId, amount, bookedOn, method }: LedgerRecord): SourcePayment {
  return { id: sourceId, amount: amount ?? ZERO, paidOn: bookedOn ?? null, method: method ?? '' };
}
