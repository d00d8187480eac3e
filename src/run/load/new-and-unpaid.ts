import type { LedgerRecord } from '../../ledger/record.ts';
import type { ReadingRun } from '../context/parts.ts';

/**
 * Whether a copy needs not be asked for its payments: one that this run added a moment ago, and that showed none when it was
 * read back, has none, and nothing of ours was ever written to it. One that shows any is asked for them, since an order's own
 * list bears no references.
 * @param known what the ledger has of payments of its order
 */
export function isNewAndUnpaid(
  { freshCopies, primary }: Pick<ReadingRun, 'freshCopies' | 'primary'>,
  targetId: string,
  known: readonly Pick<LedgerRecord, 'targetId'>[],
): boolean {
  // An empty list is no word of a primary that leaves it out, or was seen to hide some.
  if (!freshCopies.showPayments || primary.memory.ordersHidePayments) return false;
  return freshCopies.of(targetId)?.payments === 0 && known.every((record) => record.targetId === null);
}
