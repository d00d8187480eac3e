import { orderSteps } from '../../entities/order/write/steps.ts';
import type { RecordKey } from '../../model/entities.ts';
import type { Decimal } from '../../model/money.ts';
import { isCancelled, type Order } from '../../model/order.ts';
import { isSameStore, sourceOf } from '../../model/origin.ts';
import { lowerKey, upperKey } from '../../model/text-key.ts';
import { readOrderStates, readOrders } from '../../neto/orders.ts';
import type { ReadingRun } from '../context/parts.ts';

/**
 * Copies as they stand in the primary, by target id in upper case. What is not found is looked for once more: on its
 * absence a record is quarantined.
 */
export async function readCopies(context: ReadingRun, targetIds: readonly string[]): Promise<Map<string, Order>> {
  return lookTwice(targetIds, async (ids) => {
    const { orders } = await readOrders(context.primary, ids, { signal: context.signal, areThere: true });
    return new Map(orders.map((order) => [upperKey(order.id), order]));
  });
}

/** A copy as far as what belongs to it must know it. */
export interface CopyState {
  readonly status: string;
  readonly username: string;
  /** Left out of one that is foreseen: nothing has added it up yet. */
  readonly grandTotal?: Decimal | undefined;
}

/**
 * The same, with their status, total and account alone, of what was just read as it was read. Those that are foreseen, since
 * their destination is another, were looked for when they would have been added, and are not asked for again.
 */
export async function readCopyStates(
  context: ReadingRun,
  targetIds: readonly string[],
): Promise<Map<string, CopyState>> {
  const { primary, signal, destination, freshCopies } = context;
  const fresh = targetIds.flatMap((id) => {
    const copy = freshCopies.of(id);
    return copy === undefined ? [] : [[upperKey(id), copy] as const];
  });
  const states = new Map<string, CopyState>(fresh);
  const foreseen = destination.foreseen(orderSteps.add);
  for (const id of targetIds) {
    const order = states.has(upperKey(id)) ? undefined : foreseen.get(lowerKey(id));
    if (order !== undefined) states.set(upperKey(id), { status: '', ...order });
  }
  const others = targetIds.filter((id) => !states.has(upperKey(id)));
  for (const [id, state] of await lookTwice(others, (ids) => readOrderStates(primary, ids, { signal, areThere: true })))
    states.set(id, state);
  return states;
}

async function lookTwice<Existing>(
  targetIds: readonly string[],
  read: (ids: readonly string[]) => Promise<Map<string, Existing>>,
): Promise<Map<string, Existing>> {
  const found = new Map(await read(targetIds));
  const missing = targetIds.filter((id) => !found.has(upperKey(id)));
  if (missing.length > 0) for (const [id, existing] of await read(missing)) found.set(id, existing);
  return found;
}

/** @returns why nothing can be carried over to a copy any more; undefined while it stands */
export function whyGone(targetId: string, state: CopyState | undefined): string | undefined {
  if (state === undefined) return `${targetId} is not in the primary any more`;
  return isCancelled(state) ? `${targetId} is cancelled in the primary` : undefined;
}

/**
 * Whether an order of the primary is still this record's copy, and not another order that has got its number since. A
 * copy that was adopted may say nothing of its origin.
 */
export async function isStillCopy({ ledger, stores }: ReadingRun, key: RecordKey, existing: Order): Promise<boolean> {
  const source = sourceOf(existing);
  const host = stores.find(({ fixed }) => fixed.store === key.store)?.fixed.host;
  if (source !== undefined) return isSameStore(source, { store: key.store, host }) && source.sourceId === key.sourceId;
  return (await ledger.history(key)).some(({ event }) => event === 'adopted');
}
