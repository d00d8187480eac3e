import { amountAllocated, amountDue, amountPaid, isLive, remainingCredit } from './balances.ts';
import type { Books } from './books.ts';
import type { CreditNote, Invoice, Overpayment } from './records.ts';

/**
 * Demands of what was touched since the last time what holds in every organisation (reference, section 8): the fake would
 * rather fail than show what Xero can't.
 * @throws Error
 */
export function demandBalanced(books: Books): void {
  for (const { id } of books.touched) {
    const [invoice, credit] = [books.invoices.get(id), books.creditNotes.get(id) ?? books.overpayments.get(id)];
    if (invoice !== undefined) demandInvoice(books, invoice);
    if (credit !== undefined) demandCredit(books, credit);
  }
  books.touched.clear();
}

function demandInvoice(books: Books, invoice: Invoice): void {
  demand(invoice.total === invoice.subTotal + invoice.totalTax + invoice.roundingAmount, invoice.id, 'total');
  const settled = amountPaid(books, invoice) + amountAllocated(books, invoice);
  if (isLive(invoice)) demand(invoice.total === amountDue(books, invoice) + settled, invoice.id, 'amounts');
  if (invoice.status === 'PAID') demand(amountDue(books, invoice) === 0n, invoice.id, 'status');
}

function demandCredit(books: Books, credit: CreditNote | Overpayment): void {
  demand(credit.total === credit.subTotal + credit.totalTax, credit.id, 'total');
  if (isLive(credit)) demand(remainingCredit(books, credit) >= 0n, credit.id, 'remaining credit');
}

function demand(holds: boolean, id: string, what: string): void {
  if (!holds) throw new Error(`The books of the fake Xero do not balance: ${what} of ${id}`);
}
