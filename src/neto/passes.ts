/** Of the records of a listing, in the order in which they came. */
type Keys = Iterable<string> & { readonly size: number };

/**
 * Passes over one window. Where the first one found the window to be a single page, the next one has nothing to ask beside
 * that page: what it shows beside it was changed since, and belongs to the next window.
 */
export class Passes {
  #whole: string | undefined;

  /** A listing has ended, and what came behind its first reply was looked for. @param first records of that reply */
  ended(keys: Keys, first: number): void {
    this.#whole = keys.size === first ? textOf(keys) : undefined;
  }

  isSame(keys: Keys): boolean {
    return this.#whole === textOf(keys);
  }
}

function textOf(keys: Keys): string {
  return JSON.stringify([...keys]);
}
