import type { Books } from '../books/books.ts';
import type { CreditNote, Invoice, Overpayment, Payment } from '../books/records.ts';
import { dateOfDay } from '../dates.ts';
import { decimal, type JsonObject, money } from '../reply/json.ts';
import { REDUCED_INVOICE, strangeFields, updatedFields } from './shape.ts';

/** Reference, section 3.6: what is paid sits in `Invoice`, also where it is a credit note. */
export function paymentView(books: Books, payment: Payment): JsonObject {
  const account = books.accounts.find(({ id }) => id === payment.accountId);
  const batch = payment.batchPaymentId;
  return {
    PaymentID: payment.id,
    ...(batch === undefined
      ? {}
      : { BatchPaymentID: batch, BatchPayment: { BatchPaymentID: batch, IsReconciled: 'false' } }),
    Date: dateOfDay(payment.date),
    BankAmount: money(payment.amount),
    Amount: money(payment.amount),
    Reference: payment.reference,
    CurrencyRate: decimal('1'),
    PaymentType: payment.type,
    Status: payment.status,
    ...updatedFields(books.switches, payment.updatedAt),
    HasAccount: true,
    IsReconciled: payment.isReconciled,
    // The code may be missing on a bank account.
    Account: { AccountID: payment.accountId, ...(account?.type === 'BANK' ? {} : { Code: account?.code }) },
    Invoice: documentView(books, documentOf(books, payment)),
    HasValidationErrors: false,
    ...strangeFields(books.switches),
  };
}

export function documentOf(books: Books, { documentId }: Payment): Invoice | CreditNote | Overpayment {
  const document =
    books.invoices.get(documentId) ?? books.creditNotes.get(documentId) ?? books.overpayments.get(documentId);
  if (document === undefined) throw new Error(`The fake Xero has no document ${documentId}`);
  return document;
}

function documentView(books: Books, document: Invoice | CreditNote | Overpayment): JsonObject {
  const { id, number, name } = books.contact(document.contactId);
  return {
    Type: document.type,
    InvoiceID: document.id,
    ...('number' in document ? { InvoiceNumber: document.number } : {}),
    ...REDUCED_INVOICE,
    Contact: {
      ContactID: id,
      ...(number === '' ? {} : { ContactNumber: number }),
      Name: name,
      Addresses: [],
      Phones: [],
      ContactGroups: [],
      ContactPersons: [],
      HasValidationErrors: false,
    },
    LineItems: [],
    CurrencyCode: document.currency,
  };
}
