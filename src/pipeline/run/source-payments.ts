import { isCopiedRecord } from '../../ledger/copied.ts';
import type { LedgerRecord } from '../../ledger/ledger.ts';
import { REPLACED } from '../../ledger/replacement.ts';
import { FROM_FILE } from '../../model/from-file.ts';
import { add, compare, type Decimal, isNegative, ZERO } from '../../model/money.ts';
import type { StoreFeeds } from '../feeds/store-feeds.ts';
import type { RunContext, StoreRun } from './context.ts';
import { paymentsAtSource } from './payments-at-source.ts';
import { type OfOrder, SourceNow, type Whereabouts } from './source-now.ts';

export interface SourcePayment {
  readonly id: string;
  readonly amount: Decimal;
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
  /** `unread`: a store that is read from files can only say that no file of this run names it. */
  whereabouts(one: OfOrder): Whereabouts | 'unread';
}

/**
 * @param known what the ledger has of these orders, by source id
 * @throws ConsolidatorError where the store can't be read
 */
export async function readSourcePayments(
  context: RunContext,
  store: StoreRun,
  known: ReadonlyMap<string, readonly LedgerRecord[]>,
): Promise<SourcePayments> {
  if (store.feeds !== undefined) return byFiles(context, store, store.feeds, known);
  const now = await SourceNow.read(context, store, paymentsAtSource(context, store), [...known.keys()]);
  return {
    of: (orderId) => [
      ...now.of(orderId),
      // What can't be read now counts with what was read of it before.
      ...(known.get(orderId) ?? []).filter(({ sourceId }) => now.unreadable.has(sourceId)).map(ofRecord),
    ],
    stated: () => undefined,
    locate: (asked) => now.locate(asked),
    whereabouts: (one) => now.whereabouts(one),
  };
}

async function byFiles(
  { ledger, run }: RunContext,
  { fixed }: StoreRun,
  feeds: StoreFeeds,
  known: ReadonlyMap<string, readonly LedgerRecord[]>,
): Promise<SourcePayments> {
  const all = [...known.values()].flat();
  const ids = all.map(({ sourceId }) => sourceId);
  const read = await ledger.readBy(run, fixed.store, 'payments', ids);
  const copied = all.filter(isCopiedRecord).map(({ sourceId }) => sourceId);
  const unread = new Set(copied.filter((id) => !read.has(id)));
  const of = (orderId: string) => (known.get(orderId) ?? []).filter(({ reason }) => reason !== REPLACED).map(ofRecord);
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

function ofRecord({ sourceId, amount }: LedgerRecord): SourcePayment {
  return { id: sourceId, amount: amount ?? ZERO };
}
