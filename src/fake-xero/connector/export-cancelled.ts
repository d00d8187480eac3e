import { addCreditNote, allocate } from '../books/credits.ts';
import { deleteInvoice, voidInvoice } from '../books/invoices.ts';
import type { Invoice } from '../books/records.ts';
import { centsText } from '../cents.ts';
import { sendOrder } from './export-invoices.ts';
import { attempt, type ExportRun, isOfExport } from './export-state.ts';
import type { PrimaryOrder } from './primary-records.ts';

/** What becomes of cancelled orders, by the switch; each is handled once. */
export function exportCancelled(run: ExportRun): void {
  const { state, primary } = run;
  if (state.switches.cancelledOrders === 'ignored') return;
  for (const order of primary.orders) {
    const isNew = state.orders.get(order.OrderID)?.isCancelled !== true;
    const isOne = order.OrderStatus === 'Cancelled' && isOfExport(state, order) && !state.held.has(order.OrderID);
    if (!isOne || !isNew) continue;
    attempt(run, 'invoice', order.OrderID, () => {
      const invoice = cancel(run, order);
      const known = state.orders.get(order.OrderID);
      if (known !== undefined) state.orders.set(order.OrderID, { ...known, isCancelled: true });
      const result = state.switches.cancelledOrders === 'voided' ? 'voided' : 'exported';
      return { result, xeroId: invoice.id };
    });
  }
}

/** @throws Refused */
function cancel(run: ExportRun, order: PrimaryOrder): Invoice {
  const { state } = run;
  const { books, switches } = state;
  const known = state.orders.get(order.OrderID);
  if (switches.cancelledOrders === 'zero') return invoiceOf(run, order, sendOrder(run, order, known?.sent, true));
  const invoice = invoiceOf(run, order, known === undefined ? sendOrder(run, order) : undefined);
  if (switches.cancelledOrders === 'voided') {
    return invoice.status === 'AUTHORISED' ? voidInvoice(books, invoice) : deleteInvoice(books, invoice);
  }
  const note = addCreditNote(books, {
    number: `${state.options.creditNotePrefix}${order.OrderID}`,
    contact: { id: invoice.contactId },
    date: invoice.date,
    currency: invoice.currency,
    total: centsText(invoice.total),
  });
  if (invoice.status === 'AUTHORISED' && invoice.total > 0n) {
    allocate(books, note, invoice, centsText(invoice.total), invoice.date);
  }
  return invoice;
}

function invoiceOf({ state }: ExportRun, order: PrimaryOrder, sent: Invoice | undefined): Invoice {
  const invoice = sent ?? state.books.invoices.get(state.orders.get(order.OrderID)?.invoiceId ?? '');
  if (invoice === undefined) throw new Error(`The order ${order.OrderID} has no invoice in the fake Xero`);
  return invoice;
}
