import { z } from 'zod';
import { entity, heldSchema, historySchema, sourceId, store } from './parts.ts';

/** `quarantine list --output json` */
export const quarantineListDocumentSchema = z.strictObject({ pipeline: z.string(), quarantine: z.array(heldSchema) });

/** `quarantine show --output json` */
export const quarantineShowDocumentSchema = z.strictObject({
  pipeline: z.string(),
  records: z.array(
    heldSchema.extend({
      history: z.array(historySchema),
      payload: z.unknown().optional().describe('the record as it was read; only with --payload'),
    }),
  ),
});

/** `quarantine retry --output json` */
export const quarantineRetryDocumentSchema = z.strictObject({
  pipeline: z.string(),
  retried: z.array(
    z.strictObject({
      store,
      entity,
      sourceId,
      result: z
        .enum(['staged', 'to-be-read', 'not-held'])
        .describe('`to-be-read`: the next run reads it from its store first'),
    }),
  ),
});

/** `quarantine accept --output json` */
export const quarantineAcceptDocumentSchema = z.strictObject({
  pipeline: z.string(),
  accepted: z.array(
    z.strictObject({
      store,
      entity,
      sourceId,
      result: z
        .enum(['released', 'settled'])
        .describe('`released`: the next run copies it with its difference; `settled`: it counts as right as it stands'),
    }),
  ),
});
