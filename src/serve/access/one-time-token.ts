import { hashOf, isSameHash, newSecret } from './secrets.ts';

/** Milliseconds. */
export const TOKEN_HOLDS = 60_000;

/** The word by which the browser on this machine gets in: one at a time, for a minute, once. */
export class OneTimeToken {
  readonly #now: () => number;
  #issued: { readonly hash: string; readonly until: number } | undefined;

  /** @param now milliseconds since 1970 */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** The one before is worth nothing from then on. */
  issue(): string {
    const token = newSecret();
    this.#issued = { hash: hashOf(token), until: this.#now() + TOKEN_HOLDS };
    return token;
  }

  /** @returns whether it was the one that was issued last, not used and not too old; it is used up by that */
  take(given: string): boolean {
    const issued = this.#issued;
    if (issued === undefined || !isSameHash(hashOf(given), issued.hash)) return false;
    this.#issued = undefined;
    const left = issued.until - this.#now();
    // One of which more is left than a whole life is of a clock that was set back.
    return left > 0 && left <= TOKEN_HOLDS;
  }
}
