import { z } from 'zod';
import { entityNameSchema } from '../../model/entities.ts';
import { instantSchema } from '../../model/time.ts';
import type { FoundInstead, TakenRecord } from '../person-decision.ts';
import { stateNames } from '../record.ts';
import type { LedgerStorage } from '../storage/storage.ts';

/** What became of the decisions of people, by record; labelled by the decision's id. */
export const DECISIONS = 'person-decision';

const foundSchema = z.object({
  state: z.enum(stateNames),
  reason: z.string().nullable(),
  targetId: z.string().nullable(),
}) satisfies z.ZodType<FoundInstead>;

export const decisionNoteSchema = z.object({
  at: instantSchema,
  key: z.object({ store: z.string(), entity: entityNameSchema, sourceId: z.string() }),
  outcome: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('taken'),
      answer: z.enum(['staged', 'to-be-read', 'not-retryable', 'released', 'settled', 'not-acceptable', 'done']),
    }),
    z.object({
      kind: z.literal('refused'),
      why: z.enum(['changed', 'not-retryable', 'not-acceptable']),
      found: foundSchema.nullable(),
    }),
  ]),
});

/** What a decision has come to so far, by record: it is in the ledger since the same step in which it was done. */
export async function takenBefore(storage: Pick<LedgerStorage, 'notes'>, id: string): Promise<TakenRecord[]> {
  const notes = await storage.notes({ scope: DECISIONS, labels: [id] });
  return notes.map(({ value }) => decisionNoteSchema.parse(JSON.parse(value)));
}
