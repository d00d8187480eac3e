import { newSecret } from './secrets.ts';

/** Milliseconds. */
const HOLDS = 30 * 60_000;
/** Of one session; the oldest give way. Characters, together. */
const MOST = 20;
const LONGEST = 2_000_000;

/** A page that a form has led to. */
export interface ShownPage {
  readonly status: number;
  readonly text: string;
  /** The decision that it asks a yes for; null where it asks for none. */
  readonly asks: { readonly pipeline: string; readonly decision: string } | null;
}

/**
 * What forms of one session have led to, so that each has an address of its own: the way back, the way forward and loading again
 * send nothing anew. Such a page tells what somebody has typed, so that it stands in memory alone, and in no address.
 */
export class ShownPages {
  readonly #now: () => number;
  readonly #kept = new Map<string, { readonly page: ShownPage; readonly at: number }>();

  /** @param now milliseconds since 1970 */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** @returns by which it is found; nobody guesses it */
  keep(page: ShownPage): string {
    const id = newSecret();
    this.#kept.set(id, { page, at: this.#now() });
    for (const [oldest, { at }] of this.#kept) {
      const isTooMuch = this.#kept.size > MOST || this.#length > LONGEST;
      if (oldest !== id && (isTooMuch || this.#isOld(at))) this.#kept.delete(oldest);
    }
    return id;
  }

  find(id: string): ShownPage | undefined {
    const kept = this.#kept.get(id);
    return kept === undefined || this.#isOld(kept.at) ? undefined : kept.page;
  }

  get #length(): number {
    return [...this.#kept.values()].reduce((sum, { page }) => sum + page.text.length, 0);
  }

  #isOld(at: number): boolean {
    return this.#now() >= at + HOLDS;
  }
}
