import { closest } from '../../config/problems.ts';

/** What to do about a name that the primary lacks; names its closest match, if one is close. */
export function mendName(name: string, known: Iterable<string>, otherwise: string): string {
  const match = closest(name, [...known]);
  return match === undefined ? otherwise : `Did you mean ${JSON.stringify(match)}? ${otherwise}`;
}
