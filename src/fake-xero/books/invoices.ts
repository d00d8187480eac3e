import { centsOf, twoDecimals } from '../cents.ts';
import { amountAllocated, amountPaid } from './balances.ts';
import { type Books, NETO_APP, touch } from './books.ts';
import { contactFor } from './contacts.ts';
import { lineOf, totalsOf } from './lines.ts';
import { demandOpen } from './locks.ts';
import type { Invoice, Line, LineAmountTypes } from './records.ts';
import { Refused } from './refused.ts';
import { type InvoiceSeed, invoiceSeedSchema, type LineSeed, lineSeedSchema, readChanges, readSeed } from './seeds.ts';

export const WRONG_STATUS = 'Invoice not of valid status for modification';
const NOT_UNIQUE = 'Invoice # must be unique.';

/** @throws Refused as Xero's PUT does; @param by the app or person that history names */
export function createInvoice(books: Books, seed: InvoiceSeed, by = NETO_APP): Invoice {
  const given = readSeed(invoiceSeedSchema, seed);
  if (given.type === 'ACCREC' && holderOf(books, given.number) !== undefined) throw new Refused(NOT_UNIQUE);
  return bookInvoice(books, seed, by);
}

/** As POST: what bears the number already is updated, where that is still possible. @throws Refused */
export function upsertInvoice(books: Books, seed: InvoiceSeed, by = NETO_APP): Invoice {
  const given = readSeed(invoiceSeedSchema, seed);
  const found = given.type === 'ACCREC' ? toUpdate(books, given.number) : undefined;
  if (found === undefined) return bookInvoice(books, seed, by);
  if (found.status === 'DELETED') found.status = 'DRAFT';
  return changeInvoice(books, found, { ...seed, status: given.status }, by);
}

/** Without a look at other invoices' numbers: two live ones with one number can't be made otherwise. */
export function bookInvoice(books: Books, seed: InvoiceSeed, by = NETO_APP): Invoice {
  const given = readSeed(invoiceSeedSchema, seed);
  if (given.status === 'AUTHORISED') demandOpen(books, given.date);
  const contact = contactFor(books, given.contact);
  const lines = linesOf(books, given.lines ?? oneLine(given.total), given.lineAmountTypes);
  const invoice: Invoice = {
    id: books.newId('invoice'),
    type: given.type,
    number: given.number,
    contactId: contact.id,
    date: given.date,
    dueDate: given.dueDate ?? given.date,
    status: given.status,
    reference: given.reference,
    lineAmountTypes: given.lineAmountTypes,
    lines,
    currency: given.currency ?? books.organisation.baseCurrency,
    currencyRate: given.currencyRate,
    roundingAmount: centsOf(given.roundingAmount),
    ...totalsOf(lines, given.lineAmountTypes),
    updatedAt: 0,
    history: [],
  };
  invoice.total += invoice.roundingAmount;
  demandTotal(invoice);
  books.putInvoice(invoice);
  if (given.type === 'ACCREC') contact.isCustomer = true;
  else contact.isSupplier = true;
  touch(books, invoice, 'Created', `Received through the Xero API from ${by}`);
  if (given.status === 'AUTHORISED') touch(books, invoice, 'Approved', describe(books, invoice));
  settleZero(books, invoice);
  return invoice;
}

/** Who changes something in Xero itself, and not through its API. */
export const A_PERSON = 'a person';

/** @throws Refused where it is paid, partly paid, voided or deleted, or would be in a locked period */
export function changeInvoice(books: Books, invoice: Invoice, changes: Partial<InvoiceSeed>, by = NETO_APP): Invoice {
  demandChangeable(books, invoice);
  const given = readChanges(invoiceSeedSchema, changes);
  // What is approved does not become a draft again.
  const status = invoice.status === 'AUTHORISED' ? invoice.status : (given.status ?? invoice.status);
  if (status === 'AUTHORISED') {
    demandOpen(books, invoice.date);
    demandOpen(books, given.date ?? invoice.date);
  }
  const amounts = changedAmounts(books, invoice, given);
  demandTotal({ ...invoice, ...amounts });
  const { number = invoice.number, date, dueDate, reference, currency, currencyRate } = given;
  if (number !== invoice.number) renumberInvoice(books, invoice, number);
  if (given.contact !== undefined) invoice.contactId = contactFor(books, given.contact).id;
  const named = { date, dueDate, reference, currency, currencyRate, status };
  Object.assign(invoice, amounts, Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined)));
  if (by === A_PERSON) touch(books, invoice, 'Edited', '', 'A person');
  else touch(books, invoice, 'Updated', `Received through the Xero API from ${by}`);
  settleZero(books, invoice);
  return invoice;
}

function changedAmounts(
  books: Books,
  invoice: Invoice,
  given: ReturnType<typeof readChanges<typeof invoiceSeedSchema.shape>>,
): Partial<Invoice> {
  if (given.lines === undefined && given.total === undefined) return {};
  const lineAmountTypes = given.lineAmountTypes ?? invoice.lineAmountTypes;
  const roundingAmount = centsOf(given.roundingAmount ?? '0');
  const lines = linesOf(books, given.lines ?? oneLine(given.total), lineAmountTypes);
  const totals = totalsOf(lines, lineAmountTypes);
  return { lines, lineAmountTypes, roundingAmount, ...totals, total: totals.total + roundingAmount };
}

