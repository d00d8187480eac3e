import { z } from 'zod';
import type { NotifyDocument } from '../actions/notify.ts';
import { at } from './parts.ts';

const kind = z.enum(['webhook', 'email']);
const to = z.string().nullable().describe("a recipient's address; null for the webhook, whose address is a secret");

/** Those whom `onProblem` names, in `status` and `notify`. */
export const waysDocument = z
  .array(
    z.strictObject({
      kind,
      to,
      deliveredAt: at.nullable().describe('when a message arrived last'),
      failing: z
        .strictObject({ since: at, reason: z.string() })
        .nullable()
        .describe('since when, and why, nothing arrives; null where the last message did'),
    }),
  )
  .describe('who is told when something needs somebody');

/** `notify --output json` */
export const notifyDocumentSchema: z.ZodType<NotifyDocument> = z.strictObject({
  pipeline: z.string(),
  ways: waysDocument,
  tests: z
    .array(
      z.strictObject({
        kind,
        to,
        trouble: z
          .strictObject({
            reason: z.string(),
            remedy: z.string(),
            words: z.string().optional().describe('what the server said, in a line'),
          })
          .nullable()
          .describe('null where the other side has taken it'),
      }),
    )
    .describe('what became of each test; empty without `--test`'),
});
