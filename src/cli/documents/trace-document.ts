import { z } from 'zod';
import { localDateSchema } from '../../model/time.ts';
import { differenceKinds, reconciledFields } from '../../reconcile/result.ts';
import { proofLabels } from '../../run/proof.ts';
import type { Trace } from '../../trace/trace.ts';
import { amount, at, entity, historySchema, sourceId, store, targetId } from './parts.ts';

const sideSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('there'),
    status: z.string(),
    approved: z.boolean(),
    total: amount,
    paid: amount.describe('sum of the payments that the store shows with the order'),
    username: z.string(),
    updatedAt: at.nullable(),
  }),
  z.strictObject({ kind: z.literal('not-there') }),
  z.strictObject({ kind: z.literal('unreachable'), code: z.string(), message: z.string() }),
  z.strictObject({ kind: z.literal('not-asked') }),
]);

const moneySchema = z.strictObject({
  sourceId,
  targetId,
  byHand: z
    .array(z.string())
    .describe("the primary's own ids of what was entered there by hand and linked; none where it was copied"),
  amount: amount.nullable(),
  state: z.string(),
  code: z.string().nullable(),
  reason: z.string().nullable(),
});

const differenceSchema = z.strictObject({
  entity: z.enum(['order', 'payment', 'refund', 'invoice']),
  kind: z.enum(differenceKinds),
  field: z.enum(reconciledFields).nullable(),
  sourceId: z.string().nullable(),
  source: z.string().nullable().describe('what its own store says'),
  copy: z.string().nullable().describe('what the primary says'),
  label: z
    .enum(proofLabels)
    .describe(
      'what is known of it: `decided` was accepted by a person, `dropped` left out by one, `unexplained` is to be looked into',
    ),
  message: z.string(),
  remedy: z.string(),
});

/** `trace --output json` */
export const traceDocumentSchema: z.ZodType<Trace> = z.strictObject({
  pipeline: z.string(),
  id: z.string().describe('as it was given'),
  orders: z.array(
    z.strictObject({
      store,
      sourceId,
      targetId: targetId.describe("its copy's id in the primary; where there is none yet, what it would be"),
      state: z.enum(['staged', 'writing', 'loaded', 'linked', 'skipped', 'quarantined', 'unread']),
      code: z
        .string()
        .nullable()
        .describe('why it is left out or quarantined; null where there is nothing of the kind'),
      hasCopy: z.boolean().describe('whether it was copied, or linked: `targetId` is then more than what it would be'),
      why: z.string().describe('why it is where it is'),
      remedy: z.string(),
      total: amount.nullable().describe('as it was last read'),
      source: sideSchema.describe('the order in its own store, now'),
      copy: sideSchema.describe('its copy in the primary, now'),
      inXero: z
        .discriminatedUnion('kind', [
          z.strictObject({
            kind: z.literal('there'),
            invoices: z.array(
              z.strictObject({
                number: z.string(),
                status: z.string(),
                total: amount,
                paid: amount,
                due: amount,
                day: localDateSchema.nullable(),
              }),
            ),
          }),
          z.strictObject({ kind: z.literal('not-there') }),
          z.strictObject({ kind: z.literal('unreachable'), code: z.string(), message: z.string() }),
          z.strictObject({ kind: z.literal('not-asked') }),
        ])
        .describe('what Xero shows under the number of the copy, now'),
      customer: z
        .strictObject({
          username: z.string().describe('the account in the primary'),
          sources: z.array(z.strictObject({ store, sourceId, made: z.boolean() })),
        })
        .nullable(),
      payments: z.array(moneySchema),
      returns: z.array(moneySchema),
      accepted: z
        .array(
          z.strictObject({
            entity,
            sourceId,
            words: z
              .array(z.strictObject({ at, reason: z.string() }))
              .describe('each time that it was accepted, with the reason that was given'),
            fields: z
              .array(z.strictObject({ field: z.string(), source: z.string(), copy: z.string() }))
              .describe('the very values that this covers'),
            asItStood: z.boolean().describe('accepted as it stood; how that was is noted by the next look'),
          }),
        )
        .describe('what people accepted of the order, its payments and its returns'),
      comparison: z
        .strictObject({
          agreed: z.array(z.string()).describe('what is compared to the cent: `total`, `GST`, `payments`, `returns`'),
          differences: z.array(differenceSchema),
          notCompared: z.array(z.string()).describe('what could not be compared, and why, in sentences'),
        })
        .nullable()
        .describe('both sides as they are now; null where there is no copy, or one of them could not be asked'),
      history: z.array(historySchema.extend({ entity, sourceId })).describe('what was done, in its order'),
    }),
  ),
  ownOfPrimary: sideSchema.nullable().describe("the primary's own order of exactly this number, which is no copy"),
});
