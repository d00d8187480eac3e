import { createInvoice, upsertInvoice } from '../books/invoices.ts';
import type { Invoice } from '../books/records.ts';
import { Refused } from '../books/refused.ts';
import type { InvoiceSeed } from '../books/seeds.ts';
import { contactOfOrder } from './contact-of-order.ts';
import { documentOfOrder } from './document-of-order.ts';
import { attempt, dayOfPlain, dayOfUtc, type ExportRun, isDue, isOfExport, numberOf } from './export-state.ts';
import type { PrimaryOrder } from './primary-records.ts';

/** One invoice for each order that is due and has none, or has changed since. */
export function exportInvoices(run: ExportRun): void {
  const { state, primary } = run;
  for (const order of primary.orders) {
    if (!isOfExport(state, order) || !isDue(state, order) || order.OrderStatus === 'Cancelled') continue;
    if (state.held.has(order.OrderID)) continue;
    attempt(run, 'invoice', order.OrderID, () => exportInvoice(run, order));
  }
}

function exportInvoice(
  run: ExportRun,
  order: PrimaryOrder,
): { readonly result: 'exported' | 'updated'; readonly xeroId: string } | undefined {
  const { state } = run;
  const known = state.orders.get(order.OrderID);
  if (known !== undefined && state.switches.changedOrders === 'ignored') return undefined;
  if (known?.order === JSON.stringify(order)) return undefined;
  const invoice = sendOrder(run, order, known?.sent);
  if (invoice === undefined) return undefined;
  return { result: known === undefined ? 'exported' : 'updated', xeroId: invoice.id };
}

/** @param sent what is not sent again; @returns undefined where it would be the same @throws Refused */
export function sendOrder(run: ExportRun, order: PrimaryOrder, sent?: string, isZero = false): Invoice | undefined {
  const { state } = run;
  const seed = { ...seedOfOrder(run, order), ...(isZero ? { lines: [{ unitAmount: '0' }] } : {}) };
  // A contact that is called otherwise by now is no change of the order.
  const sending = JSON.stringify({ ...seed, contact: '' });
  if (sending === sent) return undefined;
  const contact = contactOfOrder(state.books, order, state.options, state.switches);
  const write = state.switches.verb === 'POST' ? upsertInvoice : createInvoice;
  const invoice = write(state.books, { ...seed, contact: { id: contact.id } });
  const first = state.orders.get(order.OrderID)?.run ?? state.run;
  const now = JSON.stringify(order);
  state.orders.set(order.OrderID, { invoiceId: invoice.id, sent: sending, order: now, run: first, isCancelled: false });
  return invoice;
}

function seedOfOrder(run: ExportRun, order: PrimaryOrder): InvoiceSeed {
  const { state } = run;
  const { books, options, switches } = state;
  if (order.DatePaymentDue === '' && switches.emptyDueDate === 'refused') throw new Refused('Due date cannot be empty');
  const date = dayOfPlain(run, order.DateInvoiced);
  return {
    number: numberOf(state, order.OrderID),
    contact: '',
    date,
    dueDate: order.DatePaymentDue === '' ? date : dayOfUtc(run, order.DatePaymentDue),
    status: switches.invoiceStatus,
    reference: referenceOf(order, switches.reference),
    currency: order.CurrencyCode || books.organisation.baseCurrency,
    ...documentOfOrder(books, order, options, switches),
  };
}

function referenceOf(order: PrimaryOrder, reference: 'empty' | 'purchase-order-number' | 'order-id'): string {
  if (reference === 'order-id') return order.OrderID;
  return reference === 'empty' ? '' : order.PurchaseOrderNumber;
}
