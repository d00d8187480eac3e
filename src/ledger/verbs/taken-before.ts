import { z } from 'zod';
import { entityNameSchema, type RecordKey } from '../../model/entities.ts';
import { instantSchema } from '../../model/time.ts';
import { Turns } from '../../model/turns.ts';
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
  const taken: TakenRecord[] = [];
  const notes = await storage.notes({ scope: DECISIONS, labels: [id] });
  await new Turns().each(notes, ({ value }) => taken.push(takenIn(value)));
  return taken;
}

/** The same of these records alone. */
export async function takenOf(
  storage: Pick<LedgerStorage, 'notes'>,
  id: string,
  keys: readonly RecordKey[],
): Promise<TakenRecord[]> {
  const names = keys.map((key) => takenName(id, key));
  return (await storage.notes({ scope: DECISIONS, names })).map(({ value }) => takenIn(value));
}

/** Whether anything of it was taken. */
export async function isTaken(storage: Pick<LedgerStorage, 'notes'>, id: string): Promise<boolean> {
  return (await storage.notes({ scope: DECISIONS, labels: [id], limit: 1 })).length > 0;
}

/** What the note of one record of a decision is called. */
export function takenName(id: string, { store, entity, sourceId }: RecordKey): string {
  return JSON.stringify([id, store, entity, sourceId]);
}

function takenIn(note: string): TakenRecord {
  return decisionNoteSchema.parse(JSON.parse(note));
}
