import { z } from 'zod';
import { arrivalsSchema } from '../arrival/verdicts.ts';
import type { ReconciledName } from '../entities/definition/reconciles.ts';
import { kinds } from '../entities/kinds.ts';
import type { OrderFieldKey } from '../entities/order/compare/fields.ts';
import type { PaymentFieldKey } from '../entities/payment/compare.ts';
import type { ReturnFieldKey } from '../entities/return/compare.ts';
import { entityNameSchema } from '../model/entities.ts';
import { decimalSchema } from '../model/money.ts';
import { instantSchema, localDateSchema } from '../model/time.ts';
import { type InXero, inXero, isInXero, proofLabels } from '../run/proof.ts';

/**
 * What `reconcile --output json` prints. Amounts are text in the stores' currency, in canonical form (`"12.5"`); days
 * are calendar days in the secondary's own zone. docs/reconciliation.md explains it for bookkeepers.
 */
const amountsSchema = z.object({
  /** Orders that count in the books. */
  orders: z.int(),
  total: decimalSchema,
  gst: decimalSchema,
  shipping: decimalSchema,
  /** Payments booked on these orders, refunds keyed as negative payments taken off. */
  paid: decimalSchema,
});
export type Amounts = z.infer<typeof amountsSchema>;

const bothSidesSchema = z.object({
  secondary: amountsSchema,
  primary: amountsSchema,
  /** The primary's less the secondary's. */
  difference: amountsSchema,
});
export type BothSides = z.infer<typeof bothSidesSchema>;

type FieldKey = OrderFieldKey | PaymentFieldKey | ReturnFieldKey;

export const differenceKinds = ['missing', 'extra', 'different', 'doubled'] as const;
/**
 * Fields of the table of compared fields that the result names as the table does. Left out are those that decide about no
 * money, and those that the two sides compare by themselves, since they count even where only one side has the record.
 */
export const namedFields = [
  'tax-mode',
  'due-date',
  'shipping-tax',
  'lines',
  'line-product',
  'line-quantity',
  'line-price',
  'line-discount',
  'line-amount',
  'line-tax',
  'line-tax-code',
  'status',
  'date',
  'refund-method',
  'refund-date',
] as const satisfies readonly FieldKey[];
/** What the sides compare by themselves, in the words of the table where it has the same field. */
const sideFields = [
  'total',
  'gst',
  'shipping',
  'approval',
  'amount',
  'method',
  'currency',
  'order',
  'account',
  'exported',
] as const satisfies readonly FieldKey[];
const ownFields = ['day', 'cancelled', 'paid-on', 'refunded', 'unreadable', 'paid', 'due', 'contact'] as const;
export const reconciledFields = [...sideFields, ...namedFields, ...ownFields] as const;
/** A field of an entity that is compared by itself is called as its own table has it. */
export type ComparedField = (typeof reconciledFields)[number] | (string & z.core.$brand<'ComparedField'>);
const comparedFieldSchema = z
  .string()
  .brand('ComparedField')
  .meta({ enum: [...reconciledFields] }) as z.ZodType<ComparedField, string>;

export function namedComparedField(key: string): ComparedField {
  return comparedFieldSchema.parse(key);
}

const names = kinds.flatMap(({ reconciles }) => reconciles?.name ?? []);
export const reconciledNameSchema = z.string().brand('ReconciledName').meta({ enum: names }) as z.ZodType<
  ReconciledName,
  string
>;

export { inXero, isInXero };

const differenceSchema = z.object({
  kind: z.enum(differenceKinds),
  /**
   * `invoice`, `invoice-payment`, `credit-note`: between the primary and Xero, or a file from it; all others between a
   * secondary and the primary.
   */
  entity: z
    .string()
    .brand('ReconciledName')
    .meta({ enum: [...names, ...inXero] }) as z.ZodType<ReconciledName | InXero, string>,
  store: z.string(),
  /** Of the order or payment in its own store. */
  sourceId: z.string().nullable(),
  /** Of the order in the primary; also the invoice number. */
  targetId: z.string().nullable(),
  /** The order's accounting date, a payment's date. */
  day: localDateSchema.nullable(),
  /** What differs; null where a whole record is missing, extra or doubled. */
  field: comparedFieldSchema.nullable(),
  /** What the two sides say, as text; of an invoice `secondary` is null, and `primary` and `xero` are given. */
  secondary: z.string().nullable(),
  primary: z.string().nullable(),
  xero: z.string().nullable(),
  /** What it adds to the difference of the sums; given with the first difference of each order, zero in its others. */
  effect: amountsSchema,
  /** The source was changed within the grace time before the comparison: the next run may settle it. */
  underWay: z.boolean(),
  /** A code of docs/rules.md where a rule holds the order back. */
  reason: z.string().nullable(),
  label: z
    .enum(proofLabels)
    .optional()
    .describe(
      'what the ledger says of it, asked once it was found: `under-way` is read and not decided yet, `unexplained` is to be looked into; only where there is a ledger',
    ),
  /** For a bookkeeper, in a sentence. */
  message: z.string(),
  remedy: z.string(),
});
export type Difference = z.infer<typeof differenceSchema>;

