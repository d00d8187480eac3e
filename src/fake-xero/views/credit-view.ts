import { remainingCredit, settledOn } from '../books/balances.ts';
import type { Books } from '../books/books.ts';
import type { CreditNote, Overpayment } from '../books/records.ts';
import { dateOfDay } from '../dates.ts';
import { decimal, type JsonObject, money } from '../reply/json.ts';
import { contactView } from './contact-view.ts';
import { lineView } from './line-view.ts';
import { dayFields, REDUCED_INVOICE, shortContact, strangeFields, updatedFields, type ViewOptions } from './shape.ts';

/** Reference, section 3.5. */
export function creditNoteView(books: Books, note: CreditNote, options: ViewOptions): JsonObject {
  return {
    CreditNoteID: note.id,
    CreditNoteNumber: note.number,
    ID: note.id,
    Payments: refundsOf(books, note),
    HasErrors: false,
    CurrencyRate: decimal(note.currencyRate),
    Type: note.type,
    Reference: note.reference,
    SentToContact: false,
    ...sharedFields(books, note, options),
  };
}

/** Reference, section 3.7: it has no number of its own. */
export function overpaymentView(books: Books, overpayment: Overpayment, options: ViewOptions): JsonObject {
  return {
    OverpaymentID: overpayment.id,
    ID: overpayment.id,
    Type: overpayment.type,
    Reference: overpayment.reference,
    CurrencyRate: decimal(overpayment.currencyRate),
    ...sharedFields(books, overpayment, options),
  };
}

function sharedFields(books: Books, credit: CreditNote | Overpayment, options: ViewOptions): JsonObject {
  const { detail } = options;
  return {
    RemainingCredit: money(remainingCredit(books, credit)),
    Allocations: allocationsOf(books, credit),
    // A credit note has its refunds further above.
    ...('number' in credit ? {} : { Payments: refundsOf(books, credit) }),
    HasAttachments: false,
    Contact:
      detail === 'single'
        ? contactView(books.contact(credit.contactId))
        : shortContact(books, credit.contactId, detail),
    ...dayFields('Date', credit.date),
    Status: credit.status,
    LineAmountTypes: credit.lineAmountTypes,
    LineItems:
      detail === 'unpaged'
        ? []
        : credit.lines.map((line) => lineView(line, { ...options, withId: 'number' in credit })),
    SubTotal: money(credit.subTotal),
    TotalTax: money(credit.totalTax),
    Total: money(credit.total),
    ...updatedFields(books.switches, credit.updatedAt),
    CurrencyCode: credit.currency,
    ...(credit.status === 'PAID' ? { FullyPaidOnDate: dateOfDay(settledOn(books, credit)) } : {}),
    ...strangeFields(books.switches),
  };
}

function allocationsOf(books: Books, credit: CreditNote | Overpayment): JsonObject[] {
  const shown = books
    .allocationsOf(credit.id)
    .filter(({ isDeleted }) => !isDeleted || books.switches.deletedAllocations === 'kept');
  return shown.map((allocation) => ({
    AllocationID: allocation.id,
    Amount: money(allocation.amount),
    Date: dateOfDay(allocation.date),
    Invoice: {
      InvoiceID: allocation.invoiceId,
      InvoiceNumber: books.invoices.get(allocation.invoiceId)?.number ?? '',
      ...REDUCED_INVOICE,
      LineItems: [],
    },
    ...(allocation.isDeleted ? { IsDeleted: true } : {}),
  }));
}

function refundsOf(books: Books, credit: CreditNote | Overpayment): JsonObject[] {
  const refunds = books.paymentsOf(credit.id).filter(({ status }) => status === 'AUTHORISED');
  return refunds.map((payment) => ({
    PaymentID: payment.id,
    Date: dateOfDay(payment.date),
    Amount: money(payment.amount),
    Reference: payment.reference,
    CurrencyRate: decimal('1'),
    HasAccount: false,
    HasValidationErrors: false,
  }));
}
