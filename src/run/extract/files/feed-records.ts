import { paymentRecord } from '../../../entities/payment/read.ts';
import type { ExtractedRecord } from '../../../entities/reading/extracted-record.ts';
import type { FeedPaid } from '../../../feeds/read/order-rows.ts';
import { FROM_FILE, recordOfFile } from '../../../model/from-file.ts';
import { isZero } from '../../../model/money.ts';
import type { Order } from '../../../model/order.ts';
import type { Payment } from '../../../model/payment.ts';
import { localDateOf } from '../../../model/time.ts';
import { FieldProblem } from '../../../neto/read-fields.ts';

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
  return recordOfFile(
    paymentRecord(payment.id === '' ? { ...payment, id: `${FROM_FILE}${payment.orderId}` } : payment),
  );
}

/**
 * The payments that come with an order of an API-shaped document: they have their ids. The only one of an order that has
 * none is what a table would call its sum. @throws FieldProblem where one of several has none: it would be lost
 */
export function documentPayments(order: Order, timeZone: string): ExtractedRecord[] {
  const payments = order.payments.filter(({ id, amount }) => id !== '' || !isZero(amount));
  const nameless = payments.findIndex(({ id }) => id === '');
  if (nameless !== -1 && payments.length > 1) {
    const problem = `OrderPayment ${nameless + 1}: Id is missing or empty; expected one on each of several payments`;
    throw new FieldProblem(problem);
  }
  return payments.map(({ id, amount, method, paidAt }) =>
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
