import { z } from 'zod';
import type { RunSummary } from '../../run/summary.ts';
import type { Verdict } from '../../verdict/verdict.ts';
import type { PlanSample } from '../plan-samples.ts';
import {
  amount,
  amountsSchema,
  at,
  byEntity,
  countsSchema,
  differenceSchema,
  entity,
  lookSchema,
  problemSchema,
  quarantinedSchema,
  sourceId,
  store,
  unconfirmedSchema,
  warningSchema,
} from './parts.ts';
import { proofSchema } from './proof-document.ts';
import { narrowingSchema, verdictSchema } from './verdict-document.ts';

const outcome = {
  pipeline: z.string().describe('`name` of the pipeline file'),
  status: z
    .enum(['good', 'open', 'differences', 'failed', 'stopped'])
    .describe('`open`: finished, with something in quarantine'),
  bound: z
    .record(z.string(), at)
    .describe('by store: the time up to which it counts as read, which the next run goes on from'),
  stores: z.record(z.string(), byEntity(countsSchema)).describe('by store and entity'),
  amounts: z
    .record(z.string(), byEntity(amountsSchema))
    .describe('by store, of orders and payments: what they come to in their own store'),
  acceptedAmounts: z
    .record(z.string(), byEntity(amountsSchema))
    .optional()
    .describe('what people let the copies of these come to beside that, more or less'),
  narrowing: narrowingSchema
    .optional()
    .describe('what options narrowed it to, so that its numbers are of that part; only where they did'),
  unconfirmed: z.array(unconfirmedSchema).optional().describe('orders that the next run copies only with `--yes`'),
  takenOver: z
    .record(z.string(), byEntity(z.number().int().positive()))
    .optional()
    .describe('of the created, those that another installation had made; with `--take-over` only'),
  skipped: z
    .array(
      z.strictObject({
        store,
        entity,
        code: z.string(),
        reason: z.string(),
        count: z.number().int().positive(),
      }),
    )
    .describe('what was left out by rule, and why'),
  quarantine: z.array(quarantinedSchema).describe('all that is quarantined at the end, also since earlier runs'),
  requests: z.record(z.string(), z.number().int()).describe('requests sent, by store; the primary is `primary`'),
  differences: z.array(differenceSchema).describe('what the primary should not have'),
  proof: proofSchema
    .nullable()
    .describe('the daily comparison of both sides, made without the ledger; null where none was made in this run'),
  problems: z.array(problemSchema).describe('what failed; the other stores went on'),
  warnings: z.array(warningSchema).describe('what was copied all the same, and a person should know of'),
  worthALook: z
    .array(lookSchema)
    .describe('what may be wrong where it comes from; it changes neither the status nor the exit code'),
};

/** A run's summary, and what its ledger comes to after it. */
interface RunDocument extends RunSummary {
  readonly verdict?: Verdict | null | undefined;
}

/** `run --output json` */
export const runDocumentSchema: z.ZodType<RunDocument> = z.strictObject({
  run: z.number().int().positive().describe('number of the run in the ledger'),
  verdict: verdictSchema
    .nullable()
    .optional()
    .describe('of the ledger after the run; a plan, and what writes nothing, has none'),
  ...outcome,
});

/** `plan --output json`: what the same run would do. */
export const planDocumentSchema: z.ZodType<Omit<RunSummary, 'run'> & { readonly samples: readonly PlanSample[] }> =
  z.strictObject({
    ...outcome,
    samples: z
      .array(
        z.strictObject({
          store,
          outcome: z.enum(['created', 'updated']),
          sourceId,
          targetId: z.string().describe('what its copy would be called'),
          total: amount.nullable(),
        }),
      )
      .describe('some of the orders that would be written'),
  });
