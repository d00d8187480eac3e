import { paymentRecord } from '../../entities/payment/read.ts';
import type { Payment } from '../../model/payment.ts';
import { upperKey } from '../../model/text-key.ts';
import { readOrders } from '../../neto/orders.ts';
import { readPaymentsById, readPaymentsOfOrders } from '../../neto/payments.ts';
import type { StoreRun } from '../../session/store-run.ts';
import type { RunBasics } from '../context/parts.ts';
import type { AtSource, OfOrder } from './source-now.ts';

/** Payments as their own store shows them now. */
export function paymentsAtSource({ signal }: Pick<RunBasics, 'signal'>, { client }: StoreRun): AtSource<Payment> {
  return {
    entity: 'payments',
    async ofOrders(orderIds) {
      const unreadable: string[] = [];
      const onUnreadable = ({ id }: { readonly id: string }) => void unreadable.push(id);
      return { found: (await readPaymentsOfOrders(client, orderIds, { signal, onUnreadable })).payments, unreadable };
    },
    async byIds(ids) {
      const unreadable: string[] = [];
      const onUnreadable = ({ id }: { readonly id: string }) => void unreadable.push(id);
      return { found: await readPaymentsById(client, ids, { signal, onUnreadable }), unreadable };
    },
    provenGone: (missing) => provenGone(client, missing, signal),
    likelyGone: (missing) => provenGone(client, missing, signal),
    recordOf: paymentRecord,
  };
}

/** Only where their order is there to be seen and names them no more; a store that shows neither may have taken rights away. */
async function provenGone(
  client: StoreRun['client'],
  missing: readonly OfOrder[],
  signal: AbortSignal | undefined,
): Promise<ReadonlySet<string>> {
  const ids = [...new Set(missing.map(({ orderId }) => orderId))];
  const { orders } = await readOrders(client, ids, { signal, onUnreadable: () => {} });
  const there = new Map(orders.map((order) => [upperKey(order.id), order]));
  const gone = missing.filter(({ id, orderId }) => {
    const order = there.get(upperKey(orderId));
    return order !== undefined && !order.payments.some((payment) => payment.id === id);
  });
  return new Set(gone.map(({ id }) => id));
}
