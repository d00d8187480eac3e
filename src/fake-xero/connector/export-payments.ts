import { amountDue } from '../books/balances.ts';
import { addOverpayment } from '../books/credits.ts';
import { addPayment, NO_DOCUMENT } from '../books/payments.ts';
import type { Invoice } from '../books/records.ts';
import { Refused } from '../books/refused.ts';
import { type Cents, centsText } from '../cents.ts';
import { amount } from './document-of-order.ts';
import { attempt, dayOfUtc, type ExportRun, isDue, isOfExport } from './export-state.ts';
import type { PrimaryPayment } from './primary-records.ts';

/** Each payment on its invoice, as far as that is due, and an overpayment for the rest (reference, section 5). */
export function exportPayments(run: ExportRun): void {
  const { state, primary } = run;
  const orders = new Map(primary.orders.map((order) => [order.OrderID, order]));
  for (const payment of primary.payments) {
    if (state.payments.has(payment.PaymentID) || state.held.has(payment.PaymentID)) continue;
    const order = orders.get(payment.OrderID);
    const cents = amount(payment.AmountPaid);
    if (order === undefined || cents <= 0n || !isOfExport(state, order) || !isDue(state, order)) continue;
    const exported = state.orders.get(payment.OrderID);
    if (exported === undefined && order.OrderStatus === 'Cancelled') continue;
    if (exported?.run === state.run && state.switches.paymentsRun === 'next-run') continue;
    attempt(run, 'payment', payment.PaymentID, () => {
      const invoice = state.books.invoices.get(exported?.invoiceId ?? '');
      if (invoice === undefined) throw new Refused(NO_DOCUMENT);
      return { result: 'exported', xeroId: pay(run, payment, invoice, cents) };
    });
  }
}

function pay(run: ExportRun, payment: PrimaryPayment, invoice: Invoice, cents: Cents): string {
  const { state } = run;
  const { books, options } = state;
  const date = dayOfUtc(run, payment.DatePaid);
  const transaction = payment.CardAuthorisation || payment.AuthorisationMessage || payment.PaymentID;
  const due = invoice.status === 'AUTHORISED' ? amountDue(books, invoice) : 0n;
  // Nothing is due on a draft either, and that is no overpayment.
  if (invoice.status !== 'AUTHORISED' && invoice.status !== 'PAID') throw new Refused(NO_DOCUMENT);
  const part = cents < due ? cents : due;
  let id = '';
  if (part > 0n) {
    id = addPayment(books, {
      document: invoice.id,
      amount: centsText(part),
      date,
      reference: `${options.paymentPrefix}${transaction}`,
      account: accountOf(run, payment),
    }).id;
  }
  if (part < cents) {
    const overpayment = addOverpayment(books, {
      contact: { id: invoice.contactId },
      date,
      reference: `${options.overpaymentPrefix}${transaction}`,
      currency: invoice.currency,
      total: centsText(cents - part),
    });
    run.entries.push({ kind: 'overpayment', id: payment.PaymentID, result: 'exported', xeroId: overpayment.id });
    id ||= overpayment.id;
  }
  state.payments.set(payment.PaymentID, id);
  return id;
}

function accountOf({ state, primary }: ExportRun, payment: PrimaryPayment): string {
  const method = primary.store.paymentMethods.find(({ id, name }) =>
    payment.PaymentMethod === '' ? name === payment.PaymentMethodName : id === payment.PaymentMethod,
  );
  return method?.acc_code || state.options.paymentAccount;
}
