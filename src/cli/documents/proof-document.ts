import { z } from 'zod';
import { arrivalsSchema } from '../../arrival/verdicts.ts';
import { localDateSchema } from '../../model/time.ts';
import { reconciledNameSchema } from '../../reconcile/result.ts';
import { inXero, type Proof, type ProofDifference, proofLabels } from '../../run/proof.ts';
import { amount, store } from './parts.ts';

const number = z.number().int().nonnegative();

const side = z.strictObject({ orders: number, payments: number, returns: number, total: amount });

export const proofDifferenceDocument: z.ZodType<ProofDifference> = z.strictObject({
  store,
  entity: z
    .union([reconciledNameSchema, z.enum(inXero)])
    .describe('`invoice`, `invoice-payment`, `credit-note`: of what is in Xero'),
  kind: z.enum(['missing', 'extra', 'different', 'doubled']),
  field: z.string().nullable().describe('what differs; null where a whole record is missing, extra or doubled'),
  orderId: z.string().nullable().describe('of the order that it is about, in its own store'),
  sourceId: z.string().nullable().describe('of the order or payment in its own store'),
  targetId: z.string().nullable().describe('of the order in the primary'),
  day: localDateSchema.nullable(),
  since: localDateSchema.describe('the day of the proof that found it first'),
  message: z.string().describe('what is in the books'),
  remedy: z.string().describe('what to do'),
});

export const acceptedDocument = z
  .array(
    z.strictObject({
      entity: reconciledNameSchema,
      orderId: z.string().nullable().describe('of the order that it is about, in its own store'),
      targetId: z.string().nullable().describe('of the order in the primary'),
      message: z.string(),
    }),
  )
  .describe('what a person accepted that changes what the books come to');

export const proofSchema: z.ZodType<Proof> = z.strictObject({
  day: localDateSchema.describe("the primary's day, which begins at 02:00"),
  stores: z.array(
    z.strictObject({
      store,
      state: z.enum(['done', 'under-way', 'put-off']).describe('`under-way`, `put-off`: the next run goes on'),
      why: z.string().nullable().describe('why it is not done'),
      from: localDateSchema.describe('first accounting date'),
      to: localDateSchema.describe('last accounting date'),
      secondary: side.describe('what counts in the store'),
      primary: side.describe('what counts in the primary'),
      labels: z
        .partialRecord(z.enum(proofLabels), number)
        .describe('how many differences there are, by what the ledger says of them'),
      gstRounding: amount.describe("by how much the primary's GST differs by rounding alone, in all"),
      beforeThisVersion: z
        .record(z.string(), number)
        .describe('differences of copies that an earlier version made, by cause; they block nothing'),
      firstSeen: z.boolean().describe('whether this is the first proof of the store'),
      differences: z.array(proofDifferenceDocument).describe('what nothing explains'),
      accepted: acceptedDocument.optional(),
    }),
  ),
  books: arrivalsSchema
    .optional()
    .describe(
      'what Xero shows of the copies, where it was looked at in this run; what is wrong there stands in `differences`',
    ),
});
