import { z } from 'zod';
import { arrivalsSchema } from '../arrival/verdicts.ts';
import { decimalSchema } from '../model/money.ts';
import { instantSchema, localDateSchema } from '../model/time.ts';
import { inXero, reconciledNameSchema } from '../reconcile/result.ts';

/** What `month --output json` prints, and what the page and the tables are made of. Amounts are in the currency of their store. */
const amount = decimalSchema.describe('an exact decimal as text, such as "12.5"');
const count = z.int();

const measures = {
  orders: count.describe('that count in the books, of the month by accounting date'),
  total: amount.describe('what these come to, GST included'),
  gst: amount,
  shipping: amount,
  paid: amount.describe('on the orders of the month, whenever it was paid'),
  paidInMonth: amount.describe('in the month, on orders of whatever day'),
  credits: count.describe('closed returns that were issued in the month, on orders of whatever day'),
  credited: amount.describe('what these come to, GST included'),
  creditedGst: amount,
  paidOut: amount.describe('how much of these was paid out'),
};
const measuresSchema = z.strictObject(measures);
export type Measures = z.infer<typeof measuresSchema>;

export const causes = [
  'rounding',
  'tolerance',
  'accepted',
  'dropped',
  'left-out',
  'next-run',
  'quarantined',
  'under-way',
  'unexplained',
] as const;
const causeSchema = z.enum(causes);
/** Why the primary has more or less than a store. The last four keep a month open; the last one is a mistake in the books. */
export type Cause = z.infer<typeof causeSchema>;

const TO_BE_DONE: readonly Cause[] = ['next-run', 'quarantined', 'under-way', 'unexplained'];
/** What to do about a difference; nothing about one that rules or a person let stand. */
export function adviceOn({ cause, remedy }: { readonly cause: Cause; readonly remedy: string }): string {
  return TO_BE_DONE.includes(cause) ? remedy : '';
}

export const taxes = ['taxed', 'free', 'not-shown', 'rounding', 'other'] as const;
const gstRowSchema = z.strictObject({
  side: z.enum(['secondary', 'primary']),
  kind: z.enum(['sales', 'credits']),
  code: z
    .string()
    .describe('the tax code of the lines, as its side has it; of shipping and surcharges a word for them'),
  tax: z
    .enum(taxes)
    .describe(
      '`not-shown`: no GST is shown of these lines; `rounding`: what an order comes to beside its parts, a cent for each at most; `other`: beside its parts, and more than that',
    ),
  gross: amount.describe('GST included'),
  gst: amount,
  net: amount,
});
export type GstRow = z.infer<typeof gstRowSchema>;

const pair = z.strictObject({ secondary: amount, primary: amount, difference: amount });
export type Pair = z.infer<typeof pair>;

const methodRowSchema = z.strictObject({
  method: z.string().describe("the primary's name of it"),
  currency: z.string(),
  payments: z.strictObject({ secondary: count, primary: count }),
  amount: pair,
});
export type MethodRow = z.infer<typeof methodRowSchema>;

const storeSchema = z.strictObject({
  store: z.string(),
  timeZone: z.string(),
  currency: z.string().describe('of its amounts; empty where the store does not say'),
  from: localDateSchema.describe('the first day that is compared'),
  secondary: measuresSchema,
  primary: measuresSchema,
  difference: measuresSchema,
  causes: z
    .array(z.strictObject({ cause: causeSchema, of: measuresSchema }))
    .describe('what the difference is made of, to the cent: the sum of these is the difference'),
  ledger: z
    .strictObject({
      orders: count,
      total: amount,
      unknown: count.describe('orders of which the ledger holds no amount'),
      quarantined: count.describe(
        'orders of the month in quarantine, which are not among these: whether a copy of them stands is to be found out',
      ),
    })
    .describe('the same orders as the ledger knows their copies'),
  gst: z.array(gstRowSchema),
  gstRounding: amount.describe("by how much the primary's GST differs from the store's by rounding alone"),
  payments: z.array(methodRowSchema).describe('paid in the month, by method'),
});
export type StoreMonth = z.infer<typeof storeSchema>;

