import { isCopiedRecord } from '../../ledger/copied.ts';
import type { LedgerRecord } from '../../ledger/ledger.ts';
import { REPLACED } from '../../ledger/replacement.ts';
import { type Decimal, ZERO } from '../../model/money.ts';
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
  if (store.feeds !== undefined) return byFiles(context, store, known);
  const now = await SourceNow.read(context, store, paymentsAtSource(context, store), [...known.keys()]);
  return {
    of: (orderId) => [
      ...now.of(orderId),
      // What can't be read now counts with what was read of it before.
      ...(known.get(orderId) ?? []).filter(({ sourceId }) => now.unreadable.has(sourceId)).map(ofRecord),
    ],
    locate: (asked) => now.locate(asked),
    whereabouts: (one) => now.whereabouts(one),
  };
}

async function byFiles(
  { ledger, run }: RunContext,
  { fixed }: StoreRun,
  known: ReadonlyMap<string, readonly LedgerRecord[]>,
): Promise<SourcePayments> {
  const copied = [...known.values()].flat().filter(isCopiedRecord);
  const ids = copied.map(({ sourceId }) => sourceId);
  const read = await ledger.readBy(run, fixed.store, 'payments', ids);
  const unread = new Set(ids.filter((id) => !read.has(id)));
  return {
    of: (orderId) => (known.get(orderId) ?? []).filter(({ reason }) => reason !== REPLACED).map(ofRecord),
    locate: async () => {},
    whereabouts: ({ id }) => (unread.has(id) ? 'unread' : 'shown'),
  };
}

function ofRecord({ sourceId, amount }: LedgerRecord): SourcePayment {
  return { id: sourceId, amount: amount ?? ZERO };
}
