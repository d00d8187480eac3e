import { sourceOf } from '../../load/origin.ts';
import type { Order } from '../../model/order.ts';
import { addSeconds, instantOfMilliseconds } from '../../model/time.ts';
import { listOrders, readOrders } from '../../neto/orders.ts';
import type { RunContext, StoreRun } from './context.ts';

/** Two clocks and a slow store may differ by so much; what is looked at in excess is in the map, and costs nothing. */
const CLOCK_DOUBT_SECONDS = 900;
const DETAILS = 100;

/** Something in the primary that the map of ids does not account for. */
export interface RunDifference {
  /**
   * - `doubled`: a second copy of a source order.
   * - `foreign`: an order in a store's number range or sales channel that this ledger did not make.
   */
  readonly kind: 'doubled' | 'foreign';
  readonly store: string;
  readonly sourceId: string | null;
  readonly targetId: string;
  readonly message: string;
}

/** Looks at what appeared in the primary during the run, and reports what should not be there. @throws ConsolidatorError */
export async function closeRun(context: RunContext, startedAt: number): Promise<RunDifference[]> {
  const { primary, signal } = context;
  const updatedFrom = addSeconds(instantOfMilliseconds(startedAt), -CLOCK_DOUBT_SECONDS);
  const unknown: string[] = [];
  for await (const { orders } of listOrders(primary, { updatedFrom }, { signal })) {
    for (const { id } of orders) if (!(await isMapped(context, id))) unknown.push(id);
  }
  const differences: RunDifference[] = [];
  for (let start = 0; start < unknown.length; start += DETAILS) {
    const { orders } = await readOrders(primary, unknown.slice(start, start + DETAILS), { signal });
    for (const order of orders) {
      const difference = await explain(context, order);
      if (difference !== undefined) differences.push(difference);
    }
  }
  return differences;
}

async function isMapped({ ledger }: RunContext, targetId: string): Promise<boolean> {
  return (await ledger.findByTarget('orders', targetId)).length > 0;
}

async function explain(context: RunContext, order: Order): Promise<RunDifference | undefined> {
  const source = sourceOf(order);
  if (source !== undefined) {
    const known = await context.ledger.find({ store: source.store, entity: 'orders', sourceId: source.sourceId });
    if (known?.targetId !== null && known?.targetId !== undefined) {
      const message = `${order.id} is a second copy of ${source.store} ${source.sourceId}, beside ${known.targetId}. Delete or cancel one of them in the primary.`;
      return { kind: 'doubled', ...source, targetId: order.id, message };
    }
  }
  for (const store of context.stores) {
    const where = belongsTo(order, store);
    if (where === undefined) continue;
    const message = `${order.id} stands in ${where} of ${store.fixed.store}, and this ledger did not make it. Find out who did.`;
    return {
      kind: 'foreign',
      store: store.fixed.store,
      sourceId: source?.sourceId ?? null,
      targetId: order.id,
      message,
    };
  }
  return undefined;
}

function belongsTo(order: Order, { fixed }: StoreRun): string | undefined {
  const id = order.id.toLowerCase();
  const inRange = Object.values(fixed.prefix).some((prefix) => id.startsWith(prefix.toLowerCase()));
  if (inRange) return 'the number range';
  const channel = fixed.orders.salesChannel;
  return channel !== '' && order.salesChannel.toLowerCase() === channel.toLowerCase() ? 'the sales channel' : undefined;
}
