import { centsOf } from '../cents.ts';
import { amountDue, remainingCredit } from './balances.ts';
import { type Books, NETO_APP, touch } from './books.ts';
import { holderOf, WRONG_STATUS, withNumber } from './invoices.ts';
import { demandOpen } from './locks.ts';
import type { CreditNote, Invoice, Overpayment, Payment, PaymentType } from './records.ts';
import { Refused } from './refused.ts';
import { type PaymentSeed, paymentSeedSchema, readSeed } from './seeds.ts';

export const NO_DOCUMENT = 'Document could not be found';

type Payable = Invoice | CreditNote | Overpayment;

/** Pays an invoice, or pays a credit back. @throws Refused for more than is due, in a locked period, without a document */
export function addPayment(books: Books, seed: PaymentSeed, by = NETO_APP): Payment {
  const given = readSeed(paymentSeedSchema, seed);
  const document = payable(books, given.document);
  if (document === undefined) throw new Refused(NO_DOCUMENT);
  if (document.status !== 'AUTHORISED') throw new Refused(WRONG_STATUS);
  demandOpen(books, given.date);
  const account = books.account(given.account);
  if (account === undefined || !account.enablePayments) {
    throw new Refused('Account type is invalid for making a payment to/from');
  }
  const amount = centsOf(given.amount);
  const isInvoice = books.invoices.has(document.id);
  const open = isInvoice ? amountDue(books, document as Invoice) : remainingCredit(books, document as CreditNote);
  if (amount <= 0n) throw new Refused('Payment amount must be greater than zero.');
  if (amount > open) throw new Refused('Payment amount exceeds the amount outstanding on this document.');
  const payment: Payment = {
    id: books.newId('payment'),
    type: typeOf(document),
    documentId: document.id,
    amount,
    date: given.date,
    reference: given.reference,
    accountId: account.id,
    status: 'AUTHORISED',
    isReconciled: given.isReconciled,
    ...(given.batchPaymentId === undefined ? {} : { batchPaymentId: given.batchPaymentId }),
    updatedAt: 0,
    history: [],
  };
  books.putPayment(payment);
  touch(books, payment, 'Created', `Received through the Xero API from ${by}`);
  settle(books, document);
  return payment;
}

/** It stays, as DELETED, and what it paid is open again. */
export function deletePayment(books: Books, payment: Payment): Payment {
  payment.status = 'DELETED';
  touch(books, payment, 'Deleted', '', 'A person');
  const document = payable(books, payment.documentId);
  if (document !== undefined) settle(books, document);
  return payment;
}

/** PAID where nothing is open, AUTHORISED where something is. */
export function settle(books: Books, document: Payable): void {
  const isInvoice = books.invoices.has(document.id);
  const open = isInvoice ? amountDue(books, document as Invoice) : remainingCredit(books, document as CreditNote);
  if (document.status === 'AUTHORISED' && open === 0n) document.status = 'PAID';
  else if (document.status === 'PAID' && open !== 0n) document.status = 'AUTHORISED';
  touch(books, document, 'Updated');
}

/** By its id, or by its number: of an invoice that holds it, or a credit note. */
export function payable(books: Books, key: string): Payable | undefined {
  const byId = books.invoices.get(key) ?? books.creditNotes.get(key) ?? books.overpayments.get(key);
  return byId ?? holderOf(books, key) ?? withNumber(books, key)[0] ?? creditNoteCalled(books, key);
}

function creditNoteCalled(books: Books, number: string): CreditNote | undefined {
  return [...books.creditNotes.values()].find((note) => note.number === number);
}

function typeOf(document: Payable): PaymentType {
  if (document.type === 'ACCREC') return 'ACCRECPAYMENT';
  if (document.type === 'ACCPAY') return 'ACCPAYPAYMENT';
  return document.type === 'RECEIVE-OVERPAYMENT' ? 'AROVERPAYMENTPAYMENT' : 'ARCREDITPAYMENT';
}
