import { z } from 'zod';
import type { Pipeline, StoreConnection } from '../../config/pipeline.ts';
import { entityNames } from '../../entities/kinds.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { type HabitName, habitNames, type Seen } from '../../model/habits.ts';
import { instantSchema } from '../../model/time.ts';
import { readRoundingEffect } from '../../run/protocol/rounding-effects.ts';
import { type KeptHabit, readHabits } from '../../session/store-habits.ts';
import { readArithmetic } from '../../session/store-readings.ts';
import { aboutOf, valueInWords } from './habit-words.ts';
import { type Unknown, unknowns } from './unknowns.ts';

const habitSchema = z.strictObject({
  habit: z.enum(habitNames).describe('a word that does not change'),
  about: z.string(),
  value: z
    .union([z.string(), z.int()])
    .describe('a word that does not change, or a number of records, characters or seconds'),
  words: z.string().describe('the value in words, which go on what stands in `about`'),
  seenIn: z.string().describe('the kind of record it is known from; `stores`: from what concerns none'),
  since: instantSchema
    .nullable()
    .describe('when it was first seen so; null where an earlier version of the program has learned it'),
});

const openSchema = z.strictObject({
  id: z.string().describe('as in docs/stores.md'),
  question: z.string(),
  runsMayTell: z.boolean().describe('false: nothing that a run does shows it'),
  meanwhile: z.string().describe('what the program does as long as nobody knows'),
});

const storeProfileSchema = z.strictObject({
  store: z.string().describe('its name in the pipeline file, or `primary`'),
  readFromFiles: z.boolean().describe('then nothing is seen of its API'),
  habits: z.array(habitSchema),
  open: z.array(openSchema).describe('what is not known of it yet'),
});
export type StoreProfile = z.infer<typeof storeProfileSchema>;
export type ShownHabit = z.infer<typeof habitSchema>;

/** What `profile` shows. */
export const profileSchema = z.strictObject({
  pipeline: z.string(),
  stores: z.array(storeProfileSchema).describe('the primary first'),
});
export type Profile = z.infer<typeof profileSchema>;

/** What the runs of a pipeline have learned, by the way, of how its stores behave. Asks no store. */
export async function readProfile(ledger: Ledger, { name, primary, secondaries }: Pipeline): Promise<Profile> {
  const stores = [
    await profileOf(ledger, primary, { isPrimary: true, readFromFiles: false }),
    ...(await Promise.all(
      secondaries.map((one) => profileOf(ledger, one, { isPrimary: false, readFromFiles: one.source !== undefined })),
    )),
  ];
  return { pipeline: name, stores };
}

/** All that is known of a store, with what earlier versions have learned without keeping since when. */
export async function habitsOf(
  ledger: Ledger,
  { host }: Pick<StoreConnection, 'host'>,
): Promise<(Omit<KeptHabit, 'since'> & Pick<ShownHabit, 'since'>)[]> {
  const kept = await readHabits(ledger, host, [...entityNames(), 'stores']);
  const earlier: Seen[] = [...(await readArithmetic(ledger, host)), ...(await rounding(ledger, host))];
  const without = earlier.filter(({ habit }) => !kept.some((one) => one.habit === habit));
  return [...kept, ...without.map(({ habit, value, in: seenIn }) => ({ habit, value, seenIn, since: null }))].sort(
    (a, b) => habitNames.indexOf(a.habit) - habitNames.indexOf(b.habit),
  );
}

async function rounding(ledger: Ledger, host: string): Promise<Seen[]> {
  const value = await readRoundingEffect(ledger, host);
  return value === null ? [] : [{ habit: 'orderRounding', value, in: 'orders' }];
}

async function profileOf(
  ledger: Ledger,
  connection: StoreConnection,
  { isPrimary, readFromFiles }: { readonly isPrimary: boolean; readonly readFromFiles: boolean },
): Promise<StoreProfile> {
  const known = readFromFiles ? [] : await habitsOf(ledger, connection);
  const habits = known.map(({ habit, value, seenIn, since }) => ({
    ...{ habit, about: aboutOf(habit), value, words: valueInWords(habit, value), seenIn, since },
  }));
  const names = new Set(known.map(({ habit }) => habit));
  const open = readFromFiles ? [] : openOf(names, isPrimary);
  return {
    ...{ store: isPrimary ? 'primary' : connection.name, readFromFiles, habits },
    open: open.map(({ id, question, meanwhile, toldBy }) => ({
      ...{ id, question, runsMayTell: toldBy.some((habit) => !names.has(habit)), meanwhile },
    })),
  };
}

/**
 * What is still open, in whole or in part, of a store of which these habits are known. A secondary is only read, so much
 * does not concern it.
 */
export function openOf(known: ReadonlySet<HabitName>, isPrimary: boolean): Unknown[] {
  return unknowns.filter(
    ({ toldBy, inPart, primaryOnly }) =>
      (isPrimary || primaryOnly !== true) &&
      (inPart === true || toldBy.length === 0 || !toldBy.every((habit) => known.has(habit))),
  );
}
