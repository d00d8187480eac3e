/** As many keys as others are seen to put into one filter (reference, section 1.3). */
export const USUAL_KEYS = 100;
/** As many orders, with their lines, as others are seen to read at once (the same). */
export const MOST_KEYS = 200;
/** A store whose answer takes longer may take too long for the next one. */
const SLOW_MILLISECONDS = 10_000;

/**
 * Which filters of one store take longer lists of keys than anybody was seen to send, as far as this process has tried: each
 * does until an answer shows that it does not. Nothing is told by a long list but what it shows: what it leaves out is asked
 * for in usual lists. So a store that takes none costs one request for each of its filters in a run.
 */
export class LongLists {
  readonly #refused = new Set<string>();

  /** @returns how many keys may go into one request */
  most({ action, filterField }: Filtered): number {
    return this.#refused.has(`${action} ${filterField}`) ? USUAL_KEYS : MOST_KEYS;
  }

  refuse({ action, filterField }: Filtered): void {
    this.#refused.add(`${action} ${filterField}`);
  }

  /** @param milliseconds of one answer to a long list */
  took(filtered: Filtered, milliseconds: number | undefined): void {
    if ((milliseconds ?? 0) > SLOW_MILLISECONDS) this.refuse(filtered);
  }
}

/** Whether an answer to a list of so many keys may tell that some of them are not there. Of a longer one the store may have taken a part. */
export function mayTellAbsence(keys: number): boolean {
  return keys <= USUAL_KEYS;
}

/**
 * A long list whose ends are keys of which rows are known: where an answer shows these, the store has taken the list from one end
 * to the other.
 * @param known two of them, in the order of the keys
 */
export function betweenKnown(keys: readonly string[], [first, last]: readonly [string, string]): readonly string[] {
  return [first, ...keys.filter((key) => key !== first && key !== last), last];
}

interface Filtered {
  readonly action: string;
  readonly filterField: string;
}
