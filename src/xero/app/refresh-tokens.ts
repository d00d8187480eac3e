import { ConsolidatorError } from '../../model/errors.ts';
import type { Hide } from '../../model/secrets.ts';
import { addSeconds, type Instant, instantOfMilliseconds } from '../../model/time.ts';
import { xeroError } from '../errors.ts';
import { BEFORE_END, basicOf, readToken, scopesMissing, type TokenReply, type Tokens } from '../tokens.ts';
import type { XeroTransport } from '../transport.ts';
import type { KeptTokens, TokenFile } from './token-file.ts';

/** For so long Xero takes the former token after a new one was given out. */
export const GRACE_SECONDS = 1_800;
/** A refresh token that nobody uses for so long is dead. */
export const UNUSED_DAYS = 60;

interface RefreshOptions {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scopes: readonly string[];
  readonly file: TokenFile;
  /** Lets no other process of this machine renew the token meanwhile. @throws ConsolidatorError where another does for long */
  readonly exclusively: <Value>(work: () => Promise<Value>, signal: AbortSignal | undefined) => Promise<Value>;
  readonly transport: Pick<XeroTransport, 'fetchToken'>;
  /** Milliseconds since 1970: what is kept has to hold from process to process. */
  readonly now: () => number;
  readonly hide: Hide;
  readonly onToken: (token: string) => void;
}

/**
 * Of an ordinary app: each renewal brings a new refresh token, and the former one ends half an hour later. So there is one
 * holder, the file; whoever renews holds its lock, and the new token lasts there before anything is done with it. A process
 * that ends in between leaves the former one, which still works.
 */
export class RefreshTokens implements Tokens {
  readonly #options: RefreshOptions;
  #kept: KeptTokens | undefined;
  #refused = new Set<string>();
  #underWay: Promise<string> | undefined;
  granted: readonly string[] = [];
  fetched = 0;

  constructor(options: RefreshOptions) {
    this.#options = options;
  }

  get tenant(): string | undefined {
    return this.#kept?.tenant;
  }

  async current(signal: AbortSignal | undefined): Promise<string> {
    return this.#usable(this.#kept) ?? this.#renewOnce(signal);
  }

  async renew(refused: string, signal: AbortSignal | undefined): Promise<string> {
    this.#refused.add(refused);
    return this.current(signal);
  }

  #usable(kept: KeptTokens | undefined): string | undefined {
    const access = kept?.access;
    if (access == null || this.#refused.has(access.token)) return undefined;
    return Date.parse(access.until) > this.#options.now() ? access.token : undefined;
  }

  #renewOnce(signal: AbortSignal | undefined): Promise<string> {
    this.#underWay ??= this.#options
      .exclusively(() => this.#renew(signal), signal)
      .finally(() => {
        this.#underWay = undefined;
      });
    return this.#underWay;
  }

  async #renew(signal: AbortSignal | undefined): Promise<string> {
    const { file, clientId, scopes, onToken } = this.#options;
    const kept = file.read();
    if (kept === undefined)
      throw xeroError('xero-not-connected', `${file.path} holds no token yet. Connect once: \`xero connect\`.`);
    if (kept.clientId !== clientId)
      throw xeroError(
        'xero-not-connected',
        `the tokens in ${file.path} are of another app than \`xero.clientId\`. Connect anew: \`xero connect\`.`,
      );
    for (const token of [kept.refreshToken, kept.previous?.token, kept.access?.token])
      if (token !== undefined) onToken(token);
    this.granted = kept.scopes;
    // Another process may have renewed it meanwhile.
    const known = this.#usable(kept);
    if (known !== undefined) {
      this.#kept = kept;
      return known;
    }
    const missing = scopes.filter((scope) => !kept.scopes.includes(scope));
    if (missing.length > 0) throw scopesMissing(missing);
    // What can't be written is found out while the former token is still good for more than half an hour.
    file.write(kept);
    const { used, reply } = await this.#ask(kept, signal);
    const next = this.#after(kept, used, reply);
    if (next.access === null) throw new TypeError('a renewal brings a token');
    for (const token of [next.refreshToken, next.access.token]) onToken(token);
    file.write(next);
    this.#kept = next;
    return next.access.token;
  }

  async #ask(
    kept: KeptTokens,
    signal: AbortSignal | undefined,
  ): Promise<{ readonly used: string; readonly reply: TokenReply }> {
    const { clientId, clientSecret, transport, scopes, hide, now } = this.#options;
    const ask = async (used: string): Promise<{ readonly used: string; readonly reply: TokenReply }> => {
      const form = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: used }).toString();
      this.fetched += 1;
      const answer = await transport.fetchToken(form, basicOf(clientId, clientSecret), signal);
      return { used, reply: readToken(answer, scopes, hide) };
    };
    try {
      return await ask(kept.refreshToken);
    } catch (error) {
      if (!(error instanceof ConsolidatorError) || error.code !== 'xero-grant-ended') throw error;
      const { previous } = kept;
      if (previous === null || Date.parse(previous.until) <= now()) throw ended(kept, now());
      return ask(previous.token).catch((second: unknown) => {
        throw second instanceof ConsolidatorError && second.code === 'xero-grant-ended' ? ended(kept, now()) : second;
      });
    }
  }

  #after(kept: KeptTokens, used: string, reply: TokenReply): KeptTokens {
    const at = instantOfMilliseconds(this.#options.now());
    const granted = reply.scope.split(/\s+/).filter((scope) => scope !== '');
    this.granted = granted.length === 0 ? kept.scopes : granted;
    return {
      ...kept,
      scopes: [...this.granted],
      refreshToken: reply.refresh_token ?? used,
      since: at,
      previous:
        reply.refresh_token === undefined ? kept.previous : { token: used, until: addSeconds(at, GRACE_SECONDS) },
      access: accessOf(reply, at),
    };
  }
}

export function accessOf(reply: TokenReply, at: Instant): NonNullable<KeptTokens['access']> {
  return { token: reply.access_token, until: addSeconds(at, reply.expires_in - BEFORE_END / 1000) };
}

/** Why nothing can be got with it any more, as far as its age tells. */
function ended({ since, name }: KeptTokens, now: number): ConsolidatorError {
  const days = Math.floor((now - Date.parse(since)) / 86_400_000);
  const why =
    days >= UNUSED_DAYS
      ? `nobody has used it for ${days} days, and Xero ends it after ${UNUSED_DAYS}`
      : 'it was taken back in Xero, or another copy of the file was used, or a process ended between two steps of its renewal and none came within half an hour';
  return xeroError(
    'xero-grant-ended',
    `the access to "${name}" has ended (last renewed on ${since.slice(0, 10)}): ${why}. Connect anew: \`xero connect\`.`,
  );
}
