import { given } from './copied-ids.ts';
import { call, errorsOf, listOf, mustCall } from './neto.ts';
import { paymentsOf, type SourceOrder, sourceOrders } from './source.ts';
import { orderToAdd, paymentToAdd, prepare, targetId } from './target.ts';

/** A script in a hurry: two writes for twenty orders, whose answers are taken at their word. Nothing is looked up or read back. */
const BATCH = 20;

const { primary, secondary, copied } = given();

/** @returns those that are there now, by the answer; an order that exists already was added by a run that did not get further */
async function addOrders(sources: readonly SourceOrder[]): Promise<SourceOrder[]> {
  const orders = sources.map((source) => {
    return { ...orderToAdd(source), OrderStatus: source['OrderStatus'], OrderApproval: 'True' };
  });
  const reply = await call(primary, 'AddOrder', { Order: orders });
  const there = new Set(listOf<{ readonly OrderID: string }>(reply.Order).map(({ OrderID }) => OrderID));
  for (const error of errorsOf(reply)) {
    const [, existing] = /Order (\S+) already exists/.exec(error) ?? [];
    if (existing !== undefined) there.add(existing);
    else console.error(error);
  }
  return sources.filter((source) => there.has(targetId(source)));
}

async function copyBatch(sources: readonly SourceOrder[]): Promise<void> {
  const added = await addOrders(sources);
  if (added.length < sources.length) process.exitCode = 1;
  const payments = added.flatMap((source) => paymentsOf(source).map((payment) => paymentToAdd(source, payment)));
  if (payments.length > 0) await mustCall(primary, 'AddPayment', { Payment: payments });
  // Written before the payments, the file would lose those of a run that ends here; written after them, it repeats them.
  copied.add(...added.map(({ OrderID }) => OrderID));
}

await prepare(primary);
let batch: SourceOrder[] = [];
for await (const order of sourceOrders(secondary)) {
  if (copied.has(order.OrderID)) continue;
  batch.push(order);
  if (batch.length < BATCH) continue;
  await copyBatch(batch);
  batch = [];
}
if (batch.length > 0) await copyBatch(batch);
