import { z } from 'zod';
import { habitKinds, habitNames } from '../../model/habits.ts';
import { programVersion } from '../../model/program-version.ts';
import { isCount } from './habit-words.ts';
import type { Profile, ShownHabit } from './profile.ts';

/** Every word that a habit can have, of which no store has a say. */
const wordsOfHabits = habitNames.flatMap((habit) => {
  const { value } = habitKinds[habit];
  return value instanceof z.ZodEnum ? value.options : [];
});
const recordKinds = ['orders', 'payments', 'rmas', 'customers', 'products', 'stores'] as const;

/**
 * What a profile is when it may be shown to anybody: numbers that count, months, and words that are this program's own. It has no
 * place for a text of a store, a pipeline or a record.
 */
export const sharedProfileSchema = z.strictObject({
  format: z.literal('neto-consolidator profile 1'),
  program: z.string().regex(/^\d+\.\d+\.\d+[-.\w]*$/),
  stores: z.array(
    z.strictObject({
      role: z.enum(['primary', 'secondary', 'secondary, read from files']),
      habits: z.array(
        z.strictObject({
          habit: z.enum(habitNames),
          value: z.union([z.enum(wordsOfHabits as [string, ...string[]]), z.int()]),
          seenIn: z.enum(recordKinds),
          since: z
            .templateLiteral([z.number(), '-', z.string().regex(/^\d\d$/)])
            .nullable()
            .describe('a month'),
        }),
      ),
      open: z.array(z.templateLiteral(['U', z.number()])),
    }),
  ),
});
export type SharedProfile = z.infer<typeof sharedProfileSchema>;

/** @throws Error, and so a mistake in the program, where anything else would be in it */
export function sharedProfile({ stores }: Profile): SharedProfile {
  return sharedProfileSchema.parse({
    format: 'neto-consolidator profile 1',
    program: programVersion(),
    stores: stores.map(({ store, readFromFiles, habits, open }) => ({
      role: store === 'primary' ? 'primary' : readFromFiles ? 'secondary, read from files' : 'secondary',
      habits: habits.filter(isShareable).map(({ habit, value, seenIn, since }) => ({
        ...{ habit, value, seenIn, since: since?.slice(0, 7) ?? null },
      })),
      open: open.map(({ id }) => id),
    })),
  });
}

/** An entity that is none of this program's own may have any name. */
function isShareable({ habit, value, seenIn }: ShownHabit): boolean {
  const isKnown = isCount(habit) ? typeof value === 'number' : (wordsOfHabits as readonly unknown[]).includes(value);
  return isKnown && (recordKinds as readonly string[]).includes(seenIn);
}
