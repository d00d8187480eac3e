/** As many keys as others are seen to put into one filter (reference, section 1.3). */
export const USUAL_KEYS = 100;
/** As many orders, with their lines, as others are seen to read at once (the same). */
export const MOST_KEYS = 200;
/** A store whose answer takes longer may take too long for the next one. */
const SLOW_MILLISECONDS = 10_000;

/** How many keys go into one request. */
export interface ListSizes {
  readonly usual: number;
  readonly most: number;
}

/**
 * Which filters of one store take longer lists of keys than anybody was seen to send, as far as this process has tried: each
 * does until an answer shows that it does not. Nothing is told by a long list but what it shows: what it leaves out is asked
 * for in usual lists. So a store that takes none costs one request for each of its filters in a run.
 */
export class LongLists {
  /** As many keys as any store is taken to take. */
  readonly usual: number;
  readonly #most: number;
  readonly #refused = new Set<string>();

  constructor({ usual, most }: ListSizes = { usual: USUAL_KEYS, most: MOST_KEYS }) {
    this.usual = usual;
    this.#most = most;
  }

  /** @returns how many keys may go into one request */
  most({ action, filterField }: Filtered): number {
    return this.#refused.has(`${action} ${filterField}`) ? this.usual : this.#most;
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
export function mayTellAbsence(keys: number, { usual }: Pick<LongLists, 'usual'>): boolean {
  return keys <= usual;
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
