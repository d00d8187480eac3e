import type { ExtractedRecord } from '../../../extract/extracted-record.ts';
import { orderRecord } from '../../../extract/orders.ts';
import { paymentRecord } from '../../../extract/payments.ts';
import type { FeedPaid } from '../../../feeds/read/order-rows.ts';
import { FROM_FILE } from '../../../model/from-file.ts';
import type { Order } from '../../../model/order.ts';
import type { Payment } from '../../../model/payment.ts';
import { localDateOf } from '../../../model/time.ts';
import type { StoreRun } from '../../../session/store-run.ts';
import type { RunBasics } from '../../context/parts.ts';

/**
 * Orders of a file as they are staged. A file holds less than the API does, so its hash says that it came by file: an
 * order that is known by the other way already is then told by its total, not by each of its fields.
 */
export async function orderRecords(
  context: RunBasics,
  store: StoreRun,
  orders: readonly { readonly order: Order; readonly hasTotal: boolean }[],
): Promise<ExtractedRecord[]> {
  const followInvoiceDate = store.fixed.purpose === 'books';
  const name = store.fixed.store;
  const known = await context.ledger.known(
    name,
    'orders',
    orders.map(({ order }) => order.id),
  );
  return orders.map(({ order, hasTotal }) => {
    // A file holds less than the API: what it shows is not to be compared with that, field by field.
    const options = { followInvoiceDate, store: store.fixed.store, timeZone: store.fixed.timeZone };
    const { snapshot: _, unsalted: __, ...record } = orderRecord(order, options);
    const before = known.get(order.id);
    const own = { ...record, hash: FROM_FILE + record.hash };
    if (before === undefined || before.targetId === null || before.hash.startsWith(FROM_FILE) || hasTotal) return own;
    // Without a total the file says nothing about this copy that the API did not say better.
    if (before.amount !== null && before.amount !== order.grandTotal) {
      const message = `${name} ${order.id}: the file's prices come to ${order.grandTotal}; its copy, taken by the API, to ${before.amount}.`;
      context.warnings.push({ store: name, entity: 'orders', sourceId: order.id, code: 'file-total-differs', message });
    }
    return { ...own, ...(before.amount === null ? {} : { amount: before.amount }) };
  });
}

/** The one sum that an order file names. Its id is made from the order's: a file does not know the payment's own. */
export function paidRecord({ id }: Order, paid: FeedPaid, currency: string): ExtractedRecord {
  return filePayment({
    id: '',
    orderId: id,
    amount: paid.amount,
    currency,
    method: paid.method,
    paidAt: null,
    paidOn: paid.paidOn,
    authorisation: paid.authorisation,
    notes: '',
  });
}

/** A payment of a payments file. */
export function filePayment(payment: Payment): ExtractedRecord {
  const record = paymentRecord(payment.id === '' ? { ...payment, id: `${FROM_FILE}${payment.orderId}` } : payment);
  return { ...record, hash: FROM_FILE + record.hash };
}

/** The payments that come with an order of an API-shaped document: they have their ids. */
export function documentPayments(order: Order, timeZone: string): ExtractedRecord[] {
  return order.payments
    .filter(({ id }) => id !== '')
    .map(({ id, amount, method, paidAt }) =>
      filePayment({
        id,
        orderId: order.id,
        amount,
        currency: '',
        method,
        paidAt,
        paidOn: paidAt === null ? null : localDateOf(paidAt, timeZone),
        authorisation: '',
        notes: '',
      }),
    );
}
