import { isFresh, momentNow } from '../../neto/moment.ts';

/** What a store has just shown, and whether that was long ago. */
export interface Looked<Existing> {
  /** By target id in lower case; what is missing was not there. */
  readonly existing: ReadonlyMap<string, Existing>;
  readonly isFresh: () => boolean;
}

/**
 * Whether what was just read still stands for what its store has, as told by two clocks: the machine's own may be set between
 * two steps, and the one that only counts does not while a machine sleeps. The time of a run won't do: it goes by that one.
 */
export function freshFromNow(): () => boolean {
  const seen = momentNow();
  return () => isFresh(seen, momentNow());
}

/** It counts from before it is asked, not from when the answer has come. */
export async function lookNow<Existing>(
  lookUp: () => Promise<ReadonlyMap<string, Existing>>,
): Promise<Looked<Existing>> {
  const isFresh = freshFromNow();
  return { existing: await lookUp(), isFresh };
}
