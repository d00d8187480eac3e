import { closest } from '../../config/problems.ts';

const EXAMPLES = 5;

/** The first of them, and how many more there are. */
export function examplesOf(names: readonly string[]): string {
  const rest = names.length - EXAMPLES;
  return names.slice(0, EXAMPLES).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}

/** What to do about a name that the primary lacks; names its closest match, if one is close. */
export function suggestName(name: string, known: Iterable<string>, otherwise: string): string {
  const match = closest(name, [...known]);
  return match === undefined ? otherwise : `Did you mean ${JSON.stringify(match)}? ${otherwise}`;
}
