import { sourceOf } from '../../load/origin.ts';
import type { Order } from '../../model/order.ts';
import type { Payment } from '../../model/payment.ts';
import { referenceOf } from '../../model/payment-reference.ts';
import { addSeconds, type Instant, instantOfMilliseconds } from '../../model/time.ts';
import { listOrders, readOrders } from '../../neto/orders.ts';
import { readPaymentsOfOrders } from '../../neto/payments.ts';
import type { RunContext, StoreRun } from './context.ts';
import { isNarrowed } from './narrowing.ts';

/** Two clocks and a slow store may differ by so much; what is looked at in excess is in the map, and costs nothing. */
const CLOCK_DOUBT_SECONDS = 900;
const DETAILS = 100;
/** The mark up to which a run has been closed; what appears between two runs is looked at by the second. */
const SLICE = 'closing';
/** How long a payment that was written a second time is watched for the first one to turn up after all. */
const WATCHED_SECONDS = 7 * 86_400;

/** Something in the primary that the map of ids does not account for. */
export interface RunDifference {
  /**
   * - `doubled`: a second copy of a source order, or a payment that was booked twice.
   * - `foreign`: an order in a store's number range or sales channel that this ledger did not make.
   */
  readonly kind: 'doubled' | 'foreign';
  readonly entity: 'orders' | 'payments';
  readonly store: string;
  readonly sourceId: string | null;
  readonly targetId: string;
  readonly message: string;
}

/**
 * Looks at what appeared in the primary since the last run was closed, and reports what should not be there: also what
 * a primary stored so late that its record had been written again.
 * @throws ConsolidatorError
 */
export async function closeRun(context: RunContext, startedAt: number): Promise<RunDifference[]> {
  const { ledger, primary, signal, narrowing } = context;
  const started = instantOfMilliseconds(startedAt);
  const closed = (await ledger.cursor(primary.store, 'orders', SLICE)) ?? started;
  const updatedFrom = addSeconds(closed < started ? closed : started, -CLOCK_DOUBT_SECONDS);
  const unknown: string[] = [];
  const copies: string[] = [];
  for await (const { orders } of listOrders(primary, { updatedFrom }, { signal })) {
    for (const { id } of orders) ((await isMapped(context, id)) ? copies : unknown).push(id);
  }
  const differences: RunDifference[] = [];
  for (let start = 0; start < unknown.length; start += DETAILS) {
    const { orders } = await readOrders(primary, unknown.slice(start, start + DETAILS), { signal });
    for (const order of orders) {
      const difference = await explain(context, order);
      if (difference !== undefined) differences.push(difference);
    }
  }
  differences.push(...(await doubledPayments(context, copies, addSeconds(started, -WATCHED_SECONDS))));
  if (!isNarrowed(narrowing)) await ledger.completeWindow(context.run, primary.store, 'orders', started, SLICE);
  return differences;
}

/** Neto books every payment it is sent, and has no way to take one back, so a person has to hear of it. */
async function doubledPayments(
  context: RunContext,
  copies: readonly string[],
  since: Instant,
): Promise<RunDifference[]> {
  const { ledger, primary, signal } = context;
  const differences: RunDifference[] = [];
  const targetIds = new Set(copies);
  for (const { fixed } of context.stores) {
    const again = await ledger.writtenAgain(fixed.store, 'payments', since);
    const orders = await ledger.known(fixed.store, 'orders', [...new Set(again.map(({ parent }) => parent ?? ''))]);
    for (const { targetId } of orders.values()) if (targetId !== null) targetIds.add(targetId);
  }
  const { payments } = await readPaymentsOfOrders(primary, [...targetIds], { signal, onUnreadable: () => {} });
  const times = new Map<string, Payment[]>();
  for (const payment of payments) {
    const reference = referenceOf(payment.authorisation).toLowerCase();
    if (reference !== '') times.set(reference, [...(times.get(reference) ?? []), payment]);
  }
  for (const [reference, [first, ...more]] of times) {
    if (first === undefined || more.length === 0) continue;
    const [record] = await ledger.findByTarget('payments', reference);
    if (record === undefined) continue;
    differences.push({
      kind: 'doubled',
      entity: 'payments',
      store: record.store,
      sourceId: record.sourceId,
      targetId: record.targetId ?? reference,
      message: `The payment ${record.targetId} is booked ${more.length + 1} times in the primary (on ${[first, ...more].map(({ orderId }) => orderId).join(', ')}). Take the surplus back in its control panel.`,
    });
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
      return { kind: 'doubled', entity: 'orders', ...source, targetId: order.id, message };
    }
  }
  for (const store of context.stores) {
    const where = belongsTo(order, store);
    if (where === undefined) continue;
    const message = `${order.id} stands in ${where} of ${store.fixed.store}, and this ledger did not make it. Find out who did.`;
    return {
      kind: 'foreign',
      entity: 'orders',
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
