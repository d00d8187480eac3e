import type { PrimaryAccount } from '../../model/customer.ts';
import { lowerKey } from '../../model/text-key.ts';
import { TextTable } from '../../model/text-table.ts';
import type { NamedAccount } from '../../neto/customers.ts';
import type { ContactPerson } from '../../transform/guards/contacts.ts';

/** Somebody as Xero's contacts are matched by them, without an order. */
export type Contact = Omit<ContactPerson, 'orderId'>;

export type Account = NamedAccount & Partial<Pick<PrimaryAccount, 'internalNotes'>>;

/** User name, address, first name, surname, company. */
type Packed = [string, string, string, string, string];

function packed({ username, email, firstName, surname, company }: Contact): string {
  return JSON.stringify([username, email, firstName, surname, company] satisfies Packed);
}

function unpacked(text: string): Contact {
  const [username, email, firstName, surname, company] = JSON.parse(text) as Packed;
  return { username, email, firstName, surname, company };
}

/** The contacts that buyers and accounts come to, each once and as bytes: a buyer's own account is no second one. */
export class SurveyedContacts {
  readonly #contacts = new TextTable();
  /** By the number of a buyer. */
  readonly #contactOf: number[] = [];

  /** @param buyer left out for an account that is looked at beside them; buyers come first */
  add(contact: Contact, buyer?: number): void {
    const place = this.#contacts.put(packed(contact));
    if (buyer !== undefined) this.#contactOf[buyer] = place;
  }

  at(place: number): Contact {
    return unpacked(this.#contacts.at(place));
  }

  /** The places of some contacts, by the numbers of their buyers. */
  buyersOf(places: ReadonlySet<number>): ReadonlyMap<number, number> {
    const buyers = new Map<number, number>();
    // Numbers of buyers without an order are left out, and have no contact.
    this.#contactOf.forEach((place, buyer) => {
      if (places.has(place)) buyers.set(buyer, place);
    });
    return buyers;
  }

  *[Symbol.iterator](): Generator<ContactPerson> {
    for (const text of this.#contacts) yield { orderId: '', ...unpacked(text) };
  }
}

/** Accounts of the primary, each as it was read last; by user name. */
export class ReadAccounts {
  readonly #names = new TextTable();
  readonly #contacts = new TextTable();
  /** By the number of a user name. */
  readonly #latest: number[] = [];
  readonly #inFull: Map<string, Account> | undefined;

  /** @param inFull whether somebody without an account may be one of these */
  constructor({ inFull }: { readonly inFull: boolean }) {
    this.#inFull = inFull ? new Map() : undefined;
  }

  take(accounts: readonly Account[]): void {
    for (const account of accounts) {
      const { firstName, lastName: surname, company } = account.billing;
      const username = lowerKey(account.username);
      const contact = { username, email: account.email, firstName, surname, company };
      this.#latest[this.#names.put(username)] = this.#contacts.put(packed(contact));
      this.#inFull?.set(username, account);
    }
  }

  /** Empty where they are not kept in full. */
  inFull(): Account[] {
    return [...(this.#inFull?.values() ?? [])];
  }

  *asContacts(): Generator<Contact> {
    for (const number of this.#latest) yield unpacked(this.#contacts.at(number));
  }
}
