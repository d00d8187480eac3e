import { idMaker } from '../ids.ts';
import type { Switches } from '../switches.ts';
import { plainAccounts, plainOrganisation, plainTaxRates } from './plain-organisation.ts';
import type {
  Account,
  Allocation,
  Contact,
  CreditNote,
  Invoice,
  Organisation,
  Overpayment,
  Payment,
  TaxRate,
} from './records.ts';

/** Who writes into the books: named in the history of what is written. */
export const NETO_APP = 'Neto Connector (fake)';

/** All that an organisation holds, in memory. The rules on it are in the files beside; this is what they share. */
export class Books {
  readonly organisation: Organisation;
  readonly switches: Switches;
  readonly now: () => number;
  readonly newId = idMaker();
  readonly invoices = new Map<string, Invoice>();
  readonly creditNotes = new Map<string, CreditNote>();
  readonly overpayments = new Map<string, Overpayment>();
  readonly payments = new Map<string, Payment>();
  readonly contacts = new Map<string, Contact>();
  readonly allocations = new Map<string, Allocation>();
  readonly accounts: Account[] = plainAccounts();
  readonly taxRates: TaxRate[] = plainTaxRates();
  /** What changed since it was last looked at. */
  readonly touched = new Set<{ readonly id: string }>();
  /** By what is paid or credited. */
  readonly #paymentsOf = new Map<string, Payment[]>();
  readonly #contactNumbers = new Map<string, Contact[]>();
  readonly #mailed = new Map<string, Contact[]>();
  readonly #called = new Map<string, Contact[]>();
  /** By the number in lower case. */
  readonly #numbered = new Map<string, Invoice[]>();
  readonly #allocationsOf = new Map<string, Allocation[]>();

  constructor(organisation: Partial<Organisation>, switches: Switches, now: () => number) {
    this.organisation = { ...plainOrganisation(), ...organisation };
    this.switches = switches;
    this.now = now;
  }

  paymentsOf(documentId: string): readonly Payment[] {
    return this.#paymentsOf.get(documentId) ?? [];
  }

  /** Of an invoice those that it was given, of a credit those that it gives. */
  allocationsOf(documentId: string): readonly Allocation[] {
    return this.#allocationsOf.get(documentId) ?? [];
  }

  putInvoice(invoice: Invoice): void {
    this.invoices.set(invoice.id, invoice);
    append(this.#numbered, invoice.number.toLowerCase(), invoice);
  }

  renumber(invoice: Invoice, number: string): void {
    const key = invoice.number.toLowerCase();
    const others = (this.#numbered.get(key) ?? []).filter((other) => other !== invoice);
    this.#numbered.set(key, others);
    invoice.number = number;
    append(this.#numbered, number.toLowerCase(), invoice);
  }

  /** Of any type and status, whatever the case of their letters. */
  numbered(number: string): readonly Invoice[] {
    return this.#numbered.get(number.toLowerCase()) ?? [];
  }

  putContact(contact: Contact): void {
    this.contacts.set(contact.id, contact);
    append(this.#called, nameKey(contact.name), contact);
    append(this.#contactNumbers, contact.number, contact);
    append(this.#mailed, contact.email.toLowerCase(), contact);
  }

  renumberContact(contact: Contact, number: string): void {
    contact.number = number;
    append(this.#contactNumbers, number, contact);
  }

  /** The last that was given the number, whether archived or not. */
  contactNumbered(number: string): Contact | undefined {
    return this.#contactNumbers.get(number)?.findLast((contact) => contact.number === number);
  }

  contactMailed(email: string): Contact | undefined {
    if (email === '') return undefined;
    return this.#mailed.get(email.toLowerCase())?.find(({ status }) => status === 'ACTIVE');
  }

  rename(contact: Contact, name: string): void {
    const key = nameKey(contact.name);
    this.#called.set(
      key,
      this.contactsCalled(contact.name).filter((other) => other !== contact),
    );
    contact.name = name;
    append(this.#called, nameKey(name), contact);
  }

  contactsCalled(name: string): readonly Contact[] {
    return this.#called.get(nameKey(name)) ?? [];
  }

  putPayment(payment: Payment): void {
    this.payments.set(payment.id, payment);
    append(this.#paymentsOf, payment.documentId, payment);
  }

  putAllocation(allocation: Allocation): void {
    this.allocations.set(allocation.id, allocation);
    append(this.#allocationsOf, allocation.invoiceId, allocation);
    append(this.#allocationsOf, allocation.creditId, allocation);
  }

  contact(id: string): Contact {
    const contact = this.contacts.get(id);
    if (contact === undefined) throw new Error(`The fake Xero has no contact ${id}`);
    return contact;
  }

  account(code: string): Account | undefined {
    return this.accounts.find((account) => account.code === code);
  }

  rateOf(taxType: string): string | undefined {
    return this.taxRates.find((rate) => rate.taxType === taxType)?.rate;
  }
}

function nameKey(name: string): string {
  return name.trim().toLowerCase();
}

function append<Item>(lists: Map<string, Item[]>, key: string, item: Item): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [item]);
  else list.push(item);
}

/** Notes in its history what was done with a record, and that it changed now. */
export function touch(
  books: Books,
  record: {
    readonly id: string;
    updatedAt: number;
    readonly history: { push(entry: Invoice['history'][number]): unknown };
  },
  changes: string,
  details = '',
  user = 'System Generated',
): void {
  const at = books.now();
  books.touched.add(record);
  record.updatedAt = at;
  record.history.push({ changes, at, user, details });
}
