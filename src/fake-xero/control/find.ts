import type { Books } from '../books/books.ts';
import { activeByName } from '../books/contacts.ts';
import { holderOf, withNumber } from '../books/invoices.ts';
import type { Contact, CreditNote, Invoice, Overpayment, Payment } from '../books/records.ts';

function found<Record>(record: Record | undefined, kind: string, key: string): Record {
  if (record === undefined) throw new Error(`The fake Xero has no ${kind} ${key}`);
  return record;
}

/** Of several with one number the one that holds it, else the last. */
export function invoiceBy(books: Books, key: string): Invoice {
  return found(books.invoices.get(key) ?? holderOf(books, key) ?? withNumber(books, key).at(-1), 'invoice', key);
}

export function creditBy(books: Books, key: string): CreditNote | Overpayment {
  const byId = books.creditNotes.get(key) ?? books.overpayments.get(key);
  const byText =
    [...books.creditNotes.values()].find(({ number }) => number === key) ??
    [...books.overpayments.values()].find(({ reference }) => reference === key);
  return found(byId ?? byText, 'credit', key);
}

export function paymentBy(books: Books, key: string): Payment {
  const live = [...books.payments.values()].filter(({ status }) => status === 'AUTHORISED');
  return found(books.payments.get(key) ?? live.find(({ reference }) => reference === key), 'payment', key);
}

export function contactBy(books: Books, key: string): Contact {
  return found(books.contacts.get(key) ?? activeByName(books, key), 'contact', key);
}
