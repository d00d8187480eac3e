import { type Books, touch } from '../books/books.ts';
import { activeByName, addContact } from '../books/contacts.ts';
import type { Contact } from '../books/records.ts';
import { Refused } from '../books/refused.ts';
import type { ReadConnectorOptions } from './connector-options.ts';
import type { ConnectorSwitches } from './connector-switches.ts';
import type { PrimaryOrder } from './primary-records.ts';

/**
 * Found by its number, which is the user name, then by name or company, then by e-mail address; whoever is found bears the
 * user name from then on (notes on feeds, section 3.4).
 * @throws Refused
 */
export function contactOfOrder(
  books: Books,
  order: PrimaryOrder,
  { fixedContact }: ReadConnectorOptions,
  { contactMatching }: ConnectorSwitches,
): Contact {
  if (fixedContact !== undefined) return activeByName(books, fixedContact) ?? addContact(books, { name: fixedContact });
  const { Username: number, BillCompany: company, BillFirstName, BillLastName, Email: email } = order;
  const person = `${BillFirstName} ${BillLastName}`.trim();
  const name = company || person;
  const byNumber = number === '' ? undefined : books.contactNumbered(number);
  const byName =
    contactMatching === 'any-name' ? activeByName(books, name) : company ? activeByName(books, company) : undefined;
  const found = byNumber ?? byName ?? (contactMatching === 'any-name' ? undefined : books.contactMailed(email));
  if (found?.status === 'ARCHIVED') {
    throw new Refused(`The contact with the specified contact details has been archived: ${found.name}`);
  }
  if (found !== undefined) return withNumber(books, found, number);
  if (name === '') throw new Refused('A Contact must be specified for this type of transaction');
  return addContact(books, { name, number, email, firstName: BillFirstName, lastName: BillLastName });
}

function withNumber(books: Books, contact: Contact, number: string): Contact {
  if (number === '' || contact.number === number) return contact;
  books.renumberContact(contact, number);
  touch(books, contact, 'Edited', `Contact number ${number}`);
  return contact;
}
