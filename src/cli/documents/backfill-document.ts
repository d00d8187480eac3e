import { z } from 'zod';
import { localDateSchema } from '../../model/time.ts';
import type { BackfillReport } from '../../operations/backfill/report.ts';
import {
  amountsSchema,
  byEntity,
  countsSchema,
  differenceSchema,
  lookSchema,
  problemSchema,
  quarantinedSchema,
  store,
} from './parts.ts';

/** `backfill --output json` */
export const backfillDocumentSchema: z.ZodType<BackfillReport> = z.strictObject({
  pipeline: z.string().describe('`name` of the pipeline file'),
  store,
  from: localDateSchema,
  to: localDateSchema,
  alreadyInAccounting: z.boolean(),
  dryRun: z.boolean(),
  status: z
    .enum(['good', 'open', 'differences', 'failed', 'stopped'])
    .describe('of the slice that was worked on last; `good` where all were done before'),
  slices: z.array(
    z.strictObject({
      from: localDateSchema,
      to: localDateSchema,
      state: z
        .enum(['done', 'done-before', 'open', 'planned'])
        .describe(
          '`open`: stopped, failed or not begun, and gone on with by the same command; `planned`: in a dry run',
        ),
      run: z.number().int().positive().nullable().describe('number of the run in the ledger that worked on it last'),
      stores: z.record(z.string(), byEntity(countsSchema)).describe('by store and entity, of that run'),
      amounts: z.record(z.string(), byEntity(amountsSchema)).describe('by store, of orders and payments'),
    }),
  ),
  unmarked: z
    .array(z.strictObject({ sourceId: z.string(), targetId: z.string(), why: z.string(), remedy: z.string() }))
    .describe('with `--already-in-accounting`: copies made before without the mark that can not be given it any more'),
  worthALook: z.array(lookSchema).describe('what may be wrong where it comes from, of all slices that were worked on'),
  quarantine: z.array(quarantinedSchema).describe('all that is quarantined at the end'),
  differences: z.array(differenceSchema),
  problems: z.array(problemSchema).describe('what failed'),
});
