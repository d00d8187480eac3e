import { z } from 'zod';
import type { Hide } from '../model/secrets.ts';
import { xeroError } from './errors.ts';
import type { Answer, XeroTransport } from './transport.ts';

/** Whoever has a token for each request. */
export interface Tokens {
  /** @throws ConsolidatorError where none is given */
  current(signal: AbortSignal | undefined): Promise<string>;
  /** After a 401: a new one, unless another request has fetched one meanwhile. @throws ConsolidatorError */
  renew(refused: string, signal: AbortSignal | undefined): Promise<string>;
  /** What each request names besides; undefined for a custom connection, which has one organisation. */
  readonly tenant: string | undefined;
  /** What the last token may do; empty before the first. */
  readonly granted: readonly string[];
  /** How many were fetched. */
  readonly fetched: number;
}

interface CredentialOptions {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scopes: readonly string[];
  readonly transport: Pick<XeroTransport, 'fetchToken'>;
  /** Milliseconds that never step back. */
  readonly now: () => number;
  readonly hide: Hide;
  /** Told of each token, so that it is never shown. */
  readonly onToken: (token: string) => void;
}

const replySchema = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1).optional(),
  expires_in: z.coerce.number().positive().default(1800),
  scope: z.string().default(''),
});
export type TokenReply = z.infer<typeof replySchema>;
const errorSchema = z.object({ error: z.string(), error_description: z.string().optional() });

/** A token is renewed so long before its end, in milliseconds. */
export const BEFORE_END = 60_000;

/** Of a custom connection: a new token for the id and the secret whenever one ends. It lives in memory alone. */
export class ClientCredentials implements Tokens {
  readonly #options: CredentialOptions;
  #token: { readonly text: string; readonly until: number } | undefined;
  #underWay: Promise<string> | undefined;
  readonly tenant = undefined;
  granted: readonly string[] = [];
  fetched = 0;

  constructor(options: CredentialOptions) {
    this.#options = options;
  }

  async current(signal: AbortSignal | undefined): Promise<string> {
    const token = this.#token;
    if (token !== undefined && token.until > this.#options.now()) return token.text;
    return this.#fetchOnce(signal);
  }

  async renew(refused: string, signal: AbortSignal | undefined): Promise<string> {
    if (this.#token?.text === refused) this.#token = undefined;
    return this.current(signal);
  }

  /** One request at a time, however many wait for it. */
  #fetchOnce(signal: AbortSignal | undefined): Promise<string> {
    this.#underWay ??= this.#fetch(signal).finally(() => {
      this.#underWay = undefined;
    });
    return this.#underWay;
  }

  async #fetch(signal: AbortSignal | undefined): Promise<string> {
    const { clientId, clientSecret, scopes, transport, now, hide, onToken } = this.#options;
    const form = new URLSearchParams({ grant_type: 'client_credentials', scope: scopes.join(' ') }).toString();
    this.fetched += 1;
    const answer = await transport.fetchToken(form, basicOf(clientId, clientSecret), signal);
    const reply = readToken(answer, scopes, hide);
    onToken(reply.access_token);
    const granted = reply.scope.split(/\s+/).filter((scope) => scope !== '');
    const missing = granted.length === 0 ? [] : scopes.filter((scope) => !granted.includes(scope));
    if (missing.length > 0) throw scopesMissing(missing);
    this.granted = granted.length === 0 ? scopes : granted;
    this.#token = { text: reply.access_token, until: now() + reply.expires_in * 1000 - BEFORE_END };
    return reply.access_token;
  }
}

export function basicOf(clientId: string, clientSecret: string): string {
  return `Basic ${Buffer.from(`${clientId.trim()}:${clientSecret.trim()}`).toString('base64')}`;
}

export function scopesMissing(scopes: readonly string[]): Error {
  return xeroError(
    'xero-scope-missing',
    `the connection lacks ${scopes.join(', ')}. Give it to the app at developer.xero.com, and have the connection authorised anew.`,
  );
}

const REFUSALS: Readonly<Record<string, string>> = {
  invalid_client:
    'it does not know the client id, or the secret is wrong. Copy both anew from the app at developer.xero.com into the variables that `xero.clientId` and `xero.clientSecret` name.',
  invalid_request: 'it refused the request for a token: the client id or the secret is empty, or cut off.',
  unauthorized_client:
    'the app is no custom connection, which it has to be without `xero.tokenFile` (New app, Custom connection at developer.xero.com); with it, it has to be a web app.',
};

/** @throws ConsolidatorError; `xero-grant-ended` where a code or a refresh token is good for nothing any more */
export function readToken({ status, text }: Answer, scopes: readonly string[], hide: Hide): TokenReply {
  const body = parsed(text);
  if (status === 200) {
    const reply = replySchema.safeParse(body);
    if (reply.success) return reply.data;
    throw xeroError('answer-unexpected', 'the answer to the request for a token holds none.', { retry: 'safe' });
  }
  const refusal = errorSchema.safeParse(body);
  if (status >= 500 || !refusal.success) {
    const sentence = `no token was given (HTTP ${status}). This usually passes by itself.`;
    throw xeroError('server-error', sentence, { retry: 'safe' });
  }
  const { error } = refusal.data;
  if (error === 'invalid_scope') {
    const asked = scopes.join(', ');
    const sentence = `the app has not all of the scopes that are asked for (${asked}). Give them to it at developer.xero.com, or name in \`xero.scopes\` those that it has: apps of before March 2026 have accounting.transactions.read in place of invoices and payments.`;
    throw xeroError('xero-scope-missing', sentence);
  }
  if (error === 'invalid_grant')
    throw xeroError('xero-grant-ended', 'the access was taken back, or has ended. Have it authorised anew.');
  const known = REFUSALS[error] ?? `it gave no token, and says "${hide(error).slice(0, 60)}".`;
  throw xeroError('xero-sign-in-refused', known);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
