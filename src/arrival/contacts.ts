import type { XeroContact, XeroInvoice } from '../xero/records.ts';
import type { ExpectedCopy, People } from './expected.ts';

export type ContactVerdict = { readonly kind: 'same' | 'unknown' } | { readonly kind: 'other'; readonly name: string };

/** An invoice with its copy. */
export interface Pair {
  readonly copy: ExpectedCopy;
  readonly invoice: XeroInvoice;
}

/** So many different customers on one contact are no mistake, but the export's way. */
const FIXED_FROM = 3;

/** Whether by its name or number alone the contact of an invoice is the one expected. */
export function isNamedAlike(copy: ExpectedCopy, invoice: XeroInvoice, people: People): boolean {
  return isCalled(copy, invoice.contactName, people) || isNumbered(copy, invoice.contactNumber, people);
}

function isCalled({ nameKey }: ExpectedCopy, name: string, people: People): boolean {
  return nameKey !== '' && nameKey === people.nameKey(name);
}

/** Neto's username is the contact's number in Xero. */
function isNumbered({ usernameKey }: ExpectedCopy, number: string, people: People): boolean {
  return usernameKey !== '' && usernameKey === people.usernameKey(number);
}

/**
 * Says of each invoice whether its contact is the copy's customer: by name, by number, by what it was merged into, or since
 * all invoices go to that one contact. What is not known is not called another's.
 */
export class ContactJudge {
  readonly #contacts: ReadonlyMap<string, XeroContact>;
  /** Contacts that the export sends everything of a store to. */
  readonly fixed: ReadonlySet<string>;

  readonly #people: People;

  constructor(pairs: readonly Pair[], contacts: ReadonlyMap<string, XeroContact>, people: People) {
    this.#people = people;
    this.#contacts = contacts;
    this.fixed = fixedContacts(pairs);
  }

  compare(copy: ExpectedCopy, invoice: XeroInvoice): ContactVerdict {
    if (isNamedAlike(copy, invoice, this.#people) || this.fixed.has(invoice.contactId)) return { kind: 'same' };
    const contact = this.#survivorOf(invoice.contactId);
    // Not read, or without anything to compare: nothing is known.
    if (contact === undefined || (contact.number === '' && copy.nameKey === '')) return { kind: 'unknown' };
    if (isNumbered(copy, contact.number, this.#people) || isCalled(copy, contact.name, this.#people))
      return { kind: 'same' };
    return { kind: 'other', name: contact.name };
  }

  #survivorOf(id: string): XeroContact | undefined {
    let found = this.#contacts.get(id);
    for (let steps = 0; steps < 5 && found?.mergedInto != null; steps += 1)
      found = this.#contacts.get(found.mergedInto) ?? found;
    return found;
  }
}

/** More than half of a store's invoices, of several customers, are on it. */
function fixedContacts(pairs: readonly Pair[]): ReadonlySet<string> {
  const fixed = new Set<string>();
  for (const [, ofStore] of Map.groupBy(pairs, ({ copy }) => copy.store)) {
    for (const [contactId, own] of Map.groupBy(ofStore, ({ invoice }) => invoice.contactId)) {
      // One account of a shop may stand for all its customers, who have names of their own.
      const people = new Set(own.map(({ copy }) => `${copy.usernameKey} ${copy.nameKey}`));
      if (contactId !== '' && people.size >= FIXED_FROM && own.length * 2 > ofStore.length) fixed.add(contactId);
    }
  }
  return fixed;
}
