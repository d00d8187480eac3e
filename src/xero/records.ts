import { z } from 'zod';
import { xeroError } from './errors.ts';
import { amount, amountOrZero, dayOf, maybe, momentOf, words } from './fields.ts';

const statuses = ['DRAFT', 'SUBMITTED', 'AUTHORISED', 'PAID', 'VOIDED', 'DELETED'] as const;
/** A status that nobody knows is never taken for a live or a dead one. */
const status = z.string().transform((text) => {
  const known = statuses.find((one) => one === text.trim().toUpperCase());
  return known ?? ('UNKNOWN' as const);
});
export type XeroStatus = z.output<typeof status>;

const contact = z.object({ ContactID: words, Name: words, ContactNumber: words }).nullish();
const dated = { DateString: maybe, Date: maybe, UpdatedDateUTC: maybe, UpdatedDateUTCString: maybe };

const rawInvoice = z.object({
  ...dated,
  InvoiceID: z.string().min(1),
  InvoiceNumber: words,
  Type: z.string(),
  Reference: words,
  Status: status,
  Contact: contact,
  DueDateString: maybe,
  DueDate: maybe,
  TotalTax: amount,
  Total: amount,
  AmountDue: amountOrZero,
  AmountPaid: amountOrZero,
  AmountCredited: amountOrZero,
  CurrencyCode: words,
  LineAmountTypes: words,
});

/** A sales invoice, or a bill (`ACCPAY`), which may bear the same number. */
export const xeroInvoiceSchema = rawInvoice.transform((raw) => ({
  id: raw.InvoiceID.toLowerCase(),
  number: raw.InvoiceNumber,
  isSale: raw.Type === 'ACCREC',
  reference: raw.Reference,
  status: raw.Status,
  contactId: (raw.Contact?.ContactID ?? '').toLowerCase(),
  contactName: raw.Contact?.Name ?? '',
  /** Empty where the list does not show it. */
  contactNumber: raw.Contact?.ContactNumber ?? '',
  day: dayOf(raw.DateString, raw.Date),
  dueDay: dayOf(raw.DueDateString, raw.DueDate),
  tax: raw.TotalTax,
  total: raw.Total,
  due: raw.AmountDue,
  paid: raw.AmountPaid,
  /** By credit notes, overpayments and prepayments. */
  credited: raw.AmountCredited,
  currency: raw.CurrencyCode.toUpperCase(),
  /** Tax is added to what the lines say. */
  isExclusive: raw.LineAmountTypes === 'Exclusive',
  updatedAt: momentOf(raw.UpdatedDateUTC, raw.UpdatedDateUTCString),
}));
export type XeroInvoice = z.output<typeof xeroInvoiceSchema>;

const rawAllocation = z.object({
  Amount: amount,
  IsDeleted: z.union([z.boolean(), z.string()]).nullish(),
  Invoice: z.object({ InvoiceID: words, InvoiceNumber: words }).nullish(),
});

const allocations = z
  .array(rawAllocation)
  .nullish()
  .transform((all) =>
    (all ?? [])
      .filter(({ IsDeleted }) => String(IsDeleted ?? false).toLowerCase() !== 'true')
      .map(({ Amount, Invoice }) => ({ amount: Amount, invoiceId: (Invoice?.InvoiceID ?? '').toLowerCase() })),
  );

export const xeroCreditSchema = z
  .object({
    ...dated,
    CreditNoteID: z.string().min(1),
    CreditNoteNumber: words,
    Type: z.string(),
    Reference: words,
    Status: status,
    Contact: contact,
    Total: amount,
    TotalTax: amount,
    RemainingCredit: amountOrZero,
    Allocations: allocations,
    CurrencyCode: words,
  })
  .transform((raw) => ({
    id: raw.CreditNoteID.toLowerCase(),
    number: raw.CreditNoteNumber,
    isSale: raw.Type === 'ACCRECCREDIT',
    reference: raw.Reference,
    status: raw.Status,
    contactId: (raw.Contact?.ContactID ?? '').toLowerCase(),
    contactName: raw.Contact?.Name ?? '',
    day: dayOf(raw.DateString, raw.Date),
    total: raw.Total,
    tax: raw.TotalTax,
    /** What is neither allocated nor paid back. */
    remaining: raw.RemainingCredit,
    allocations: raw.Allocations,
    currency: raw.CurrencyCode.toUpperCase(),
    updatedAt: momentOf(raw.UpdatedDateUTC, raw.UpdatedDateUTCString),
  }));
export type XeroCredit = z.output<typeof xeroCreditSchema>;