const paymentSumSchema = z.object({
  /** The day it was paid, as the secondary says; null where a payment has none. */
  day: localDateSchema.nullable(),
  /** The primary's name of the method. */
  method: z.string(),
  secondary: decimalSchema,
  primary: decimalSchema,
  difference: decimalSchema,
});
export type PaymentSum = z.infer<typeof paymentSumSchema>;

const sumPairSchema = z.object({ secondary: decimalSchema, primary: decimalSchema, difference: decimalSchema });

/** Of one entity whose records hang on no order: how many count on each side, and what they come to. */
const ownRecordSumsSchema = z.object({
  entity: entityNameSchema,
  /** As the differences call it. */
  name: reconciledNameSchema,
  records: z.object({ secondary: z.int(), primary: z.int(), difference: z.int() }),
  amount: sumPairSchema,
});
export type OwnRecordSums = z.infer<typeof ownRecordSumsSchema>;

const storeResultSchema = z.object({
  store: z.string(),
  timeZone: z.string(),
  from: localDateSchema,
  to: localDateSchema.nullable(),
  sums: bothSidesSchema,
  days: z.array(bothSidesSchema.extend({ day: localDateSchema.nullable() })),
  /** `2026-07` */
  months: z.array(bothSidesSchema.extend({ month: z.string().nullable() })),
  payments: z.array(paymentSumSchema),
  /** Closed returns (RMAs) of these orders; null where they could not be compared, which `notCompared` explains. */
  refunds: z.object({ credit: sumPairSchema, paidOut: sumPairSchema }).nullable(),
  ownRecords: z
    .array(ownRecordSumsSchema)
    .optional()
    .describe('entities whose records hang on no order, with what they come to on both sides; where there are such'),
  /** How much of the totals' difference `accounting.tolerance` lets pass. */
  tolerated: decimalSchema,
  /** Orders whose GST differs by rounding alone, and by how much in all; no differences, unless `accounting.gstRounding` is hold. */
  gstRounding: z.object({ orders: z.int(), gst: decimalSchema }),
  /** Orders of the secondary that the rules leave out, by reason. */
  leftOut: z.record(z.string(), z.int()),
});
export type StoreResult = z.infer<typeof storeResultSchema>;

const xeroResultSchema = z.object({
  file: z.string(),
  /** Invoices of the file, over all its lines. */
  invoices: z.int(),
  stores: z.array(
    z.object({
      store: z.string(),
      /** Copies that count in the primary, in the period. */
      primary: z.object({ invoices: z.int(), total: decimalSchema, paid: decimalSchema }),
      /** The same invoices, as the file has them. */
      xero: z.object({ invoices: z.int(), total: decimalSchema, paid: decimalSchema }),
    }),
  ),
  /** What such a file can't answer, in sentences. */
  limits: z.array(z.string()),
});
export type XeroResult = z.infer<typeof xeroResultSchema>;

export const reconciliationSchema = z.object({
  pipeline: z.string(),
  at: instantSchema,
  stores: z.array(storeResultSchema),
  differences: z.array(differenceSchema),
  xero: xeroResultSchema.nullable(),
  books: arrivalsSchema
    .optional()
    .describe(
      'what Xero itself shows of the copies, by `--xero`; what differs or is missing there stands in `differences`, too',
    ),
  /** What was not compared, and why, in sentences. */
  notCompared: z.array(z.string()),
  /** Days that were asked for, before a store's `since` and copied by no back-fill, so that they were not compared. */
  daysLeft: z.array(z.object({ store: z.string(), from: localDateSchema, to: localDateSchema })),
  /** Requests sent, by store. */
  requests: z.record(z.string(), z.int()),
});
export type Reconciliation = z.infer<typeof reconciliationSchema>;

/** Whether there was anything to compare: two empty sides are equal, and say nothing about the books. */
export function isOverNothing({ stores }: Pick<Reconciliation, 'stores'>): boolean {
  const counted = stores.flatMap(({ sums, ownRecords = [] }) => [
    sums.secondary.orders + sums.primary.orders,
    ...ownRecords.map(({ records }) => records.secondary + records.primary),
  ]);
  return counted.every((number) => number === 0);
}

/** Neither under way, nor explained by what the ledger says of it; all that is not under way where no ledger was asked. */
export function isUnexplained({ underWay, label = 'unexplained' }: Pick<Difference, 'underWay' | 'label'>): boolean {
  return !underWay && (label === 'unexplained' || label === 'gst-rounding' || label === 'before-this-version');
}

/** Explained, and open: it waits for a person or for the next run, or the program has read it and not decided yet. */
function isOpen({ underWay, label }: Pick<Difference, 'underWay' | 'label'>): boolean {
  return !underWay && (label === 'quarantined' || label === 'under-way' || label === 'next-run');
}

/** 4 when something differs that nothing explains, 3 when what differs is open, in quarantine or not decided yet. */
export function exitCodeOfReconciliation({ differences }: Pick<Reconciliation, 'differences'>): 0 | 3 | 4 {
  if (differences.some(isUnexplained)) return 4;
  return differences.some(isOpen) ? 3 : 0;
}
