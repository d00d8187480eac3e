import { z } from 'zod';
import type { Ledger } from '../ledger/ledger.ts';
import { instantSchema } from '../model/time.ts';

const SCOPE = 'said-yes';

/** The number of a whole run; null where there was none. Earlier versions kept the second in which it began, in which another may have ended. */
export const wholeRunSchema = z.union([z.int(), instantSchema]).nullable();

/** Whether no whole run of the store has ended since that one. */
export async function isStillLast(
  ledger: Pick<Ledger, 'lastWholeRun'>,
  store: string,
  seen: z.infer<typeof wholeRunSchema>,
): Promise<boolean> {
  const last = await ledger.lastWholeRun(store);
  return seen === (typeof seen === 'string' ? last?.startedAt : (last?.id ?? null));
}

/** A person's yes to the old orders of a store, which holds until a whole run has copied them. */
const saidYesSchema = z.object({
  /** How many they were told of; null where they were told none (`run --yes`): then it is for all of them. */
  orders: z.int().min(0).nullable(),
  /** The last whole run of the store as they said it: after another one it is about nothing any more. */
  lastWhole: wholeRunSchema,
  /** The key `since` as it was; null where nobody has looked. What is moved back later is asked about anew. */
  from: z.string().nullable(),
  at: instantSchema,
  by: z.string(),
});
export type SaidYes = z.infer<typeof saidYesSchema>;

type Memory = Pick<Ledger, 'learned' | 'learn' | 'lastWholeRun'>;

/** @returns false where the same was said before, and nothing is new */
export async function sayYes(ledger: Memory, store: string, said: SaidYes): Promise<boolean> {
  const before = await yesTo(ledger, store);
  if (before !== null && covers(before, said)) return false;
  await ledger.learn(SCOPE, store, JSON.stringify(saidYesSchema.parse(said)));
  return true;
}

/** The yes that holds for this store now; null where none does. */
export async function yesTo(ledger: Pick<Memory, 'learned' | 'lastWholeRun'>, store: string): Promise<SaidYes | null> {
  const text = await ledger.learned(SCOPE, store);
  if (text === null) return null;
  const said = saidYesSchema.safeParse(JSON.parse(text)).data;
  return said !== undefined && (await isStillLast(ledger, store, said.lastWhole)) ? said : null;
}

/** To be called by a run that finds more than it was for, and asks anew. */
export async function forgetYes(ledger: Pick<Memory, 'learn'>, store: string): Promise<void> {
  await ledger.learn(SCOPE, store, 'null');
}

function covers(before: SaidYes, said: SaidYes): boolean {
  return before.orders === null && before.from === said.from;
}
