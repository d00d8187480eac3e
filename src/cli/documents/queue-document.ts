import { z } from 'zod';
import { at } from './parts.ts';

/** What was decided while a run went on. */
export const queueShape = {
  queued: z
    .array(
      z.strictObject({
        id: z.string(),
        by: z.string().describe('`login@machine`, or the name of a token'),
        at,
        kind: z.enum(['retry', 'accept', 'drop', 'own', 'link', 'yes', 'adopt']),
        words: z.string(),
        reason: z.string(),
      }),
    )
    .describe('decided, and taken by the run that goes on, between two batches or at its end, or by the next one'),
  refused: z
    .array(z.strictObject({ id: z.string(), by: z.string(), at, messages: z.array(z.string()) }))
    .describe('decided, and not done, since it fitted no more; until `todo --seen`'),
};
