import { type Cents, sumOf } from '../cents.ts';
import type { Day } from '../dates.ts';
import type { Books } from './books.ts';
import type { CreditNote, Invoice, Overpayment } from './records.ts';

/** Whether a document is in the ledger (reference, section 3.4). */
export function isLive({ status }: { readonly status: string }): boolean {
  return status === 'AUTHORISED' || status === 'PAID';
}

export function amountPaid(books: Books, document: { readonly id: string }): Cents {
  return sumOf(
    books
      .paymentsOf(document.id)
      .filter(({ status }) => status === 'AUTHORISED')
      .map(({ amount }) => amount),
  );
}

/** What credit notes and overpayments have given an invoice, or a credit has given. */
export function amountAllocated(books: Books, document: { readonly id: string }): Cents {
  return sumOf(
    books
      .allocationsOf(document.id)
      .filter(({ isDeleted }) => !isDeleted)
      .map(({ amount }) => amount),
  );
}

export function amountDue(books: Books, invoice: Invoice): Cents {
  if (invoice.status === 'VOIDED' || invoice.status === 'DELETED') return 0n;
  return invoice.total - amountPaid(books, invoice) - amountAllocated(books, invoice);
}

/** Refunds are payments of the credit. */
export function remainingCredit(books: Books, credit: CreditNote | Overpayment): Cents {
  if (credit.status === 'VOIDED' || credit.status === 'DELETED') return 0n;
  return credit.total - amountAllocated(books, credit) - amountPaid(books, credit);
}

/** The last day on which something was paid or applied; its own where nothing ever was. */
export function settledOn(books: Books, document: Invoice | CreditNote | Overpayment): Day {
  const paid = books.paymentsOf(document.id).filter(({ status }) => status === 'AUTHORISED');
  const applied = books.allocationsOf(document.id).filter(({ isDeleted }) => !isDeleted);
  const days = [...paid, ...applied].map(({ date }) => date).sort();
  return days.at(-1) ?? document.date;
}
