import type { Payment } from '../books/records.ts';
import { amount, day, flag, guid, instant, text } from '../query/value.ts';
import { documentOf, paymentView } from '../views/payment-view.ts';
import type { Resource } from './resource.ts';

/** Reference, section 3.6: deleted ones stay in the list. */
export const payments: Resource<Payment> = {
  name: 'Payments',
  typeName: 'Payment',
  isPaged: true,
  hasSummary: false,
  rows: (books) => [...books.payments.values()],
  id: ({ id }) => id,
  updatedAt: ({ updatedAt }) => updatedAt,
  history: ({ history }) => history,
  find: (books, key) => books.payments.get(key),
  fields: (books) => ({
    PaymentID: ({ id }) => guid(id),
    PaymentType: ({ type }) => text(type),
    Status: ({ status }) => text(status),
    Reference: ({ reference }) => text(reference),
    IsReconciled: ({ isReconciled }) => flag(isReconciled),
    Amount: (payment) => amount(payment.amount),
    Date: ({ date }) => day(date),
    UpdatedDateUTC: ({ updatedAt }) => instant(updatedAt),
    'Invoice.InvoiceID': ({ documentId }) => guid(documentId),
    'Invoice.InvoiceNumber': (payment) => {
      const document = documentOf(books, payment);
      return text('number' in document ? document.number : undefined);
    },
  }),
  view: paymentView,
};
