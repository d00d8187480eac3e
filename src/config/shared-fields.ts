import { z } from 'zod';
import { field, shortText } from './fields.ts';

/** A map from the secondary's words to the primary's. */
export const nameMap = (meaning: string, expected: string) =>
  field(
    z.record(
      z.string(),
      field(shortText(100), {
        meaning: "The primary's name for it.",
        expected: 'a name of 1 to 100 characters, without a blank at either end',
      }),
    ),
    { meaning, expected },
  ).default({});

export const scope = field(z.enum(['referenced', 'all']), {
  meaning: '`referenced`: only what copied orders refer to. `all`: everything the store has.',
  expected: 'referenced or all',
}).default('referenced');
