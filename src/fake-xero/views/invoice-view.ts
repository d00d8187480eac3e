import { amountAllocated, amountDue, amountPaid, isLive, settledOn } from '../books/balances.ts';
import type { Books } from '../books/books.ts';
import type { Allocation, CreditNote, Invoice, Overpayment } from '../books/records.ts';
import { dateOfDay } from '../dates.ts';
import { decimal, type JsonObject, money } from '../reply/json.ts';
import { contactView } from './contact-view.ts';
import { lineView } from './line-view.ts';
import { dayFields, shortContact, strangeFields, updatedFields, type ViewOptions } from './shape.ts';

/** An invoice as a reply shows it (reference, section 3.3). */
export function invoiceView(books: Books, invoice: Invoice, options: ViewOptions): JsonObject {
  const { detail } = options;
  const isSummary = detail === 'summary';
  const live = isLive(invoice);
  const fullyPaid = invoice.status === 'PAID' ? settledOn(books, invoice) : undefined;
  return {
    Type: invoice.type,
    InvoiceID: invoice.id,
    InvoiceNumber: invoice.number,
    ...(invoice.type === 'ACCREC' ? { Reference: invoice.reference } : {}),
    ...(isSummary ? {} : { Payments: paymentsOf(books, invoice) }),
    ...(isSummary && books.switches.summaryDrops === 'all-belongings' ? {} : creditsOf(books, invoice)),
    AmountDue: money(amountDue(books, invoice)),
    AmountPaid: money(live ? amountPaid(books, invoice) : 0n),
    AmountCredited: money(live ? amountAllocated(books, invoice) : 0n),
    SentToContact: false,
    CurrencyRate: decimal(invoice.currencyRate),
    IsDiscounted: invoice.lines.some(({ discountAmount }) => discountAmount !== undefined),
    ...(isSummary ? {} : { HasAttachments: false }),
    HasErrors: false,
    Contact:
      detail === 'single'
        ? contactView(books.contact(invoice.contactId))
        : shortContact(books, invoice.contactId, detail),
    ...dayFields('Date', invoice.date),
    ...dayFields('DueDate', invoice.dueDate),
    Status: invoice.status,
    LineAmountTypes: invoice.lineAmountTypes,
    ...(isSummary ? {} : { LineItems: linesShown(invoice, options) }),
    SubTotal: money(invoice.subTotal),
    TotalTax: money(invoice.totalTax),
    Total: money(invoice.total),
    ...(invoice.roundingAmount === 0n ? {} : { RoundingAmount: money(invoice.roundingAmount) }),
    ...updatedFields(books.switches, invoice.updatedAt),
    CurrencyCode: invoice.currency,
    ...(fullyPaid === undefined ? {} : { FullyPaidOnDate: dateOfDay(fullyPaid) }),
    ...strangeFields(books.switches),
  };
}

/** Lists show no lines of what was voided or deleted, nor any where they are not paged. */
function linesShown(invoice: Invoice, options: ViewOptions): JsonObject[] {
  const isGone = invoice.status === 'VOIDED' || invoice.status === 'DELETED';
  if (options.detail === 'unpaged' || (isGone && options.detail !== 'single')) return [];
  return invoice.lines.map((line) => lineView(line, options));
}

function paymentsOf(books: Books, invoice: Invoice): JsonObject[] {
  const shown = books
    .paymentsOf(invoice.id)
    .filter(({ status }) => status === 'AUTHORISED' || books.switches.deletedPaymentsInInvoices === 'kept');
  return shown.map((payment) => ({
    PaymentID: payment.id,
    Date: dateOfDay(payment.date),
    Amount: money(payment.amount),
    Reference: payment.reference,
    CurrencyRate: decimal('1'),
    HasAccount: false,
    HasValidationErrors: false,
  }));
}

function creditsOf(books: Books, invoice: Invoice): JsonObject {
  const live = books.allocationsOf(invoice.id).filter(({ isDeleted }) => !isDeleted);
  return {
    CreditNotes: live.flatMap((allocation) =>
      creditNoteApplied(books.creditNotes.get(allocation.creditId), allocation),
    ),
    Prepayments: [],
    Overpayments: live.flatMap((allocation) =>
      overpaymentApplied(books.overpayments.get(allocation.creditId), allocation),
    ),
  };
}

function creditNoteApplied(note: CreditNote | undefined, { amount }: Allocation): JsonObject[] {
  if (note === undefined) return [];
  return [
    {
      CreditNoteID: note.id,
      CreditNoteNumber: note.number,
      ID: note.id,
      HasErrors: false,
      AppliedAmount: money(amount),
      ...dayFields('Date', note.date),
      LineItems: [],
      Total: money(note.total),
    },
  ];
}

function overpaymentApplied(overpayment: Overpayment | undefined, { amount }: Allocation): JsonObject[] {
  if (overpayment === undefined) return [];
  return [
    {
      OverpaymentID: overpayment.id,
      ID: overpayment.id,
      AppliedAmount: money(amount),
      ...dayFields('Date', overpayment.date),
      LineItems: [],
      Total: money(overpayment.total),
    },
  ];
}
