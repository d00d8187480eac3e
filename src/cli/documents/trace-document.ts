import { z } from 'zod';
import type { Trace } from '../trace/trace.ts';
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
      why: z.string().describe('why it is where it is'),
      remedy: z.string(),
      total: amount.nullable().describe('as it was last read'),
      source: sideSchema.describe('the order in its own store, now'),
      copy: sideSchema.describe('its copy in the primary, now'),
      customer: z
        .strictObject({
          username: z.string().describe('the account in the primary'),
          sources: z.array(z.strictObject({ store, sourceId, made: z.boolean() })),
        })
        .nullable(),
      payments: z.array(
        z.strictObject({
          sourceId,
          targetId,
          amount: amount.nullable(),
          state: z.string(),
          code: z.string().nullable(),
          reason: z.string().nullable(),
        }),
      ),
      history: z.array(historySchema.extend({ entity, sourceId })).describe('what was done, in its order'),
    }),
  ),
  ownOfPrimary: sideSchema.nullable().describe("the primary's own order of exactly this number, which is no copy"),
});
