import { amountDue } from '../books/balances.ts';
import { addOverpayment } from '../books/credits.ts';
import { addPayment, NO_DOCUMENT } from '../books/payments.ts';
import type { Invoice } from '../books/records.ts';
import { Refused } from '../books/refused.ts';
import { type Cents, centsText } from '../cents.ts';
import { type Day, dayOf } from '../dates.ts';
import { amount } from './document-of-order.ts';
import { attempt, dayOfUtc, type ExportRun, isDue, isOfExport } from './export-state.ts';
import type { PrimaryPayment } from './primary-records.ts';

interface Receipt {
  readonly invoiceId: string;
  readonly date: Day;
  readonly account: string;
  readonly transaction: string;
  readonly ids: string[];
  cents: Cents;
}

/** Each payment on its invoice, as far as that is due, and an overpayment for the rest (reference, section 5). */
export function exportPayments(run: ExportRun): void {
  const { state, primary } = run;
  const { switches } = state;
  const orders = new Map(primary.orders.map((order) => [order.OrderID, order]));
  const groups = new Map<string, Receipt>();
  for (const payment of primary.payments) {
    if (state.payments.has(payment.PaymentID) || state.held.has(payment.PaymentID)) continue;
    const order = orders.get(payment.OrderID);
    const cents = amount(payment.AmountPaid);
    if (order === undefined || cents <= 0n || !isOfExport(state, order) || !isDue(state, order)) continue;
    const exported = state.orders.get(payment.OrderID);
    if (exported === undefined && order.OrderStatus === 'Cancelled') continue;
    if (exported?.run === state.run && switches.paymentsRun === 'next-run') continue;
    const isGrouped = switches.mode === 'batched' && switches.batchedMoney === 'grouped';
    const receipt = receiptOf(run, payment, exported?.invoiceId ?? '', isGrouped);
    const key = isGrouped ? [receipt.invoiceId, receipt.account, receipt.date].join(' ') : payment.PaymentID;
    const known = groups.get(key) ?? receipt;
    known.ids.push(payment.PaymentID);
    known.cents += cents;
    groups.set(key, known);
  }
  for (const receipt of groups.values())
    attempt(run, 'payment', receipt.ids.join(' '), () => {
      const invoice = state.books.invoices.get(receipt.invoiceId);
      if (invoice === undefined) throw new Refused(NO_DOCUMENT);
      return { result: 'exported', xeroId: pay(run, receipt, invoice) };
    });
}

function receiptOf(run: ExportRun, payment: PrimaryPayment, invoiceId: string, isGrouped: boolean): Receipt {
  const { books, switches } = run.state;
  const account = accountOf(run, payment);
  const isOfRun = isGrouped && switches.batchCut === 'run';
  const date = isOfRun ? dayOf(books.now()) : dayOfUtc(run, payment.DatePaid);
  const own = payment.CardAuthorisation || payment.AuthorisationMessage || payment.PaymentID;
  const transaction = isGrouped ? `Receipts ${date} ${account}` : own;
  return { invoiceId, date, account, transaction, ids: [], cents: 0n };
}

function pay(run: ExportRun, receipt: Receipt, invoice: Invoice): string {
  const { state } = run;
  const { books, options } = state;
  const { date, transaction, account, cents, ids } = receipt;
  const due = invoice.status === 'AUTHORISED' ? amountDue(books, invoice) : 0n;
  // Nothing is due on a draft either, and that is no overpayment.
  if (invoice.status !== 'AUTHORISED' && invoice.status !== 'PAID') throw new Refused(NO_DOCUMENT);
  const part = cents < due ? cents : due;
  let id = '';
  if (part > 0n) {
    const reference = `${options.paymentPrefix}${transaction}`;
    id = addPayment(books, { document: invoice.id, amount: centsText(part), date, reference, account }).id;
  }
  if (part < cents) {
    const overpayment = addOverpayment(books, {
      contact: { id: invoice.contactId },
      date,
      reference: `${options.overpaymentPrefix}${transaction}`,
      currency: invoice.currency,
      total: centsText(cents - part),
    });
    run.entries.push({ kind: 'overpayment', id: ids.join(' '), result: 'exported', xeroId: overpayment.id });
    id ||= overpayment.id;
  }
  for (const one of ids) state.payments.set(one, id);
  return id;
}

function accountOf({ state, primary }: ExportRun, payment: PrimaryPayment): string {
  const method = primary.store.paymentMethods.find(({ id, name }) =>
    payment.PaymentMethod === '' ? name === payment.PaymentMethodName : id === payment.PaymentMethod,
  );
  return method?.acc_code || state.options.paymentAccount;
}
