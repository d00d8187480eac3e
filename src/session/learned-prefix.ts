import type { Pipeline } from '../config/pipeline.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { type LearnedPrefix, learnedPrefixSchema } from '../model/learned-prefix.ts';

const SCOPE = 'books';

type Settings = Pick<NonNullable<Pipeline['xero']>, 'organisation' | 'invoicePrefix'>;

/** Other books are fed by another export. */
function nameOf({ organisation = '' }: Settings): string {
  return `invoice prefix ${organisation.toLowerCase()}`.trim();
}

export async function readLearnedPrefix(
  ledger: Pick<Ledger, 'learned'>,
  settings: Settings,
): Promise<LearnedPrefix | undefined> {
  const text = await ledger.learned(SCOPE, nameOf(settings));
  return text === null ? undefined : learnedPrefixSchema.safeParse(JSON.parse(text)).data;
}

export async function noteLearnedPrefix(
  ledger: Pick<Ledger, 'learn'>,
  settings: Settings,
  learned: LearnedPrefix,
): Promise<void> {
  await ledger.learn(SCOPE, nameOf(settings), JSON.stringify(learned));
}

/** By which numbers are looked for, besides as they stand: what a person has confirmed, else what invoices show. */
export async function prefixInForce(ledger: Pick<Ledger, 'learned'>, settings: Settings): Promise<string> {
  return settings.invoicePrefix ?? (await readLearnedPrefix(ledger, settings))?.prefix ?? '';
}
