import { given } from './copied-ids.ts';
import { listOf, mustCall } from './neto.ts';
import { paymentsOf, type SourceOrder, sourceOrders } from './source.ts';
import { orderToAdd, paymentToAdd, prepare, targetId } from './target.ts';

/** A script that takes its time: one order after the other, looked up before it is written and read back afterwards. */
interface Copy {
  readonly GrandTotal: string;
  readonly CompleteStatus: string;
  readonly OrderPayment: unknown;
}

const { primary, secondary, copied } = given();

async function read(id: string): Promise<Copy | undefined> {
  const filter = { OrderID: [id], OutputSelector: ['GrandTotal', 'CompleteStatus', 'OrderPayment'] };
  const [copy] = listOf<Copy>(
    (await mustCall(primary, 'GetOrder', { Filter: { ...filter, Page: '0', Limit: '2' } })).Order,
  );
  return copy;
}

async function copyOrder(source: SourceOrder): Promise<void> {
  const id = targetId(source);
  let copy = await read(id);
  if (copy === undefined) {
    await mustCall(primary, 'AddOrder', {
      Order: [{ ...orderToAdd(source), OrderStatus: 'New', OrderApproval: 'False' }],
    });
    copy = await read(id);
  }
  if (copy === undefined || copy.GrandTotal !== source['GrandTotal'])
    throw new Error(`${id} comes to ${copy?.GrandTotal}, ${source.OrderID} to ${source['GrandTotal']}`);
  if (copy.CompleteStatus !== 'Approved')
    await mustCall(primary, 'UpdateOrder', {
      Order: [{ OrderID: id, OrderStatus: source['OrderStatus'], OrderApproval: 'True' }],
    });
  const [payments, there] = [paymentsOf(source), listOf(copy.OrderPayment).length];
  // An earlier run may have got so far: the payments are in their order, so the first ones are there.
  if (there < payments.length) {
    await mustCall(primary, 'AddPayment', {
      Payment: payments.slice(there).map((payment) => paymentToAdd(source, payment)),
    });
    const paid = listOf((await read(id))?.OrderPayment).length;
    if (paid !== payments.length) throw new Error(`${id} has ${paid} payments, ${source.OrderID} ${payments.length}`);
  }
  copied.add(source.OrderID);
}

await prepare(primary);
for await (const order of sourceOrders(secondary)) {
  if (copied.has(order.OrderID)) continue;
  try {
    await copyOrder(order);
  } catch (error) {
    console.error(order.OrderID, String(error));
    process.exitCode = 1;
  }
}
