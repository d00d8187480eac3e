import { z } from 'zod';
import { field, shortText } from './fields.ts';

const batchSize = field(z.int().min(1).max(100), { meaning: 'One size.', expected: 'a whole number from 1 to 100' });

const phrases = (meaning: string, example: string) =>
  field(
    z.array(
      field(shortText(100), {
        meaning: 'One phrase.',
        expected: 'a phrase of 1 to 100 characters, without a blank at either end',
      }),
    ),
    { meaning, expected: 'a list of phrases', example },
  ).default([]);

export const loadSchema = z.strictObject({
  batchSizes: field(z.array(batchSize).min(1), {
    meaning:
      'How many records are written in one request: the first number at the start, the next ones as read-backs prove clean.',
    expected: 'a list of at least one whole number from 1 to 100, such as [1, 5, 20]',
    example: '[1, 5, 20]',
  }).default([1, 5, 20]),
  settleAfterSeconds: field(z.int().min(1).max(86_400), {
    meaning:
      "How long a write whose outcome is unknown is looked up before it counts as not done. At least twice the primary's `timeoutSeconds`.",
    expected: "a whole number from twice the primary's timeoutSeconds to 86400",
    default: "`300`, or twice the primary's `timeoutSeconds` where that is more",
    example: '300',
  }).optional(),
  overlapSeconds: field(z.int().min(0).max(86_400), {
    meaning: 'How far back before the last run each run reads again, of every entity.',
    expected: 'a whole number from 0 to 86400',
    example: '300',
  }).default(300),
  clockToleranceSeconds: field(z.int().min(1).max(3600), {
    meaning:
      "How far a store's clock and this machine's may differ. A store's time that is further ahead is not believed, so that a wrong one can't make later orders be missed; what its clock stamps is read all the same.",
    expected: 'a whole number from 1 to 3600',
    example: '120',
  }).default(120),
  sweepDays: field(z.int().min(1).max(90), {
    meaning:
      'How many days back each store is listed anew once a day, for what showed up late or bears a time that runs behind. Ids and times of change only; what is new or differs is then read.',
    expected: 'a whole number from 1 to 90',
    example: '14',
  }).default(14),
  refusals: field(
    z.strictObject({
      passing: phrases(
        'Phrases by which the primary says that it is troubled itself and would take the record later; letter case makes no difference.',
        '["bitte später"]',
      ),
      lasting: phrases(
        'Phrases by which the primary says that it does not take the record as it is: it is quarantined at once, and not sent again.',
        '["ungültig", "existiert nicht"]',
      ),
    }),
    {
      meaning:
        'What the primary says when it refuses a record, where that is not the English that Neto is known to speak: another language, or an add-on. A refusal in unknown words is sent once more.',
      expected: 'a group of the keys passing, lasting',
      example: '{ lasting: ["ungültig"] }',
    },
  ).prefault({}),
});
