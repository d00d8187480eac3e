import { z } from 'zod';
import type { AcceptDocument } from '../actions/quarantine/accept.ts';
import type { DropDocument } from '../actions/quarantine/drop.ts';
import type { ListDocument } from '../actions/quarantine/list.ts';
import type { PurgeDocument } from '../actions/quarantine/purge.ts';
import type { RetryDocument } from '../actions/quarantine/retry.ts';
import type { ShowDocument } from '../actions/quarantine/show.ts';
import { amount, at, entity, historySchema, quarantinedSchema, sourceId, store, targetId } from './parts.ts';
import { queueShape } from './queue-document.ts';

/** `quarantine list --output json` */
export const quarantineListDocumentSchema: z.ZodType<ListDocument> = z.strictObject({
  pipeline: z.string(),
  quarantine: z.array(quarantinedSchema),
  ...queueShape,
});

const intoBooksDocument = z
  .strictObject({
    invoice: amount,
    payments: z.number().int().nonnegative().describe('how many, as its store shows them'),
    paid: amount,
    leftOver: amount.describe('the payments less the invoice: above zero an overpayment, below zero open'),
  })
  .nullable()
  .describe('what accepting it puts into the books; null where no total differs');

/** `quarantine show --output json` */
export const quarantineShowDocumentSchema: z.ZodType<ShowDocument> = z.strictObject({
  pipeline: z.string(),
  records: z.array(
    quarantinedSchema.extend({
      history: z.array(historySchema),
      intoBooks: intoBooksDocument,
      linkAs: z
        .array(z.string())
        .describe('what `link` takes after `--as`, one of these; empty where the primary gives the number'),
      toEnter: z
        .array(z.strictObject({ name: z.string(), value: z.string() }))
        .describe('what to enter in the primary where it is entered by hand; empty where that ends nothing'),
      payload: z.unknown().optional().describe('the record as it was read; only with --payload'),
    }),
  ),
});

const queued = z
  .boolean()
  .optional()
  .describe(
    'true: a run goes on, which takes it between two batches or at its end; left out where it was done at once',
  );

/** `quarantine retry --output json` */
export const quarantineRetryDocumentSchema: z.ZodType<RetryDocument> = z.strictObject({
  pipeline: z.string(),
  retried: z.array(
    z.strictObject({
      store,
      entity,
      sourceId,
      result: z
        .enum(['staged', 'to-be-read', 'not-retryable', 'not-held', 'queued'])
        .describe(
          '`to-be-read`: the next run reads it from its store first, since its content is not in the ledger any more, or may be shown otherwise by now; `not-retryable`: there is nothing to read; `queued`: a run goes on, which takes it between two batches or at its end',
        ),
    }),
  ),
});

/** `quarantine accept --output json` */
export const quarantineAcceptDocumentSchema: z.ZodType<AcceptDocument> = z.strictObject({
  pipeline: z.string(),
  own: z
    .array(z.string())
    .optional()
    .describe("an order of the primary that no run could explain, and that counts as the primary's own from now on"),
  queued,
  dryRun: z.boolean().describe('true: nothing was accepted, this is what would be'),
  accepted: z.array(
    z.strictObject({
      store,
      entity,
      sourceId,
      result: z
        .enum(['released', 'settled'])
        .describe('`released`: the next run copies it with its difference; `settled`: it counts as right as it stands'),
      amount: amount.nullable().describe("an order's total, a payment's amount, as its store has it"),
      difference: amount
        .nullable()
        .describe('what goes into the books, less that; null where the total does not differ'),
      intoBooks: intoBooksDocument,
      leftInBooks: z
        .array(z.string())
        .describe('what stays in the books though it was to be taken out or mended, in sentences'),
    }),
  ),
});

const droppedSchema = z.strictObject({
  store,
  entity,
  sourceId,
  targetId: targetId.describe('a copy that stands in the primary, and stays there; null where there is none'),
  amount: amount.nullable().describe("an order's total, a payment's amount, as its store has it"),
  dependants: z
    .array(
      z.strictObject({
        entity,
        sourceId,
        amount: amount.nullable(),
        fate: z
          .enum(['left-out', 'copied', 'held'])
          .describe('`copied`: stays in the primary; `quarantined`: to be decided about by itself'),
      }),
    )
    .describe('payments and returns of a dropped order'),
});

/** `quarantine drop --output json` */
export const quarantineDropDocumentSchema: z.ZodType<DropDocument> = z.strictObject({
  pipeline: z.string(),
  dropped: droppedSchema,
  queued,
  others: z.array(droppedSchema).optional().describe('with `--all`: the others'),
});

/** `quarantine purge --output json` */
export const quarantinePurgeDocumentSchema: z.ZodType<PurgeDocument> = z.strictObject({
  pipeline: z.string(),
  purged: z.number().int().nonnegative().describe('how many records lost their content'),
  heldBefore: at.describe('only what has been quarantined since before this moment'),
  inBackupsUntil: at.nullable().describe('until when backups of the ledger may hold it; null where none may'),
});
