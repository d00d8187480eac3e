import { addCreditNote } from '../books/credits.ts';
import type { Contact } from '../books/records.ts';
import { centsText } from '../cents.ts';
import { contactOfOrder } from './contact-of-order.ts';
import { amount } from './document-of-order.ts';
import { attempt, dayOfUtc, type ExportRun } from './export-state.ts';
import type { PrimaryRma } from './primary-records.ts';

/** One credit note for each closed RMA, which nobody allocates (reference, section 5). */
export function exportCreditNotes(run: ExportRun): void {
  const { state, primary } = run;
  for (const rma of primary.rmas) {
    if (rma.RmaStatus.toLowerCase() !== 'closed' || state.creditNotes.has(rma.RmaID)) continue;
    if (state.held.has(rma.RmaID) || amount(rma.RefundTotal) === 0n || !isOfExport(run, rma)) continue;
    attempt(run, 'credit-note', rma.RmaID, () => {
      const note = addCreditNote(state.books, {
        number: `${state.options.creditNotePrefix}${rma.RmaID}`,
        contact: { id: contactOf(run, rma).id },
        date: dayOfUtc(run, rma.DateApproved || rma.DateIssued),
        currency: rma.CurrencyCode || state.books.organisation.baseCurrency,
        lines: [lineOf(rma)],
      });
      state.creditNotes.set(rma.RmaID, note.id);
      return { result: 'exported', xeroId: note.id };
    });
  }
}

function lineOf(rma: PrimaryRma): { description: string; unitAmount: string; taxAmount: string } {
  const names = rma.RmaLine.map(({ ProductName, SKU }) => ProductName || SKU).filter((name) => name !== '');
  return {
    description: `Return: ${names.join(', ') || 'goods'}`,
    unitAmount: centsText(amount(rma.RefundTotal)),
    taxAmount: centsText(amount(rma.RefundTaxTotal)),
  };
}

function isOfExport({ state }: ExportRun, rma: PrimaryRma): boolean {
  return (rma.DateApproved || rma.DateIssued).slice(0, 10) >= state.options.startDate;
}

/** That of the invoice, or the customer's. */
function contactOf({ state, primary }: ExportRun, rma: PrimaryRma): Contact {
  const { books, options, switches } = state;
  const invoice = books.invoices.get(state.orders.get(rma.OrderID)?.invoiceId ?? '');
  if (invoice !== undefined) return books.contact(invoice.contactId);
  const order = primary.orders.find(({ OrderID }) => OrderID === rma.OrderID);
  if (order === undefined) throw new Error(`The RMA ${rma.RmaID} is of no order`);
  return contactOfOrder(books, order, options, switches);
}
