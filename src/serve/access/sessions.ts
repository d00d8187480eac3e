import type { Grant } from './rights.ts';
import { hashOf, newSecret } from './secrets.ts';
import { ShownPages } from './shown-pages.ts';

/** Milliseconds: of a day's work at most, and not of one who has left. */
const HOLDS = 12 * 3_600_000;
const HOLDS_IDLE = 4 * 3_600_000;
/** By so much a clock is set back to be kept right. */
const SET_BACK = 60_000;
/** The one that was used longest ago gives way. */
const MOST = 50;

export interface Session {
  readonly grant: Grant;
  /** Stands in each form, so that no other page can send one: bound to this session. */
  readonly formToken: string;
  readonly shown: ShownPages;
  readonly begunAt: number;
  usedAt: number;
}

/** Who is in, in memory alone: whoever stops the page ends all sessions. */
export class Sessions {
  /** By the hash of what the cookie holds. */
  readonly #open = new Map<string, Session>();
  readonly #now: () => number;

  /** @param now milliseconds since 1970 */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** @returns what the cookie is to hold */
  begin(grant: Grant): string {
    const cookie = newSecret();
    const now = this.#now();
    this.#forgetOld();
    while (this.#open.size >= MOST) this.#forgetIdlest();
    const shown = new ShownPages(this.#now);
    this.#open.set(hashOf(cookie), { grant, formToken: newSecret(), shown, begunAt: now, usedAt: now });
    return cookie;
  }

  find(cookie: string | undefined): Session | undefined {
    const session = this.peek(cookie);
    if (session !== undefined) session.usedAt = this.#now();
    return session;
  }

  /** The same, without counting as a use. */
  peek(cookie: string | undefined): Session | undefined {
    const session = cookie === undefined ? undefined : this.#open.get(hashOf(cookie));
    return session === undefined || this.#isOld(session) ? undefined : session;
  }

  end(cookie: string | undefined): void {
    if (cookie !== undefined) this.#open.delete(hashOf(cookie));
  }

  get size(): number {
    return this.#open.size;
  }

  #isOld({ begunAt, usedAt }: Session): boolean {
    const now = this.#now();
    // By a clock that was set back it would hold for longer than it may.
    return now >= begunAt + HOLDS || now >= usedAt + HOLDS_IDLE || now < usedAt - SET_BACK;
  }

  #forgetOld(): void {
    for (const [key, session] of this.#open) if (this.#isOld(session)) this.#open.delete(key);
  }

  #forgetIdlest(): void {
    const [idlest] = [...this.#open].sort(([, a], [, b]) => a.usedAt - b.usedAt);
    if (idlest !== undefined) this.#open.delete(idlest[0]);
  }
}