export const xeroPaymentSchema = z
  .object({
    PaymentID: z.string().min(1),
    Amount: amount,
    Date: maybe,
    PaymentType: words,
    Status: words,
    Reference: words,
    Account: z.object({ AccountID: words, Code: words }).nullish(),
    Invoice: z.object({ InvoiceID: words, InvoiceNumber: words }).nullish(),
  })
  .transform((raw) => ({
    id: raw.PaymentID.toLowerCase(),
    amount: raw.Amount,
    day: dayOf(undefined, raw.Date),
    /** Of a customer for an invoice; refunds and bills are others. */
    isReceipt: raw.PaymentType === 'ACCRECPAYMENT',
    /** Deleted ones stay in the list. */
    counts: raw.Status === 'AUTHORISED',
    reference: raw.Reference,
    accountId: (raw.Account?.AccountID ?? '').toLowerCase(),
    accountCode: raw.Account?.Code ?? '',
    invoiceId: (raw.Invoice?.InvoiceID ?? '').toLowerCase(),
  }));
export type XeroPayment = z.output<typeof xeroPaymentSchema>;

export const xeroOverpaymentSchema = z
  .object({
    ...dated,
    OverpaymentID: z.string().min(1),
    Type: words,
    Status: words,
    Reference: words,
    Contact: contact,
    Total: amount,
    RemainingCredit: amountOrZero,
    Allocations: allocations,
    CurrencyCode: words,
  })
  .transform((raw) => ({
    id: raw.OverpaymentID.toLowerCase(),
    /** Of a customer. */
    isReceived: raw.Type === 'RECEIVE-OVERPAYMENT',
    counts: raw.Status === 'AUTHORISED' || raw.Status === 'PAID',
    reference: raw.Reference,
    contactId: (raw.Contact?.ContactID ?? '').toLowerCase(),
    day: dayOf(raw.DateString, raw.Date),
    total: raw.Total,
    remaining: raw.RemainingCredit,
    allocations: raw.Allocations,
    currency: raw.CurrencyCode.toUpperCase(),
  }));
export type XeroOverpayment = z.output<typeof xeroOverpaymentSchema>;

export const xeroContactSchema = z
  .object({
    ContactID: z.string().min(1),
    ContactNumber: words,
    Name: words,
    EmailAddress: words,
    ContactStatus: words,
    MergedToContactID: maybe,
  })
  .transform((raw) => ({
    id: raw.ContactID.toLowerCase(),
    /** The username in Neto. */
    number: raw.ContactNumber,
    name: raw.Name,
    email: raw.EmailAddress,
    isActive: raw.ContactStatus === 'ACTIVE',
    mergedInto: raw.MergedToContactID?.toLowerCase() ?? null,
  }));
export type XeroContact = z.output<typeof xeroContactSchema>;

export const xeroOrganisationSchema = z
  .object({
    OrganisationID: z.string().min(1),
    Name: words,
    ShortCode: words,
    BaseCurrency: words,
    CountryCode: words,
    Timezone: words,
    PeriodLockDate: maybe,
    EndOfYearLockDate: maybe,
    IsDemoCompany: z.boolean().nullish(),
    Class: words,
    OrganisationStatus: words,
  })
  .transform((raw) => ({
    id: raw.OrganisationID.toLowerCase(),
    name: raw.Name,
    shortCode: raw.ShortCode,
    currency: raw.BaseCurrency.toUpperCase(),
    country: raw.CountryCode.toUpperCase(),
    timeZoneName: raw.Timezone,
    periodLock: raw.PeriodLockDate ?? null,
    yearLock: raw.EndOfYearLockDate ?? null,
    isDemo: raw.IsDemoCompany === true || raw.Class === 'DEMO',
    isActive: raw.OrganisationStatus === 'ACTIVE',
  }));
export type XeroOrganisation = z.output<typeof xeroOrganisationSchema>;

/** What became of a document. Its words are for people: nothing is decided by them. */
export const xeroHistorySchema = z
  .object({ Changes: words, DateUTC: maybe, DateUTCString: maybe, User: words, Details: words })
  .transform((raw) => ({
    at: momentOf(raw.DateUTC, raw.DateUTCString),
    changes: raw.Changes.trim(),
    user: raw.User.trim(),
    details: raw.Details.trim(),
  }));
export type XeroHistory = z.output<typeof xeroHistorySchema>;

/** @throws ConsolidatorError `answer-unexpected`, which names the field and not what stands in it */
export function readRecord<Schema extends z.ZodType>(schema: Schema, list: string): (raw: unknown) => z.output<Schema> {
  return (raw) => {
    const read = schema.safeParse(raw, { reportInput: false });
    if (read.success) return read.data;
    const [issue] = read.error.issues;
    const field = issue?.path.join('.') ?? '';
    throw xeroError('answer-unexpected', `one of its ${list} can't be read: ${field} is not as expected.`);
  };
}
