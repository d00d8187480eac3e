import type { LedgerRecord } from '../../ledger/record.ts';

/** What may have been keyed anew, as its store shows it. */
interface Shown {
  readonly id: string;
}

/**
 * What a store shows for an order beside the one of this id, and nothing on the copy stands for: each may have been keyed in place of
 * what is there, but for what a person has left out.
 * @param there what stands on the copy
 * @param known what the ledger has of that order
 */
export function othersNotOn<Other extends Shown>(
  shown: readonly Other[],
  id: string,
  there: readonly { readonly standsFor: readonly string[] }[],
  known: readonly LedgerRecord[] = [],
): readonly Other[] {
  const leftOut = known.filter(({ state }) => state === 'skipped').map(({ sourceId }) => sourceId);
  const settled = new Set([...there.flatMap(({ standsFor }) => standsFor), ...leftOut]);
  return shown.filter((one) => one.id !== id && !settled.has(one.id));
}

/**
 * What a person reads of something that was keyed in place of what is on the copy.
 * @param titles all that may have been: one of them alone is what the message is about; of several, any or all may be
 * @param old what is on the copy, and not in its store any more
 */
export function replacedWords(titles: readonly string[], old: readonly string[]): string {
  const gone = `${old.join(' and ')}, which its store does not show any more`;
  const [first] = titles;
  if (titles.length === 1 && first !== undefined) return `${first} was keyed in place of ${gone}`;
  return `One or more of these were keyed in place of ${gone}: ${titles.join('; ')}. Decide first about one that was; the others are judged anew then`;
}
