import { z } from 'zod';
import { isDay } from '../dates.ts';

const daySchema = z.string().refine(isDay, 'expected a day such as 2026-11-24');
const amountSchema = z.union([z.string().regex(/^-?\d+(\.\d+)?$/), z.number()]).transform(String);

export const lineSeedSchema = z.strictObject({
  description: z.string().default('Goods'),
  quantity: amountSchema.default('1'),
  unitAmount: amountSchema,
  discountRate: amountSchema.optional(),
  discountAmount: amountSchema.optional(),
  itemCode: z.string().optional(),
  accountCode: z.string().default('200'),
  taxType: z.string().default('OUTPUT'),
  /** Wins over what Xero would calculate. */
  taxAmount: amountSchema.optional(),
});

const documentShape = {
  /** The name of a contact, which is made where there is none, or `{ id }`, `{ number }`. */
  contact: z.union([z.string(), z.strictObject({ id: z.string() }), z.strictObject({ number: z.string() })]),
  date: daySchema,
  reference: z.string().default(''),
  lineAmountTypes: z.enum(['Inclusive', 'Exclusive', 'NoTax']).default('Inclusive'),
  currency: z.string().optional(),
  currencyRate: amountSchema.default('1'),
  lines: z.array(lineSeedSchema).optional(),
  /** Short for one line over so much. */
  total: amountSchema.optional(),
};

export const invoiceSeedSchema = z.strictObject({
  ...documentShape,
  type: z.enum(['ACCREC', 'ACCPAY']).default('ACCREC'),
  number: z.string().max(255),
  dueDate: daySchema.optional(),
  status: z.enum(['DRAFT', 'SUBMITTED', 'AUTHORISED']).default('AUTHORISED'),
  roundingAmount: amountSchema.default('0'),
});

export const creditNoteSeedSchema = z.strictObject({
  ...documentShape,
  type: z.enum(['ACCRECCREDIT', 'ACCPAYCREDIT']).default('ACCRECCREDIT'),
  number: z.string().max(255),
  status: z.enum(['DRAFT', 'SUBMITTED', 'AUTHORISED']).default('AUTHORISED'),
});

export const overpaymentSeedSchema = z.strictObject({
  contact: documentShape.contact,
  date: daySchema,
  reference: z.string().default(''),
  currency: z.string().optional(),
  total: amountSchema,
  type: z.enum(['RECEIVE-OVERPAYMENT', 'SPEND-OVERPAYMENT']).default('RECEIVE-OVERPAYMENT'),
});

export const paymentSeedSchema = z.strictObject({
  /** Number or id of what is paid, or paid back. */
  document: z.string(),
  amount: amountSchema,
  date: daySchema,
  reference: z.string().default(''),
  /** A code. */
  account: z.string().default('611'),
  batchPaymentId: z.string().optional(),
  isReconciled: z.boolean().default(false),
});

export const contactSeedSchema = z.strictObject({
  name: z.string().min(1).max(255),
  number: z.string().max(50).default(''),
  firstName: z.string().default(''),
  lastName: z.string().default(''),
  email: z.string().default(''),
});

export const accountSeedSchema = z.strictObject({
  code: z.string().max(10),
  name: z.string(),
  type: z.string(),
  class: z.string(),
  taxType: z.string().default('NONE'),
  enablePayments: z.boolean().default(false),
  systemAccount: z.string().default(''),
  status: z.enum(['ACTIVE', 'ARCHIVED']).default('ACTIVE'),
});

export const organisationSeedSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  shortCode: z.string(),
  baseCurrency: z.string(),
  countryCode: z.string(),
  timezone: z.string(),
  salesTaxBasis: z.string(),
  periodLockDate: daySchema.optional(),
  endOfYearLockDate: daySchema.optional(),
  isDemoCompany: z.boolean(),
  status: z.string(),
  class: z.string(),
});

export type LineSeed = z.input<typeof lineSeedSchema>;
export type InvoiceSeed = z.input<typeof invoiceSeedSchema>;
export type CreditNoteSeed = z.input<typeof creditNoteSeedSchema>;
export type OverpaymentSeed = z.input<typeof overpaymentSeedSchema>;
export type PaymentSeed = z.input<typeof paymentSeedSchema>;
export type ContactSeed = z.input<typeof contactSeedSchema>;
export type AccountSeed = z.input<typeof accountSeedSchema>;
export type OrganisationSeed = z.input<typeof organisationSeedSchema>;
export type ContactKey = z.input<typeof documentShape.contact>;
export type ReadLine = z.output<typeof lineSeedSchema>;

/** @throws Error that says in one line what of a seed is wrong */
export function readSeed<Schema extends z.ZodType>(schema: Schema, given: unknown): z.output<Schema> {
  const parsed = schema.safeParse(given);
  if (!parsed.success) throw new Error(`The fake Xero can't take this:\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

/** Of a seed only what is given: what is left out stays as it is. @throws Error */
export function readChanges<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  changes: object,
): Partial<z.output<z.ZodObject<Shape>>> {
  const given = Object.entries(changes).filter(([, value]) => value !== undefined);
  const read = readSeed(schema.partial(), Object.fromEntries(given)) as Partial<z.output<z.ZodObject<Shape>>>;
  // Defaults are for what is new.
  const names = new Set(given.map(([name]) => name));
  return Object.fromEntries(Object.entries(read).filter(([name]) => names.has(name))) as typeof read;
}
