/** Records staged ahead of the loader, at most; beyond that extraction waits. */
const MAXIMUM_AHEAD = 2_000;
/** So many in any case, so that the loader need not wait. */
const LEAST_AHEAD = 200;
/** As many as it takes in this time: what was read with an order still stands when the order is copied. */
const AHEAD_MILLISECONDS = 5_000;

/**
 * What lies between the extractors and the loader: the records themselves are in the ledger, this only counts them, so
 * that a fast store does not fill the disk while the primary is slow, and the loader sleeps when there is nothing to do.
 */
export class Backlog {
  #ahead = 0;
  #extractors: number;
  #wake: (() => void)[] = [];
  #bounded: boolean;
  /** When the loader took how many, within the last seconds. */
  readonly #taken: { readonly at: number; readonly count: number }[] = [];
  readonly #now: () => number;

  /**
   * @param options.bounded false where the loader waits for extraction to end, so that extraction must not wait for it
   * @param options.now milliseconds by a clock that only counts
   */
  constructor(options: { readonly extractors: number; readonly bounded: boolean; readonly now?: () => number }) {
    this.#now = options.now ?? (() => performance.now());
    this.#extractors = options.extractors;
    this.#bounded = options.bounded;
  }

  get extracting(): boolean {
    return this.#extractors > 0;
  }

  staged(count: number): void {
    this.#ahead += count;
    this.#signal();
  }

  taken(count: number): void {
    // The loader would wake itself, and never leave the floor to anyone.
    if (count === 0) return;
    this.#ahead = Math.max(0, this.#ahead - count);
    this.#taken.push({ at: this.#now(), count });
    this.#signal();
  }

  /** The loader has found nothing to take: what was staged had not changed, or is not to be loaded. */
  empty(): void {
    // The loader would wake itself.
    if (this.#ahead === 0) return;
    this.#ahead = 0;
    this.#signal();
  }

  /** One extractor has ended, well or not. */
  extracted(): void {
    this.#extractors -= 1;
    this.#signal();
  }

  /** The loader has ended, so nobody will make room any more. */
  unbind(): void {
    this.#bounded = false;
    this.#signal();
  }

  async room(): Promise<void> {
    while (this.#bounded && this.#ahead >= this.#most()) await this.change();
  }

  #most(): number {
    const since = this.#now() - AHEAD_MILLISECONDS;
    while ((this.#taken[0]?.at ?? since) < since) this.#taken.shift();
    const lately = this.#taken.reduce((sum, { count }) => sum + count, 0);
    return Math.min(MAXIMUM_AHEAD, Math.max(LEAST_AHEAD, lately));
  }

  change(): Promise<void> {
    return new Promise((resolve) => this.#wake.push(resolve));
  }

  #signal(): void {
    const waiting = this.#wake;
    this.#wake = [];
    for (const wake of waiting) wake();
  }
}
