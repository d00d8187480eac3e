import type { Decision } from '../../ledger/decision.ts';
import type { LedgerRecord } from '../../ledger/record.ts';
import { isCancelled } from '../../model/order.ts';
import { isSameStore, sourceOf } from '../../model/origin.ts';
import { lowerKey } from '../../model/text-key.ts';
import type { StoreRun } from '../../session/store-run.ts';
import { quarantine } from '../../transform/outcome.ts';
import type { ReadingRun } from '../context/parts.ts';
import { readableOrdersNow } from '../copies/orders-now.ts';

/**
 * Quarantines orders that stand in the primary under another number, outside of the map, as an order there says. It is
 * looked at once more first: what was cancelled or has gone since keeps nothing from being copied.
 */
export async function withoutCopiesElsewhere<Item extends { readonly key: LedgerRecord }>(
  context: ReadingRun,
  { fixed }: StoreRun,
  items: readonly Item[],
): Promise<readonly Item[]> {
  const { ledger, run } = context;
  const ids = items.map(({ key }) => key.sourceId);
  const noted = await ledger.elsewhere(fixed.store, ids);
  if (noted.length === 0) return items;
  const orders = await readableOrdersNow(
    context,
    noted.map(({ targetId }) => targetId),
  );
  const shown = new Map(orders.map((order) => [lowerKey(order.id), order]));
  const standing = new Map<string, string>();
  for (const one of noted) {
    const order = shown.get(lowerKey(one.targetId));
    const source = order === undefined ? undefined : sourceOf(order);
    const names = source !== undefined && isSameStore(source, fixed) && isSameId(source.sourceId, one.sourceId);
    const isOurs = (await ledger.findByTarget('orders', one.targetId)).length > 0;
    if (order === undefined || !names || isOurs || isCancelled(order)) await ledger.forgetElsewhere(fixed.store, one);
    else standing.set(lowerKey(one.sourceId), order.id);
  }
  const decisions: Decision[] = [];
  const left = items.filter(({ key }) => {
    const copy = standing.get(lowerKey(key.sourceId));
    if (copy === undefined) return true;
    const message = `${copy} in the primary says that it is the copy of ${fixed.store} ${key.sourceId}, and this ledger does not know of it`;
    decisions.push({ ...quarantine('copied-under-another-id', message), key });
    return false;
  });
  await ledger.decide(run, decisions);
  return left;
}

function isSameId(a: string, b: string): boolean {
  return lowerKey(a) === lowerKey(b);
}
