import { originOfSplit } from '../../entities/order/transform/split.ts';
import { transactionKey } from '../../entities/payment/transaction.ts';
import type { Payment } from '../../model/payment.ts';
import type { StoreRun } from '../../session/store-run.ts';
import { ledgerSecret } from '../context/ledger-secret.ts';
import type { WritingRun } from '../context/parts.ts';

/**
 * Notes which transaction of the gateway each payment names, and tells of those that stand on another order too, in
 * whatever run it was read, and in whatever store where the number is long enough to be the only one of its kind. An order and what was split off from it share theirs.
 */
export async function noteTransactions(
  { ledger, look }: WritingRun,
  { fixed }: StoreRun,
  payments: readonly Payment[],
): Promise<void> {
  const secret = await ledgerSecret(ledger);
  const orderOf = ({ orderId }: Payment) => originOfSplit({ id: orderId, relatedOrderId: '' }, fixed.prefix) ?? orderId;
  const entries = payments
    .map((payment) => ({
      key: transactionKey(payment.authorisation, fixed.store, secret),
      store: fixed.store,
      paymentId: payment.id,
      orderId: orderOf(payment),
    }))
    .filter(({ key }) => key !== '');
  if (entries.length === 0) return;
  await ledger.noteTransactions(entries);
  const known = Map.groupBy(await ledger.transactions(entries.map(({ key }) => key)), ({ key }) => key);
  for (const { key, paymentId } of entries) {
    const places = known.get(key) ?? [];
    const orders = places.map(({ store, orderId }) => (store === fixed.store ? orderId : `${orderId} of ${store}`));
    const distinct = [...new Set(orders)];
    if (distinct.length < 2) continue;
    look.note(fixed.store, 'transaction-on-two-orders', { sourceId: paymentId, orders: distinct }, key);
  }
}
