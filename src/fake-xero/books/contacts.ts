import { type Books, touch } from './books.ts';
import type { Contact } from './records.ts';
import { Refused } from './refused.ts';
import { type ContactKey, type ContactSeed, contactSeedSchema, readChanges, readSeed } from './seeds.ts';

/** @throws Refused for a name that an active contact has */
export function addContact(books: Books, seed: ContactSeed): Contact {
  const given = readSeed(contactSeedSchema, seed);
  demandFreeName(books, given.name);
  const contact: Contact = {
    id: books.newId('contact'),
    ...given,
    status: 'ACTIVE',
    isCustomer: false,
    isSupplier: false,
    updatedAt: 0,
    history: [],
  };
  books.putContact(contact);
  touch(books, contact, 'Created');
  return contact;
}

export function changeContact(books: Books, id: string, changes: Partial<ContactSeed>): Contact {
  const contact = books.contact(id);
  if (changes.name !== undefined && changes.name !== contact.name) demandFreeName(books, changes.name);
  if (changes.name !== undefined) books.rename(contact, changes.name);
  if (changes.number !== undefined) books.renumberContact(contact, changes.number);
  Object.assign(contact, readChanges(contactSeedSchema, changes));
  touch(books, contact, 'Edited', '', 'A person');
  return contact;
}

export function archiveContact(books: Books, id: string): Contact {
  const contact = books.contact(id);
  contact.status = 'ARCHIVED';
  touch(books, contact, 'Archived', '', 'A person');
  return contact;
}

/** The documents of one go to the other, and the one stays as an archived contact that names its survivor. */
export function mergeContacts(books: Books, from: string, into: string): Contact {
  const [merged, survivor] = [books.contact(from), books.contact(into)];
  for (const documents of [books.invoices, books.creditNotes, books.overpayments]) {
    for (const document of documents.values()) {
      if (document.contactId === from) {
        document.contactId = into;
        touch(books, document, 'Edited', `Contact merged into ${survivor.name}`, 'A person');
      }
    }
  }
  merged.status = 'ARCHIVED';
  merged.mergedInto = into;
  touch(books, merged, 'Merged', `Merged into ${survivor.name}`, 'A person');
  return survivor;
}

export function activeByName(books: Books, name: string): Contact | undefined {
  return books.contactsCalled(name).find(({ status }) => status === 'ACTIVE');
}

/**
 * The contact of a document: by name, and made where nobody is called so.
 * @throws Refused for an archived one
 */
export function contactFor(books: Books, key: ContactKey): Contact {
  const contact = findContact(books, key);
  if (contact.status === 'ACTIVE') return contact;
  throw new Refused(`The contact with the specified contact details has been archived: ${contact.name}`);
}

function findContact(books: Books, key: ContactKey): Contact {
  if (typeof key === 'string') return activeByName(books, key) ?? addContact(books, { name: key });
  if ('id' in key) return books.contact(key.id);
  const found = books.contactNumbered(key.number);
  if (found === undefined) throw new Error(`The fake Xero has no contact with the number ${key.number}`);
  return found;
}

function demandFreeName(books: Books, name: string): void {
  if (activeByName(books, name) === undefined) return;
  throw new Refused(
    `The contact name ${name} is already assigned to another contact. The contact name must be unique across all active contacts.`,
  );
}