export const openKinds = [
  'month-not-over',
  'not-run-since',
  'yes',
  'decision',
  'pending',
  'under-way',
  'to-xero',
  'not-compared',
  'not-shown',
] as const;
const openSchema = z.strictObject({
  kind: z.enum(openKinds),
  store: z.string().nullable(),
  what: z.string(),
  details: z.array(z.string()),
  remedy: z.string(),
  choices: z.array(z.strictObject({ words: z.string(), effect: z.string(), command: z.string() })),
});
export type OpenItem = z.infer<typeof openSchema>;

const byHandSchema = z.strictObject({
  store: z.string(),
  kind: z.enum(['overpayment', 'credit']),
  number: z.string().describe('of the order in the primary, which is the invoice number in Xero'),
  returnId: z.string().nullable().describe('of a credit: the return in the primary'),
  contact: z.string().describe('as the primary names the buyer now; empty where it names nobody'),
  username: z.string(),
  currency: z.string(),
  amount: amount.describe('paid beyond what the invoice comes to, or credited and not paid out'),
  owed: amount.describe('what is not paid on that invoice: a credit can be allocated to it'),
});
export type ByHand = z.infer<typeof byHandSchema>;

const standings = ['ties', 'differs', 'only-in-store', 'only-in-primary'] as const;
const orderSchema = z.strictObject({
  store: z.string(),
  sourceId: z.string().nullable(),
  number: z.string().nullable().describe('in the primary'),
  day: localDateSchema.nullable(),
  status: z.string().describe('in its own store'),
  total: pair,
  gst: pair,
  paid: pair,
  standing: z.enum(standings),
  cause: causeSchema.nullable().describe('of what differs'),
});
export type OrderRow = z.infer<typeof orderSchema>;

const differenceSchema = z.strictObject({
  store: z.string(),
  cause: causeSchema,
  entity: z.union([reconciledNameSchema, z.enum(inXero)]),
  day: localDateSchema.nullable(),
  sourceId: z.string().nullable(),
  number: z.string().nullable(),
  message: z.string(),
  remedy: z.string(),
});
export type MonthDifference = z.infer<typeof differenceSchema>;

export const monthPackSchema = z.strictObject({
  pipeline: z.string(),
  month: z.string().describe('such as `2026-10`'),
  from: localDateSchema,
  to: localDateSchema,
  at: instantSchema,
  state: z
    .enum(['closed', 'open', 'differs'])
    .describe('`closed`: nothing is open and both sides tie; `open`: something is missing; `differs`: they do not tie'),
  open: z.array(openSchema).describe('what keeps the month from being closed'),
  stores: z.array(storeSchema),
  inXero: arrivalsSchema
    .pick({ organisation: true, counts: true, toAllocate: true, notes: true })
    .extend({ words: z.string().describe('the same in a sentence') })
    .optional()
    .describe('what of the month has arrived in Xero, where the pipeline names its books'),
  notCopied: z
    .array(z.strictObject({ store: z.string(), from: localDateSchema, to: localDateSchema }))
    .describe("days of the month, before a store's `since`, of which nothing is copied: their sales are in no sum"),
  byHand: z.array(byHandSchema).describe('to be allocated in Xero by hand, as the primary shows it now'),
  orders: z.array(orderSchema),
  differences: z.array(differenceSchema),
  notes: z.array(z.string()).describe('what was not compared, and what the ledger says otherwise'),
  requests: z.record(z.string(), count),
});
export type MonthPack = z.infer<typeof monthPackSchema>;

export const amountKeys = [
  'total',
  'gst',
  'shipping',
  'paid',
  'paidInMonth',
  'credited',
  'creditedGst',
  'paidOut',
] as const;
export const countKeys = ['orders', 'credits'] as const;
