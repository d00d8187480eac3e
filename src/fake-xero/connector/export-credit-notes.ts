import { addCreditNote } from '../books/credits.ts';
import type { Contact } from '../books/records.ts';
import { centsText } from '../cents.ts';
import { type Day, dayOf } from '../dates.ts';
import { contactOfOrder } from './contact-of-order.ts';
import { amount } from './document-of-order.ts';
import { attempt, dayOfUtc, type ExportRun } from './export-state.ts';
import type { PrimaryRma } from './primary-records.ts';

interface Credit {
  readonly number: string;
  readonly contactId: string;
  readonly date: Day;
  readonly currency: string;
  readonly rmas: PrimaryRma[];
}

/** One credit note for each closed RMA, or for those of one day, which nobody allocates (reference, section 5). */
export function exportCreditNotes(run: ExportRun): void {
  const { state, primary } = run;
  const { switches, books, options } = state;
  const isGrouped = switches.mode === 'batched' && switches.batchedMoney === 'grouped';
  const groups = new Map<string, Credit>();
  for (const rma of primary.rmas) {
    if (rma.RmaStatus.toLowerCase() !== 'closed' || state.creditNotes.has(rma.RmaID)) continue;
    if (state.held.has(rma.RmaID) || amount(rma.RefundTotal) === 0n || !isOfExport(run, rma)) continue;
    attempt(run, 'credit-note', rma.RmaID, () => {
      const own = dayOfUtc(run, rma.DateApproved || rma.DateIssued);
      const date = isGrouped && switches.batchCut === 'run' ? dayOf(books.now()) : own;
      const currency = rma.CurrencyCode || books.organisation.baseCurrency;
      const contactId = contactOf(run, rma).id;
      const key = isGrouped ? [contactId, date, currency].join(' ') : rma.RmaID;
      const number = `${options.creditNotePrefix}${isGrouped ? `CREDITS-${date}-${rma.RmaID}` : rma.RmaID}`;
      const known = groups.get(key) ?? { number, contactId, date, currency, rmas: [] };
      known.rmas.push(rma);
      groups.set(key, known);
      return undefined;
    });
  }
  for (const { number, contactId, date, currency, rmas } of groups.values()) {
    attempt(run, 'credit-note', rmas.map(({ RmaID }) => RmaID).join(' '), () => {
      const note = addCreditNote(books, {
        number,
        contact: { id: contactId },
        date,
        currency,
        lines: rmas.map(lineOf),
      });
      for (const { RmaID } of rmas) state.creditNotes.set(RmaID, note.id);
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
