import { z } from 'zod';
import { learnedPrefixSchema } from '../model/learned-prefix.ts';
import { decimalSchema } from '../model/money.ts';
import { instantSchema, localDateSchema } from '../model/time.ts';

/**
 * - `proven`: read, and all equal.
 * - `pending`: it may still come.
 * - `different`: read, and not equal.
 * - `missing`: it should be there by now, and is not.
 * - `unproven`: it could not be known; never an alarm, and never a proof.
 */
export const verdicts = ['proven', 'pending', 'different', 'missing', 'unproven'] as const;
export type ArrivalVerdict = (typeof verdicts)[number];

export const arrivedEntities = ['invoice', 'payment', 'credit'] as const;

/** What of it is not as the primary has it, or why nothing is known. */
export const arrivalCauses = [
  // different
  'total',
  'gst',
  'date',
  'currency',
  'contact',
  'overwritten',
  'voided',
  'deleted',
  'doubled',
  'cancelled',
  'account',
  'unclaimed',
  'twin',
  // missing
  'locked',
  'negative-total',
  'no-due-date',
  'no-invoice-date',
  'not-exported',
  'overpayment',
  // pending
  'usual-delay',
  'waits-for-approval',
  'waits-for-invoice',
  // unproven
  'batched',
  'not-read',
  'demo-company',
  'other-organisation',
  'organisation-not-named',
  'unknown-status',
  'not-shown',
  'ambiguous',
] as const;
export type ArrivalCause = (typeof arrivalCauses)[number];

export const arrivalSchema = z.object({
  entity: z.enum(arrivedEntities),
  verdict: z.enum(verdicts),
  cause: z.enum(arrivalCauses).nullable(),
  store: z.string(),
  /** Of the order in its own store; null where only a sales channel ties it to one. */
  orderId: z.string().nullable(),
  /** Of the order, payment or return in the primary. */
  id: z.string(),
  /** Of the order in the primary, which is the number of its invoice. */
  number: z.string(),
  day: localDateSchema.nullable(),
  amount: decimalSchema,
  /** What is in Xero; null where nothing is. */
  xeroId: z.string().nullable(),
  /** What the two say, as text, where they differ. */
  primary: z.string().nullable(),
  xero: z.string().nullable(),
  /** Where it is the contact that differs: the keys of the customer in the primary, and the id of the contact in Xero. */
  contacts: z.object({ primary: z.string(), xero: z.string() }).optional(),
  /** For a bookkeeper, in a sentence; empty where it is proven. */
  message: z.string(),
  remedy: z.string(),
  /** What Xero's own history says of it, latest first, in sentences; only where it was asked. */
  history: z.array(z.string()).optional(),
});
export type Arrival = z.infer<typeof arrivalSchema>;

const batchSumSchema = z.object({ total: decimalSchema, gst: decimalSchema });

/** The receipts of a batch, in sums. */
const receiptsSchema = z.object({
  verdict: z.enum(verdicts),
  cause: z.enum(arrivalCauses).nullable(),
  primary: decimalSchema,
  xero: decimalSchema,
  message: z.string(),
  remedy: z.string(),
});
export type Receipts = z.infer<typeof receiptsSchema>;

/** What an export in batches has made of some orders; each invoice is of one batch. */
const batchSchema = z.object({
  /** `credits`: the returns of some days, and the credit notes that come to the same. */
  of: z.enum(['sales', 'credits']).default('sales'),
  verdict: z.enum(verdicts),
  cause: z.enum(arrivalCauses).nullable(),
  /** Days of the orders and of their invoices. */
  from: localDateSchema.nullable(),
  to: localDateSchema.nullable(),
  currency: z.string(),
  /** Whose copies are in it; the primary's own orders may be, too. */
  stores: z.array(z.string()),
  invoices: z.array(z.object({ id: z.string(), number: z.string() })),
  /** What is paid on it; left out where nothing is, on either side, and of credit notes. */
  receipts: receiptsSchema.optional(),
  /** Of the primary, by number; of credit notes the returns. */
  orders: z.array(z.string()),
  primary: batchSumSchema,
  /** null where nothing stands for them. */
  xero: batchSumSchema.nullable(),
  message: z.string(),
  remedy: z.string(),
});
export type Batch = z.infer<typeof batchSchema>;

const agreedSchema = z.object({
  from: localDateSchema,
  to: localDateSchema,
  /** Ids in Xero, with the day that each had. */
  invoices: z.array(z.object({ id: z.string(), number: z.string(), day: localDateSchema.nullable() })),
  /** Of the primary, by number. */
  orders: z.array(z.string()),
});
/** A batch whose sums agreed in an earlier look: which orders are in it is known since. */
export type AgreedBatch = z.infer<typeof agreedSchema>;

/** What a look into an export in batches keeps for the next ones. */
export const batchMemorySchema = z.object({
  /** Of each order, by its number, a hash of what its batch is made from, and since when that has been so. */
  orders: z.record(z.string(), z.tuple([z.string(), instantSchema])),
  agreed: z.array(agreedSchema),
});
export type BatchMemory = z.infer<typeof batchMemorySchema>;

const sumsSchema = z.object({ invoices: z.int(), total: decimalSchema, paid: decimalSchema });

const countSchema = z.record(z.enum(verdicts), z.int());

/** What the books show of the copies, with all that is not as it should be. */
export const arrivalsSchema = z.object({
  organisation: z.object({ id: z.string(), name: z.string(), currency: z.string() }).nullable(),
  /** How many of each verdict, by entity. */
  counts: z.object({ invoice: countSchema, payment: countSchema, credit: countSchema }),
  /** Of an export that batches orders: its invoices beside the orders that they come to, proven ones too. */
  batches: z.array(batchSchema).default([]),
  /** Copies that count in the primary, and the invoices that stand for them. */
  stores: z.array(z.object({ store: z.string(), primary: sumsSchema, xero: sumsSchema })),
  /** Credit notes and overpayments of these copies that are still to be allocated in Xero. */
  toAllocate: z.object({ credits: z.int(), amount: decimalSchema }),
  /** What the export puts before numbers, as most invoices show it; null where that is not known. */
  invoicePrefix: z.string().nullable(),
  /** What the invoices show of it, whatever the pipeline file says; left out where too few tell. */
  learnedPrefix: learnedPrefixSchema.optional(),
  /** All that is not proven. */
  open: z.array(arrivalSchema),
  /** What differs and does no harm, once for all, in sentences. */
  notes: z.array(z.string()),
  requests: z.int(),
  bytes: z.int(),
});
export type Arrivals = z.infer<typeof arrivalsSchema>;

/** Only these tell of something wrong. */
export function isAlarm({ verdict }: Pick<Arrival, 'verdict'>): boolean {
  return verdict === 'different' || verdict === 'missing';
}
