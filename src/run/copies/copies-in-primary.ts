import { type ForeseenOrder, orderSteps } from '../../entities/order/write/steps.ts';
import { isCancelled } from '../../model/cancelled.ts';
import type { RecordKey } from '../../model/entities.ts';
import type { Order } from '../../model/order.ts';
import { isSameStore, sourceOf } from '../../model/origin.ts';
import { lowerKey, upperKey } from '../../model/text-key.ts';
import { type OrderState, readOrderStates, readOrders } from '../../neto/orders.ts';
import type { ReadingRun } from '../context/parts.ts';

/**
 * Copies as they stand in the primary, by target id in upper case. What is not found is looked for once more: on its
 * absence a record is held.
 */
export async function readCopies(context: ReadingRun, targetIds: readonly string[]): Promise<Map<string, Order>> {
  return lookTwice(targetIds, async (ids) => {
    const { orders } = await readOrders(context.primary, ids, { signal: context.signal });
    return new Map(orders.map((order) => [upperKey(order.id), order]));
  });
}

/** The same, with their status, total, account and payments alone. */
export async function readCopyStates(
  context: ReadingRun,
  targetIds: readonly string[],
): Promise<Map<string, OrderState>> {
  return lookTwice(targetIds, (ids) => readOrderStates(context.primary, ids, { signal: context.signal }));
}

async function lookTwice<Held>(
  targetIds: readonly string[],
  read: (ids: readonly string[]) => Promise<Map<string, Held>>,
): Promise<Map<string, Held>> {
  const found = new Map(await read(targetIds));
  const missing = targetIds.filter((id) => !found.has(upperKey(id)));
  if (missing.length > 0) for (const [id, held] of await read(missing)) found.set(id, held);
  return found;
}

/** A copy that the primary does not show because its destination is another. */
export function foreseenOrder({ destination }: ReadingRun, targetId: string): ForeseenOrder | undefined {
  return destination.foreseen(orderSteps.add).get(lowerKey(targetId));
}

/** @returns why nothing can be carried over to a copy any more; undefined while it stands, or is foreseen */
export function whyGone(context: ReadingRun, targetId: string, state: OrderState | undefined): string | undefined {
  if (state === undefined) {
    return foreseenOrder(context, targetId) === undefined ? `${targetId} is not in the primary any more` : undefined;
  }
  return isCancelled(state) ? `${targetId} is cancelled in the primary` : undefined;
}

/**
 * Whether an order of the primary is still this record's copy, and not another order that has got its number since. A
 * copy that was adopted may say nothing of its origin.
 */
export async function isStillCopy({ ledger, stores }: ReadingRun, key: RecordKey, held: Order): Promise<boolean> {
  const source = sourceOf(held);
  const host = stores.find(({ fixed }) => fixed.store === key.store)?.fixed.host;
  if (source !== undefined) return isSameStore(source, { store: key.store, host }) && source.sourceId === key.sourceId;
  return (await ledger.history(key)).some(({ event }) => event === 'adopted');
}
