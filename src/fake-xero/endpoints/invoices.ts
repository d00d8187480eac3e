import { amountDue, amountPaid } from '../books/balances.ts';
import type { Books } from '../books/books.ts';
import { numberKey, withNumber } from '../books/invoices.ts';
import type { Invoice } from '../books/records.ts';
import { amount, day, guid, instant, text } from '../query/value.ts';
import { invoiceView } from '../views/invoice-view.ts';
import { allOf, listOf, type Resource } from './resource.ts';

/** Reference, section 3.3. */
export const invoices: Resource<Invoice> = {
  name: 'Invoices',
  typeName: 'Invoice',
  isPaged: true,
  hasSummary: true,
  rows: ({ invoices: all, switches }) =>
    [...all.values()].filter(({ status }) => status !== 'DELETED' || switches.deletedInLists === 'shown'),
  narrow,
  id: ({ id }) => id,
  updatedAt: ({ updatedAt }) => updatedAt,
  history: ({ history }) => history,
  // By number it works, too, and of several records with one number the last one comes.
  find: (books, key) => books.invoices.get(key) ?? withNumber(books, key).at(-1),
  fields: (books) => ({
    InvoiceID: ({ id }) => guid(id),
    InvoiceNumber: ({ number }) => text(number),
    Type: ({ type }) => text(type),
    Status: ({ status }) => text(status),
    Reference: ({ reference }) => text(reference),
    CurrencyCode: ({ currency }) => text(currency),
    Date: ({ date }) => day(date),
    DueDate: ({ dueDate }) => day(dueDate),
    UpdatedDateUTC: ({ updatedAt }) => instant(updatedAt),
    Total: ({ total }) => amount(total),
    AmountDue: (invoice) => amount(amountDue(books, invoice)),
    AmountPaid: (invoice) => amount(amountPaid(books, invoice)),
    'Contact.ContactID': ({ contactId }) => guid(contactId),
    'Contact.Name': ({ contactId }) => text(books.contact(contactId).name),
    'Contact.ContactNumber': ({ contactId }) => text(books.contact(contactId).number || undefined),
  }),
  view: invoiceView,
};

function narrow(books: Books, query: URLSearchParams): ((row: Invoice) => boolean) | undefined {
  // Only what the calling app itself has made, and this one makes nothing.
  if (query.get('createdByMyApp') === 'true') return () => false;
  const ids = asSet(listOf(query, 'IDs')?.map((id) => id.toLowerCase()));
  const contacts = asSet(listOf(query, 'ContactIDs')?.map((id) => id.toLowerCase()));
  const statuses = asSet(listOf(query, 'Statuses'));
  const term = query.get('searchTerm')?.toLowerCase();
  return allOf<Invoice>([
    numberTest(books, listOf(query, 'InvoiceNumbers')),
    ids && (({ id }) => ids.has(id)),
    contacts && (({ contactId }) => contacts.has(contactId)),
    statuses && (({ status }) => statuses.has(status)),
    term === undefined ? undefined : ({ number, reference }) => `${number}\n${reference}`.toLowerCase().includes(term),
  ]);
}

function numberTest(books: Books, numbers: readonly string[] | undefined): ((row: Invoice) => boolean) | undefined {
  if (numbers === undefined) return undefined;
  const wanted = new Set(numbers.map((number) => numberKey(books, number)));
  if (books.switches.numberMatch === 'whole') return ({ number }) => wanted.has(numberKey(books, number));
  return ({ number }) => [...wanted].some((begin) => numberKey(books, number).startsWith(begin));
}

function asSet(values: readonly string[] | undefined): Set<string> | undefined {
  return values && new Set(values);
}