/** As a person does it before voiding, so that the number is free again. @throws Refused where it is taken */
export function renumberInvoice(books: Books, invoice: Invoice, number: string): Invoice {
  const holder = invoice.type === 'ACCREC' ? holderOf(books, number) : undefined;
  if (holder !== undefined && holder !== invoice) throw new Refused(NOT_UNIQUE);
  books.renumber(invoice, number);
  touch(books, invoice, 'Edited', '', 'A person');
  return invoice;
}

/** Of what is partly paid, too; and then UpdatedDateUTC does not tell so (reference, section 3.1). */
export function moveDueDate(books: Books, invoice: Invoice, dueDate: string): Invoice {
  const isPartlyPaid = hasBelongings(books, invoice);
  invoice.dueDate = dueDate;
  if (!isPartlyPaid) touch(books, invoice, 'Edited', '', 'A person');
  return invoice;
}

/** A draft is approved. @throws Refused */
export function approveInvoice(books: Books, invoice: Invoice): Invoice {
  if (invoice.status !== 'DRAFT' && invoice.status !== 'SUBMITTED') throw new Refused(WRONG_STATUS);
  demandOpen(books, invoice.date);
  invoice.status = 'AUTHORISED';
  touch(books, invoice, 'Approved', describe(books, invoice), 'A person');
  settleZero(books, invoice);
  return invoice;
}

/** Only what has neither payments nor credits can be voided (reference, section 3.4). @throws Refused */
export function voidInvoice(books: Books, invoice: Invoice): Invoice {
  if (invoice.status !== 'AUTHORISED' || hasBelongings(books, invoice)) throw new Refused(WRONG_STATUS);
  demandOpen(books, invoice.date);
  invoice.status = 'VOIDED';
  touch(books, invoice, 'Voided', '', 'A person');
  return invoice;
}

/** Drafts alone are deleted. @throws Refused */
export function deleteInvoice(books: Books, invoice: Invoice): Invoice {
  if (invoice.status !== 'DRAFT' && invoice.status !== 'SUBMITTED') throw new Refused(WRONG_STATUS);
  invoice.status = 'DELETED';
  touch(books, invoice, 'Deleted', '', 'A person');
  return invoice;
}

/** Which invoice keeps a number from being used again. */
export function holderOf(books: Books, number: string): Invoice | undefined {
  const isFree = (status: string): boolean =>
    status === 'DELETED' || (status === 'VOIDED' && books.switches.voidedNumbers === 'free');
  return withNumber(books, number).find((invoice) => invoice.type === 'ACCREC' && !isFree(invoice.status));
}

export function withNumber(books: Books, number: string): Invoice[] {
  const wanted = numberKey(books, number);
  return books.numbered(number).filter((invoice) => numberKey(books, invoice.number) === wanted);
}

export function numberKey({ switches }: Books, number: string): string {
  return switches.numberCase === 'ignored' ? number.toLowerCase() : number;
}

export function hasBelongings(books: Books, invoice: Invoice): boolean {
  return amountPaid(books, invoice) !== 0n || amountAllocated(books, invoice) !== 0n;
}

function toUpdate(books: Books, number: string): Invoice | undefined {
  const holder = holderOf(books, number);
  if (holder !== undefined || books.switches.postToDeleted === 'creates') return holder;
  return withNumber(books, number).find(({ type, status }) => type === 'ACCREC' && status === 'DELETED');
}

function demandChangeable(books: Books, invoice: Invoice): void {
  const isOpen = ['DRAFT', 'SUBMITTED', 'AUTHORISED'].includes(invoice.status);
  if (!isOpen || hasBelongings(books, invoice)) throw new Refused(WRONG_STATUS);
}

function demandTotal({ total }: Pick<Invoice, 'total'>): void {
  if (total < 0n) throw new Refused('The Total for this document must be greater than or equal to zero.');
}

function settleZero({ switches }: Books, invoice: Invoice): void {
  if (invoice.total === 0n && invoice.status === 'AUTHORISED' && switches.zeroTotal === 'paid') invoice.status = 'PAID';
}

/** `NB100128 to Example Hire Co for 44.85.`: an earlier contact and total survive in the history. */
function describe(books: Books, { number, contactId, total }: Invoice): string {
  return `${number} to ${books.contact(contactId).name} for ${twoDecimals(total)}.`;
}

export function oneLine(total: string | undefined): LineSeed[] {
  if (total === undefined) throw new Error('A document of the fake Xero needs lines or a total');
  return [{ unitAmount: total }];
}

export function linesOf(books: Books, seeds: readonly LineSeed[], lineAmountTypes: LineAmountTypes): Line[] {
  return seeds.map((seed) =>
    lineOf(readSeed(lineSeedSchema, seed), {
      lineAmountTypes,
      midpoint: books.switches.midpoint,
      rateOf: (taxType) => books.rateOf(taxType),
      newId: () => books.newId('line'),
    }),
  );
}
