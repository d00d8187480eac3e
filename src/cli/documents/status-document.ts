import { z } from 'zod';
import { localDateSchema } from '../../model/time.ts';
import type { StatusDocument } from '../actions/status.ts';
import { waysDocument } from './alert-documents.ts';
import { at, byEntity, entity, sourceId, store, unconfirmedSchema } from './parts.ts';
import { acceptedDocument, proofDifferenceDocument } from './proof-document.ts';
import { queueShape } from './queue-document.ts';
import { verdictSchema } from './verdict-document.ts';

const count = z.number().int().nonnegative();

/** `status --output json` */
export const statusDocumentSchema: z.ZodType<StatusDocument> = z.strictObject({
  pipeline: z.string(),
  ...queueShape,
  verdict: verdictSchema,
  ledger: z.string().describe('path of the file, or server, database and schema'),
  installation: z.string().describe('what copies in the primary name as their maker'),
  backup: z
    .strictObject({ file: z.string(), at: at.describe('when it was made') })
    .nullable()
    .describe('the newest backup of the ledger; null where there is none'),
  runningProcess: z.number().int().nullable().describe('the process that holds the pipeline now'),
  runs: z
    .array(
      z.strictObject({
        id: z.number().int(),
        startedAt: at,
        endedAt: at.nullable().describe('null: under way, or killed'),
        status: z.string(),
        undoneBy: z.number().int().nullable().describe('the run that took back what it had copied'),
        narrowed: z.boolean().describe('whether it looked at a part only'),
      }),
    )
    .describe('the latest first'),
  unconfirmed: z.array(unconfirmedSchema).describe('what the last whole run read and did not copy for want of `--yes`'),
  readUpTo: z
    .record(z.string(), byEntity(at))
    .describe('by store and entity: everything changed before this moment has been read'),
  records: z.array(
    z.strictObject({
      store,
      entity,
      state: z.enum(['staged', 'writing', 'loaded', 'linked', 'skipped', 'quarantined']),
      count,
    }),
  ),
  proofs: z
    .array(
      z.strictObject({
        store,
        day: localDateSchema.describe('the day of the proof'),
        begunAt: at
          .nullable()
          .describe('what was copied later was not compared; null for a proof of an earlier version'),
        from: localDateSchema.describe('first accounting date'),
        to: localDateSchema.describe('last accounting date'),
        proven: z.boolean().describe('false where the primary had nothing of the store in these days'),
        differences: z.array(proofDifferenceDocument).describe('what nothing explains, until a proof is without it'),
        accepted: acceptedDocument,
      }),
    )
    .describe('the last finished comparison of both sides, by store'),
  byHand: z.array(z.strictObject({ store, entity, count })).describe('entered in the primary by hand and linked'),
  quarantine: z.array(z.strictObject({ store, entity, code: z.string(), count })),
  openWrites: z
    .array(z.strictObject({ store, entity, sourceId, action: z.string(), targetId: z.string(), at, lookUps: count }))
    .describe('writes whose outcome is not known yet'),
  told: waysDocument,
});
