import { type Cents, centsOf } from '../cents.ts';
import { type Day, isDay } from '../dates.ts';
import { amountAllocated, amountDue, amountPaid, remainingCredit } from './balances.ts';
import { type Books, NETO_APP, touch } from './books.ts';
import { contactFor } from './contacts.ts';
import { linesOf, oneLine, WRONG_STATUS } from './invoices.ts';
import { totalsOf } from './lines.ts';
import { demandOpen } from './locks.ts';
import { settle } from './payments.ts';
import type { Allocation, CreditNote, Invoice, Overpayment } from './records.ts';
import { Refused } from './refused.ts';
import {
  type CreditNoteSeed,
  creditNoteSeedSchema,
  type OverpaymentSeed,
  overpaymentSeedSchema,
  readSeed,
} from './seeds.ts';

/** @throws Refused for a number that a live credit note has, or a locked period */
export function addCreditNote(books: Books, seed: CreditNoteSeed, by = NETO_APP): CreditNote {
  const given = readSeed(creditNoteSeedSchema, seed);
  if (given.status === 'AUTHORISED') demandOpen(books, given.date);
  const taken = [...books.creditNotes.values()].some(
    ({ number, status, type }) => type === given.type && number === given.number && status !== 'DELETED',
  );
  if (taken) throw new Refused('Credit Note # must be unique.');
  const lines = linesOf(books, given.lines ?? oneLine(given.total), given.lineAmountTypes);
  const note: CreditNote = {
    id: books.newId('credit note'),
    type: given.type,
    number: given.number,
    contactId: contactFor(books, given.contact).id,
    date: given.date,
    status: given.status,
    reference: given.reference,
    lineAmountTypes: given.lineAmountTypes,
    lines,
    currency: given.currency ?? books.organisation.baseCurrency,
    currencyRate: given.currencyRate,
    ...totalsOf(lines, given.lineAmountTypes),
    updatedAt: 0,
    history: [],
  };
  books.creditNotes.set(note.id, note);
  touch(books, note, 'Created', `Received through the Xero API from ${by}`);
  return note;
}

/** @throws Refused where something of it was used */
export function voidCredit(books: Books, credit: CreditNote | Overpayment): void {
  const isUsed = amountAllocated(books, credit) !== 0n || amountPaid(books, credit) !== 0n;
  if (credit.status !== 'AUTHORISED' || isUsed) throw new Refused(WRONG_STATUS);
  credit.status = 'VOIDED';
  touch(books, credit, 'Voided', '', 'A person');
}

export function addOverpayment(books: Books, seed: OverpaymentSeed, by = NETO_APP): Overpayment {
  const given = readSeed(overpaymentSeedSchema, seed);
  demandOpen(books, given.date);
  const line = { description: 'Overpayment', unitAmount: given.total, accountCode: '610', taxType: 'NONE' };
  const lines = linesOf(books, [line], 'NoTax');
  const overpayment: Overpayment = {
    id: books.newId('overpayment'),
    type: given.type,
    contactId: contactFor(books, given.contact).id,
    date: given.date,
    status: 'AUTHORISED',
    reference: given.reference,
    lineAmountTypes: 'NoTax',
    lines,
    currency: given.currency ?? books.organisation.baseCurrency,
    currencyRate: '1',
    ...totalsOf(lines, 'NoTax'),
    updatedAt: 0,
    history: [],
  };
  books.overpayments.set(overpayment.id, overpayment);
  touch(books, overpayment, 'Created', `Received through the Xero API from ${by}`);
  return overpayment;
}

/** Uses a part of a credit on an invoice. @throws Refused for more than is left, or is due */
export function allocate(
  books: Books,
  credit: CreditNote | Overpayment,
  invoice: Invoice,
  amount: string | number,
  date: Day,
): Allocation {
  if (!isDay(date)) throw new Error(`${date} is no day such as 2026-11-24`);
  demandOpen(books, date);
  const cents = centsOf(amount);
  if (invoice.contactId !== credit.contactId) throw new Refused('The contact of the credit and the invoice differ');
  demandLeft(cents, remainingCredit(books, credit));
  demandLeft(cents, amountDue(books, invoice));
  const allocation: Allocation = {
    id: books.newId('allocation'),
    kind: 'number' in credit ? 'credit-note' : 'overpayment',
    creditId: credit.id,
    invoiceId: invoice.id,
    amount: cents,
    date,
    isDeleted: false,
  };
  books.putAllocation(allocation);
  touch(books, invoice, 'Credit Applied', '', 'A person');
  settle(books, invoice);
  settle(books, credit);
  return allocation;
}

export function removeAllocation(books: Books, allocation: Allocation): void {
  allocation.isDeleted = true;
  const invoice = books.invoices.get(allocation.invoiceId);
  const credit = books.creditNotes.get(allocation.creditId) ?? books.overpayments.get(allocation.creditId);
  if (invoice !== undefined) settle(books, invoice);
  if (credit !== undefined) settle(books, credit);
}

function demandLeft(amount: Cents, left: Cents): void {
  if (amount > 0n && amount <= left) return;
  throw new Refused('The amount to allocate is more than is outstanding');
}
