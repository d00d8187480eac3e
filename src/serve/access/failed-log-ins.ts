/** Milliseconds. */
const WITHIN = 60_000;
const MOST_OF_ONE = 5;
/** Tokens are too long to be guessed by many callers together; this only keeps what is remembered small. */
const MOST_KEPT = 1_000;

/** Who tries words one after another is made to wait; nobody else is. */
export class FailedLogIns {
  readonly #now: () => number;
  /** Latest last. */
  #failed: { readonly caller: string; readonly at: number }[] = [];

  /** @param now milliseconds since 1970 */
  constructor(now: () => number) {
    this.#now = now;
  }

  note(caller: string): void {
    this.#failed.push({ caller, at: this.#now() });
    if (this.#failed.length > MOST_KEPT) this.#failed.shift();
  }

  /** Seconds until this caller may try again; 0 where they may now. */
  wait(caller: string): number {
    const now = this.#now();
    // By a clock that was set back meanwhile somebody would wait for hours.
    this.#failed = this.#failed.filter(({ at }) => at > now - WITHIN && at <= now);
    const own = this.#failed.filter((one) => one.caller === caller);
    const [first] = own.slice(-MOST_OF_ONE);
    if (own.length < MOST_OF_ONE || first === undefined) return 0;
    return Math.max(1, Math.ceil((first.at + WITHIN - now) / 1000));
  }
}
