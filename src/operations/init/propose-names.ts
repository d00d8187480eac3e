import { spelledIn } from '../../model/method-names.ts';

/**
 * - `own`: the store's name stands before it, as in `West - Credit Card`.
 * - `same`: it is called so in the primary, capitals aside.
 * - `letters`: the same letters and digits, `&` for `and`, blanks and punctuation aside.
 */
export type Likeness = 'own' | 'same' | 'letters';

export interface ProposedName {
  readonly name: string;
  /** As the primary spells it; undefined where nothing there is like it, or more than one. */
  readonly to: string | undefined;
  readonly likeness: Likeness | undefined;
}

/**
 * What a name of a store is in the primary. A method that bears the store's name goes first: whoever made it there wants the
 * money of that store apart.
 * @param store its short name, as in the pipeline file
 * @param primaryNames the active ones
 */
export function proposeName(name: string, store: string, primaryNames: readonly string[]): ProposedName {
  const alike = (key: string): string | undefined => {
    const found = primaryNames.filter((one) => key !== '' && lettersOf(one) === key);
    return found.length === 1 ? found[0] : undefined;
  };
  const likenesses: readonly [Likeness, string | undefined][] = [
    ['own', lettersOf(name) === '' ? undefined : alike(lettersOf(store) + lettersOf(name))],
    ['same', spelledIn(primaryNames, name)],
    ['letters', alike(lettersOf(name))],
  ];
  for (const [likeness, to] of likenesses) if (to !== undefined) return { name, to, likeness };
  return { name, to: undefined, likeness: undefined };
}

/** Letters and digits alone, without accents, in lower case. */
function lettersOf(text: string): string {
  const plain = text.normalize('NFKD').replaceAll('&', ' and ').toLowerCase();
  return plain.replaceAll(/[^\p{L}\p{N}]/gu, '');
}

/** Where copies are to move no stock. */
const STOCKLESS = /virtual|no.?stock|without stock|consolidat|drop.?ship/i;

/** The warehouse that looks as if it were made for copies; undefined where none does, or several. */
export function proposeWarehouse(
  warehouses: readonly { readonly name: string; readonly active: boolean; readonly primary: boolean }[],
): string | undefined {
  const fitting = warehouses.filter(({ name, active, primary }) => active && !primary && STOCKLESS.test(name));
  return fitting.length === 1 ? fitting[0]?.name : undefined;
}

/** Of "Net 14", "14 days" and the like; 0 for what is paid at once. @returns undefined where the words tell none */
export function daysOfTerms(terms: string): number | undefined {
  if (/\b(cod|prepaid|prepayment|cash|due on receipt|immediate)\b/i.test(terms)) return 0;
  const [only, ...more] = terms.match(/\d+/g) ?? [];
  // "20th of the month" and "2% 10, net 30" are no number of days.
  const isPlain = more.length === 0 && /^\D*\d{1,3}\s*(days?)?\s*$/i.test(terms) && !/month|eom/i.test(terms);
  return only !== undefined && isPlain && Number(only) <= 365 ? Number(only) : undefined;
}
