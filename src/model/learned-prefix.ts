import { z } from 'zod';

/** What the export to Xero puts before numbers, as invoices show it. */
export const learnedPrefixSchema = z.object({
  prefix: z.string(),
  /** How many show it, of how many that bear the number of a copy. */
  shown: z.int(),
  of: z.int(),
});
export type LearnedPrefix = z.infer<typeof learnedPrefixSchema>;

/** From so many invoices on a person is asked to confirm it. */
const ENOUGH_TO_CONFIRM = 20;

/** Whether a person is to be asked: nothing else says it, and enough invoices show it. */
export function isToConfirm(learned: LearnedPrefix | undefined, said: string | undefined): learned is LearnedPrefix {
  return learned !== undefined && said === undefined && learned.of >= ENOUGH_TO_CONFIRM;
}

/** `Neto's export puts "NB-" before the numbers of orders, as 20 of 20 invoices in Xero show.` */
export function learnedPrefixWords({ prefix, shown, of }: LearnedPrefix): string {
  const what = prefix === '' ? 'nothing' : JSON.stringify(prefix);
  return `Neto's export puts ${what} before the numbers of orders, as ${shown} of ${of} invoices in Xero show.`;
}
