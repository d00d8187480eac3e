import type { Doors } from './doors.ts';
import { FailedLogIns } from './failed-log-ins.ts';
import type { NamedTokens } from './named-tokens.ts';
import type { OneTimeToken } from './one-time-token.ts';
import type { OpeningFile } from './opening-file.ts';
import type { Grant } from './rights.ts';
import { type Session, Sessions } from './sessions.ts';

export interface Ways {
  readonly doors: Doors;
  readonly cookie: string;
  /** What stands before each address; left out: nothing. */
  readonly base?: string | undefined;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** For the browser on this machine; left out where the page is for others. */
  readonly opening?: { readonly token: OneTimeToken; readonly file: Pick<OpeningFile, 'renew'> } | undefined;
  readonly tokens?: NamedTokens | undefined;
}

/** Who may come in, and who is in. */
export class Access {
  readonly doors: Doors;
  /** Name of the cookie. */
  readonly cookie: string;
  /**
   * What stands before each address (`ownPath`); empty where nothing does.
   */
  readonly base: string;
  readonly sessions: Sessions;
  readonly failed: FailedLogIns;
  readonly #opening: Ways['opening'];
  readonly #tokens: NamedTokens | undefined;

  constructor({ doors, cookie, base = '', now, opening, tokens }: Ways) {
    this.base = base;
    this.doors = doors;
    this.cookie = cookie;
    this.sessions = new Sessions(now);
    this.failed = new FailedLogIns(now);
    this.#opening = opening;
    this.#tokens = tokens;
  }

  /** Whether the log-in page can take a token at all. */
  get takesTokens(): boolean {
    return this.#tokens !== undefined;
  }

  /** Whether a file on this machine opens the page. */
  get opensByFile(): boolean {
    return this.#opening !== undefined;
  }

  /** Takes the one-time token of the opening file, which gets a new one. */
  async takeOneTime(token: string): Promise<boolean> {
    if (this.#opening?.token.take(token) !== true) return false;
    await this.#opening.file.renew();
    return true;
  }

  async grantFor(token: string): Promise<Grant | undefined> {
    return token === '' ? undefined : this.#tokens?.find(token);
  }

  /** Whether this cookie still lets in. Unlike a page, asking keeps no session alive. */
  async isStillIn(cookie: string | undefined): Promise<boolean> {
    const session = this.sessions.peek(cookie);
    return session !== undefined && (await this.isStillGranted(session.grant));
  }

  /** Whether what was granted still stands in the file word for word: a token that may see less now sees no more of the rest. */
  async isStillGranted(grant: Grant): Promise<boolean> {
    return grant.tokenHash === null || (await this.#tokens?.holds(grant)) === true;
  }

  /** The session of a cookie, unless its token was taken back meanwhile. */
  async sessionOf(cookie: string | undefined): Promise<Session | undefined> {
    const session = this.sessions.find(cookie);
    if (session === undefined || (await this.isStillGranted(session.grant))) return session;
    this.sessions.end(cookie);
    return undefined;
  }
}
