import { z } from 'zod';
import { localDateSchema } from '../../model/time.ts';
import { mappingNames } from '../../operations/map/mappings.ts';
import type { TodoDocument } from '../actions/todo.ts';
import { amount, entity, problemSchema, sourceId, store, unconfirmedSchema } from './parts.ts';
import { queueShape } from './queue-document.ts';

const toDecide = z.strictObject({
  entity,
  sourceId,
  parent: z.string().nullable().describe('the order that a payment or return belongs to'),
  targetId: z.string().nullable().describe('what its copy has, or would get, in the primary'),
  day: localDateSchema.nullable().describe('accounting date'),
  amount: amount.nullable(),
  customer: z.string().nullable().describe('who bought; null where the ledger holds that no more'),
  reason: z.string().describe('what was found in this case'),
});

const choice = z.strictObject({
  kind: z.enum(['map', 'adopt', 'confirm', 'link', 'retry', 'accept', 'drop']),
  words: z.string(),
  effect: z.string().describe('what follows from it in the books'),
  command: z.string().describe('the line to type; what stands as "…" is yours to say'),
});

/** `todo --output json` */
export const todoDocumentSchema: z.ZodType<TodoDocument> = z.strictObject({
  pipeline: z.string(),
  ...queueShape,
  things: z.array(
    z.discriminatedUnion('kind', [
      z.strictObject({
        kind: z.literal('decision'),
        ...{ store, entity },
        code: z.string().describe('the reason, as a word that does not change'),
        value: z.string().describe('what its records have in common, such as the name of a payment method'),
        meaning: z.string(),
        remedy: z.string(),
        records: z.array(toDecide).describe('what the decision is about'),
        followers: z.array(toDecide).describe('what waits for these, and follows by itself'),
        choices: z.array(choice),
      }),
      z.strictObject({
        ...{ kind: z.literal('difference'), store, message: z.string(), remedy: z.string() },
        own: z.string().nullable().describe("number of an order that may be the primary's own; null of all else"),
        isOfProof: z
          .boolean()
          .describe(
            'whether the daily comparison tells it, and so until the next one; else each run looks whether it is so',
          ),
      }),
      z.strictObject({
        kind: z.literal('run'),
        store: z.null(),
        why: z.enum(['overdue', 'failed']),
        problems: z.array(problemSchema).describe('what failed in it; empty where it did not fail'),
        command: z.string(),
      }),
      unconfirmedSchema.extend({ kind: z.literal('yes'), command: z.string() }),
    ]),
  ),
  decided: z
    .array(
      z.strictObject({
        ...{ store, entity },
        code: z.string(),
        value: z.string(),
        records: z.array(toDecide),
        followers: z.array(toDecide),
      }),
    )
    .describe(
      'what a person has decided (`map`, `retry`, `accept` …) and the next run takes up; nothing is to be done about it',
    ),
  names: z
    .partialRecord(z.enum(mappingNames), z.array(z.string()))
    .describe('names in the primary that something can be mapped to, where something waits for one'),
  inXero: z.string().optional().describe('what somebody is to do in Xero by hand, by the last look into it'),
});
