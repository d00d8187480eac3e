import { ConsolidatorError } from '../model/errors.ts';
import type { MapResult } from '../operations/map/map-name.ts';
import { mappings } from '../operations/map/mappings.ts';
import { type Deciding, decide, type PersonsWord } from './decide.ts';

/**
 * Has the audit tell what a person has changed in the pipeline file, or confirmed: at once, or by whoever holds the ledger now.
 * @returns why that could not be, for the person: the file itself is changed
 */
export async function noteMap(
  deciding: Deciding,
  { id, by, reason }: Pick<PersonsWord, 'id' | 'by'> & { readonly reason: string },
  { store, what, name, before, to, result }: MapResult,
): Promise<string | undefined> {
  if (result === 'would-change' || result === 'by-hand') return undefined;
  const quoted = (text: string | null): string => (text === null ? 'nothing' : JSON.stringify(text));
  const change = `${mappings[what].words} ${quoted(name)}: ${quoted(before)}, now ${quoted(to)}`;
  try {
    await decide(deciding, { id, by, request: { kind: 'noted', event: 'mapped', store, change, reason } });
    return undefined;
  } catch (error) {
    if (!(error instanceof ConsolidatorError)) throw error;
    return `The audit could not be told: ${error.message}`;
  }
}
