import type { ExtractedRecord } from '../../../extract/extracted-record.ts';
import { paymentRecord } from '../../../extract/payments.ts';
import type { FeedPaid } from '../../../feeds/read/order-rows.ts';
import { FROM_FILE } from '../../../model/from-file.ts';
import type { Order } from '../../../model/order.ts';
import type { Payment } from '../../../model/payment.ts';
import { localDateOf } from '../../../model/time.ts';

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
