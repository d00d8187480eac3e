import type { Books } from '../books/books.ts';
import type { Contact } from '../books/records.ts';
import { flag, guid, instant, text } from '../query/value.ts';
import { contactView } from '../views/contact-view.ts';
import { allOf, listOf, type Resource } from './resource.ts';

/** Reference, section 3.8. */
export const contacts: Resource<Contact> = {
  name: 'Contacts',
  typeName: 'Contact',
  isPaged: true,
  hasSummary: true,
  rows: (books) => [...books.contacts.values()],
  narrow,
  id: ({ id }) => id,
  updatedAt: ({ updatedAt }) => updatedAt,
  history: ({ history }) => history,
  find: (books, key) => books.contacts.get(key),
  fields: () => ({
    ContactID: ({ id }) => guid(id),
    ContactNumber: ({ number }) => text(number || undefined),
    Name: ({ name }) => text(name),
    EmailAddress: ({ email }) => text(email),
    ContactStatus: ({ status }) => text(status),
    IsCustomer: ({ isCustomer }) => flag(isCustomer),
    IsSupplier: ({ isSupplier }) => flag(isSupplier),
    UpdatedDateUTC: ({ updatedAt }) => instant(updatedAt),
  }),
  view: (_books, contact) => contactView(contact),
};

function narrow(_books: Books, query: URLSearchParams): (row: Contact) => boolean {
  const ids = listOf(query, 'IDs')?.map((id) => id.toLowerCase());
  const term = query.get('searchTerm')?.toLowerCase();
  return allOf<Contact>([
    query.get('includeArchived') === 'true' ? undefined : ({ status }) => status === 'ACTIVE',
    ids && (({ id }) => ids.includes(id)),
    term === undefined
      ? undefined
      : ({ name, number, email }) => `${name}\n${number}\n${email}`.toLowerCase().includes(term),
  ]);
}
