import { addAccount } from '../books/add-account.ts';
import { demandBalanced } from '../books/balanced.ts';
import { type Books, touch } from '../books/books.ts';
import { addContact, archiveContact, changeContact, mergeContacts } from '../books/contacts.ts';
import { addCreditNote, addOverpayment, allocate, removeAllocation, voidCredit } from '../books/credits.ts';
import {
  A_PERSON,
  approveInvoice,
  bookInvoice,
  changeInvoice,
  createInvoice,
  deleteInvoice,
  moveDueDate,
  renumberInvoice,
  upsertInvoice,
  voidInvoice,
} from '../books/invoices.ts';
import { addPayment, deletePayment } from '../books/payments.ts';
import type {
  Account,
  Allocation,
  Contact,
  CreditNote,
  Invoice,
  Organisation,
  Overpayment,
  Payment,
} from '../books/records.ts';
import type {
  AccountSeed,
  ContactSeed,
  CreditNoteSeed,
  InvoiceSeed,
  OrganisationSeed,
  OverpaymentSeed,
  PaymentSeed,
} from '../books/seeds.ts';
import { setOrganisation } from '../books/set-organisation.ts';
import { centsText } from '../cents.ts';
import { contactBy, creditBy, invoiceBy, paymentBy } from './find.ts';

/**
 * What people and Neto's app do in the organisation: the client under test never sees it. Documents are named by their
 * number or id, contacts by name or id. What Xero refuses throws `Refused` with Xero's words. Records that are returned
 * are copies; their amounts are whole cents.
 */
export function controlOf(books: Books) {
  const done = <Result extends object>(result: Result): Result => {
    demandBalanced(books);
    return structuredClone(result);
  };
  return {
    /** As PUT: a number that is taken is refused. */
    createInvoice: (seed: InvoiceSeed, by?: string): Invoice => done(createInvoice(books, seed, by)),
    /** As POST: what has the number is updated. */
    upsertInvoice: (seed: InvoiceSeed, by?: string): Invoice => done(upsertInvoice(books, seed, by)),
    /** Whatever has the number: two live invoices with one number can't be made otherwise. */
    forceInvoice: (seed: InvoiceSeed, by?: string): Invoice => done(bookInvoice(books, seed, by)),
    /** Contact, day, due day, currency, number, lines or `total`, as a person edits it. */
    changeInvoice: (key: string, changes: Partial<InvoiceSeed>): Invoice =>
      done(changeInvoice(books, invoiceBy(books, key), changes, A_PERSON)),
    /** Of a partly paid one, too, and UpdatedDateUTC stays (reference, section 3.1). */
    moveDueDate: (key: string, dueDate: string): Invoice => done(moveDueDate(books, invoiceBy(books, key), dueDate)),
    renumberInvoice: (key: string, number: string): Invoice =>
      done(renumberInvoice(books, invoiceBy(books, key), number)),
    approveInvoice: (key: string): Invoice => done(approveInvoice(books, invoiceBy(books, key))),
    voidInvoice: (key: string): Invoice => done(voidInvoice(books, invoiceBy(books, key))),
    /** Drafts alone. */
    deleteInvoice: (key: string): Invoice => done(deleteInvoice(books, invoiceBy(books, key))),
    /** Any status, also one that no document names. */
    setStatus(key: string, status: string): Invoice {
      const invoice = invoiceBy(books, key);
      invoice.status = status;
      touch(books, invoice, 'Edited', '', 'A person');
      return structuredClone(invoice);
    },
    /** The tax alone is another one, as a person sets it; the total stays. */
    shiftTax(key: string, cents: number): Invoice {
      const invoice = invoiceBy(books, key);
      invoice.totalTax += BigInt(cents);
      invoice.subTotal -= BigInt(cents);
      touch(books, invoice, 'Edited', '', 'A person');
      return done(invoice);
    },
    /** Another invoice of the same contact, total and day, under another number. */
    twinInvoice(key: string, number: string, reference = ''): Invoice {
      const { contactId, date, dueDate, total, currency } = invoiceBy(books, key);
      const seed = { number, reference, contact: { id: contactId }, date, dueDate, currency, total: centsText(total) };
      return done(bookInvoice(books, seed, 'a person'));
    },
    addPayment: (seed: PaymentSeed, by?: string): Payment => done(addPayment(books, seed, by)),
    /** By its reference or id. */
    deletePayment: (key: string): Payment => done(deletePayment(books, paymentBy(books, key))),
    addCreditNote: (seed: CreditNoteSeed, by?: string): CreditNote => done(addCreditNote(books, seed, by)),
    /** A person gives it another day. */
    /** As where a line has the tax rate of another product: by so many cents, within its total. */
    shiftCreditTax(key: string, cents: number): void {
      const credit = creditBy(books, key);
      const by = BigInt(cents);
      credit.totalTax += by;
      credit.subTotal -= by;
      touch(books, credit, 'Edited', '', A_PERSON);
    },
    moveCredit(key: string, date: string): void {
      const credit = creditBy(books, key);
      credit.date = date;
      touch(books, credit, 'Edited', '', A_PERSON);
    },
    addOverpayment: (seed: OverpaymentSeed, by?: string): Overpayment => done(addOverpayment(books, seed, by)),
    /** A credit note or overpayment, by number, reference or id. */
    voidCredit: (key: string): void => voidCredit(books, creditBy(books, key)),
    allocate: (credit: string, invoice: string, amount: string | number, date: string): Allocation =>
      done(allocate(books, creditBy(books, credit), invoiceBy(books, invoice), amount, date)),
    removeAllocation(id: string): void {
      const allocation = books.allocations.get(id);
      if (allocation === undefined) throw new Error(`The fake Xero has no allocation ${id}`);
      removeAllocation(books, allocation);
    },
    addContact: (seed: ContactSeed): Contact => done(addContact(books, seed)),
    changeContact: (key: string, changes: Partial<ContactSeed>): Contact =>
      done(changeContact(books, contactBy(books, key).id, changes)),
    archiveContact: (key: string): Contact => done(archiveContact(books, contactBy(books, key).id)),
    mergeContacts: (from: string, into: string): Contact =>
      done(mergeContacts(books, contactBy(books, from).id, contactBy(books, into).id)),
    addAccount: (seed: AccountSeed): Account => done(addAccount(books, seed)),
    /** Also the lock dates; `null` takes one away. */
    setOrganisation: (
      changes: Partial<{ [Name in keyof OrganisationSeed]: OrganisationSeed[Name] | null }>,
    ): Organisation => done(setOrganisation(books, changes)),

    organisation: (): Organisation => structuredClone(books.organisation),
    invoices: (): Invoice[] => structuredClone([...books.invoices.values()]),
    creditNotes: (): CreditNote[] => structuredClone([...books.creditNotes.values()]),
    overpayments: (): Overpayment[] => structuredClone([...books.overpayments.values()]),
    payments: (): Payment[] => structuredClone([...books.payments.values()]),
    contacts: (): Contact[] => structuredClone([...books.contacts.values()]),
  };
}

export type Control = ReturnType<typeof controlOf>;
