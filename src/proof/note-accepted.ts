import { entities, entityReconciledAs } from '../entities/registry.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { sameId } from '../reconcile/belongs.ts';
import type { FoundDifference } from '../reconcile/prove-chunk.ts';
import { seenOf } from './label.ts';

interface Proven {
  readonly store: string;
  /** Source ids of the orders that were compared. */
  readonly orderIds: readonly string[];
  readonly differences: readonly FoundDifference[];
}

/**
 * Of what was accepted as it stands without anybody knowing how that was: the first proof after it says so, and is
 * surprised by everything else from then on.
 */
export async function noteAccepted(ledger: Ledger, { store, orderIds, differences }: Proven): Promise<void> {
  const ids = new Set(orderIds.map(sameId));
  for (const { name: entity } of entities.filter(({ reconciles }) => reconciles !== undefined)) {
    for (const record of await ledger.acceptedUnseen(store, entity, 'proof')) {
      const orderId = entity === 'orders' ? record.sourceId : (record.parent ?? '');
      if (!ids.has(sameId(orderId))) continue;
      const own = differences.filter(
        (found) =>
          entityReconciledAs(found.entity)?.name === entity &&
          found.orderId !== null &&
          sameId(found.orderId) === sameId(orderId) &&
          (entity !== 'payments' || found.sourceId === record.sourceId) &&
          !found.underWay,
      );
      await ledger.noteAccepted(record, 'proof', own.map(seenOf));
    }
  }
}
