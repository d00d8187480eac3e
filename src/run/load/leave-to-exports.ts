import type { Decision } from '../../ledger/decision.ts';
import type { LedgerRecord } from '../../ledger/record.ts';
import { awaitingBatch } from '../../model/awaited.ts';
import { upperKey } from '../../model/text-key.ts';
import { inOpenExport } from '../../session/open-exports.ts';
import type { ReadingRun } from '../context/parts.ts';
import { statesNow } from '../copies/orders-now.ts';

interface ToBeAdded {
  readonly key: LedgerRecord;
  readonly load: { readonly draft: { readonly orderId: string } };
}

/**
 * Leaves alone the new orders that lie in an export batch which nobody has confirmed. One that the primary has by now was
 * imported, and goes on as a copy that is there.
 */
export async function leaveToExports<Order extends ToBeAdded>(
  context: ReadingRun,
  orders: readonly Order[],
): Promise<readonly Order[]> {
  const { exports, ledger, run } = context;
  const inBatch = orders.filter(({ load }) => exports.batchOf('orders', load.draft.orderId) !== undefined);
  if (inBatch.length === 0) return orders;
  const ids = inBatch.map(({ load }) => load.draft.orderId);
  const there = await statesNow(context, ids);
  const left = inBatch.filter(({ load }) => !there.has(upperKey(load.draft.orderId)));
  await ledger.decide(
    run,
    left.map(({ key, load: { draft } }): Decision => {
      const batch = exports.batchOf('orders', draft.orderId) ?? 0;
      const message = inOpenExport(draft.orderId, batch);
      return { kind: 'quarantine', key, reason: 'in-export-batch', message, seen: awaitingBatch(batch) };
    }),
  );
  return orders.filter((order) => !left.includes(order));
}
