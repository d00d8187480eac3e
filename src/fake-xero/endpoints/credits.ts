import { remainingCredit } from '../books/balances.ts';
import type { CreditNote, Overpayment } from '../books/records.ts';
import { amount, day, guid, instant, text } from '../query/value.ts';
import { creditNoteView, overpaymentView } from '../views/credit-view.ts';
import { listOf, type Resource } from './resource.ts';

/** Reference, section 3.5: neither ids nor numbers nor statuses can be asked for. */
export const creditNotes: Resource<CreditNote> = {
  name: 'CreditNotes',
  typeName: 'CreditNote',
  isPaged: true,
  hasSummary: false,
  rows: (books) => [...books.creditNotes.values()],
  id: ({ id }) => id,
  updatedAt: ({ updatedAt }) => updatedAt,
  history: ({ history }) => history,
  find: (books, key) =>
    books.creditNotes.get(key) ?? [...books.creditNotes.values()].find(({ number }) => number === key),
  fields: (books) => ({
    CreditNoteID: ({ id }) => guid(id),
    CreditNoteNumber: ({ number }) => text(number),
    Type: ({ type }) => text(type),
    Status: ({ status }) => text(status),
    Reference: ({ reference }) => text(reference),
    Date: ({ date }) => day(date),
    UpdatedDateUTC: ({ updatedAt }) => instant(updatedAt),
    Total: ({ total }) => amount(total),
    RemainingCredit: (note) => amount(remainingCredit(books, note)),
    'Contact.ContactID': ({ contactId }) => guid(contactId),
    'Contact.Name': ({ contactId }) => text(books.contact(contactId).name),
  }),
  view: creditNoteView,
};

/** Reference, section 3.7. */
export const overpayments: Resource<Overpayment> = {
  name: 'Overpayments',
  typeName: 'Overpayment',
  isPaged: true,
  hasSummary: false,
  rows: (books) => [...books.overpayments.values()],
  narrow(_books, query) {
    const references = listOf(query, 'References');
    return references && (({ reference }) => references.includes(reference));
  },
  id: ({ id }) => id,
  updatedAt: ({ updatedAt }) => updatedAt,
  history: ({ history }) => history,
  find: (books, key) => books.overpayments.get(key),
  fields: (books) => ({
    OverpaymentID: ({ id }) => guid(id),
    Type: ({ type }) => text(type),
    Status: ({ status }) => text(status),
    Reference: ({ reference }) => text(reference),
    Date: ({ date }) => day(date),
    UpdatedDateUTC: ({ updatedAt }) => instant(updatedAt),
    Total: ({ total }) => amount(total),
    RemainingCredit: (overpayment) => amount(remainingCredit(books, overpayment)),
    'Contact.ContactID': ({ contactId }) => guid(contactId),
    'Contact.Name': ({ contactId }) => text(books.contact(contactId).name),
  }),
  view: overpaymentView,
};

/** There are none: neither Neto nor anybody here makes one. */
export const prepayments: Resource<never> = {
  name: 'Prepayments',
  typeName: 'Prepayment',
  isPaged: true,
  hasSummary: false,
  rows: () => [],
  id: () => '',
  updatedAt: () => undefined,
  find: () => undefined,
  fields: () => ({}),
  view: () => ({}),
};
