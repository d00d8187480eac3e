/** Records staged ahead of the loader, at most; beyond that extraction waits. */
const MAXIMUM_AHEAD = 2_000;

/**
 * What lies between the extractors and the loader: the records themselves are in the ledger, this only counts them, so
 * that a fast store does not fill the disk while the primary is slow, and the loader sleeps when there is nothing to do.
 */
export class Backlog {
  #ahead = 0;
  #extractors: number;
  #wake: (() => void)[] = [];
  #bounded: boolean;

  /** @param options.bounded false where the loader waits for extraction to end, so that extraction must not wait for it */
  constructor(options: { readonly extractors: number; readonly bounded: boolean }) {
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
    while (this.#bounded && this.#ahead >= MAXIMUM_AHEAD) await this.change();
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
