import { activeByName, addContact } from '../books/contacts.ts';
import { createInvoice, holderOf, linesOf } from '../books/invoices.ts';
import { Refused } from '../books/refused.ts';
import type { LineSeed } from '../books/seeds.ts';
import { type Cents, centsText } from '../cents.ts';
import { type Day, dayOf } from '../dates.ts';
import { documentOfOrder } from './document-of-order.ts';
import { attempt, dayOfPlain, type ExportRun, isDue, isOfExport } from './export-state.ts';
import type { PrimaryOrder } from './primary-records.ts';

/** All orders of a group in one invoice to one contact, a line for each account and tax type (reference, section 5). */
export function exportBatches(run: ExportRun): void {
  const groups = new Map<string, PrimaryOrder[]>();
  for (const order of dueOrders(run)) {
    const { CurrencyCode } = order;
    const day =
      run.state.switches.batchCut === 'day' ? dayOfPlain(run, order.DateInvoiced) : dayOf(run.state.books.now());
    const key = `${day} ${CurrencyCode}`;
    groups.set(key, [...(groups.get(key) ?? []), order]);
  }
  for (const [key, orders] of groups) {
    const [day = '', currency = ''] = key.split(' ');
    const number = freeNumber(run, day);
    attempt(run, 'batch', number, () => exportBatch(run, number, day, currency, orders));
  }
}

function dueOrders({ state, primary }: ExportRun): PrimaryOrder[] {
  return primary.orders.filter(
    (order) =>
      isOfExport(state, order) &&
      isDue(state, order) &&
      order.OrderStatus !== 'Cancelled' &&
      !state.held.has(order.OrderID) &&
      !state.orders.has(order.OrderID),
  );
}

function exportBatch(
  run: ExportRun,
  number: string,
  date: Day,
  currency: string,
  orders: readonly PrimaryOrder[],
): { readonly result: 'exported'; readonly xeroId: string } | undefined {
  const { books, options, switches } = run.state;
  const sums = new Map<string, Cents>();
  const taken: PrimaryOrder[] = [];
  for (const order of orders) {
    // One order that can't go does not keep the others.
    attempt(run, 'invoice', order.OrderID, () => {
      for (const [key, cents] of sumsOfOrder(run, order)) sums.set(key, (sums.get(key) ?? 0n) + cents);
      taken.push(order);
      return undefined;
    });
  }
  if (taken.length === 0) return undefined;
  const lines: LineSeed[] = [...sums].map(([key, cents]) => {
    const [accountCode = '', taxType = ''] = key.split(' ');
    return { description: `Sales ${date} account ${accountCode}`, unitAmount: centsText(cents), accountCode, taxType };
  });
  const name = options.fixedContact ?? options.batchContact;
  const contact = activeByName(books, name) ?? addContact(books, { name });
  const invoice = createInvoice(books, {
    number,
    contact: { id: contact.id },
    date,
    status: switches.invoiceStatus,
    currency: currency || books.organisation.baseCurrency,
    lines,
  });
  for (const { OrderID } of taken) {
    const exported = { invoiceId: invoice.id, sent: '', order: '', run: run.state.run, isCancelled: false };
    run.state.orders.set(OrderID, exported);
  }
  return { result: 'exported', xeroId: invoice.id };
}

/** By account and tax type, the tax in it. @throws Refused */
function sumsOfOrder({ state }: ExportRun, order: PrimaryOrder): [string, Cents][] {
  const { books, options, switches } = state;
  if (order.DatePaymentDue === '' && switches.emptyDueDate === 'refused') throw new Refused('Due date cannot be empty');
  const { lines, lineAmountTypes } = documentOfOrder(books, order, options, switches);
  return linesOf(books, lines, lineAmountTypes).map((line) => [
    `${line.accountCode} ${line.taxType}`,
    line.lineAmount + (lineAmountTypes === 'Exclusive' ? line.taxAmount : 0n),
  ]);
}

/** A scheme that is invented: nobody knows Neto's (X5). */
function freeNumber({ state }: ExportRun, day: Day): string {
  for (let count = 1; ; count += 1) {
    const number = `${state.options.invoicePrefix}BATCH-${day}-${count}`;
    if (holderOf(state.books, number) === undefined) return number;
  }
}
