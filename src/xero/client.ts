import { createHash } from 'node:crypto';
import pLimit from 'p-limit';
import { ConsolidatorError } from '../model/errors.ts';
import { type Hide, hiderOf } from '../model/secrets.ts';
import { RefreshTokens } from './app/refresh-tokens.ts';
import type { TokenFile } from './app/token-file.ts';
import { XERO, xeroError } from './errors.ts';
import { disconnected, isTokenExpired, passedLimit, refuseStatus, retryAfterOf, scopeMissingFor } from './refusals.ts';
import { readReply } from './replies.ts';
import { ClientCredentials, type Tokens } from './tokens.ts';
import { type Answer, OFFICIAL, openXeroTransport, type XeroAddresses, type XeroTransport } from './transport.ts';

/** What the client needs of the log of requests that all processes of this machine share. */
export interface SharedLimits {
  /** @param allowance what Xero counts by: see {@link allowanceOf} */
  reserve(
    allowance: string,
    perMinute: number | null,
    options: { readonly signal?: AbortSignal | undefined; readonly timeoutMilliseconds?: number | undefined },
  ): Promise<{ done(): void }>;
  penalise(allowance: string, milliseconds: number): void;
}

/** Who holds the refresh token. */
export interface KeptWhere {
  readonly file: TokenFile;
  readonly exclusively: <Value>(work: () => Promise<Value>, signal: AbortSignal | undefined) => Promise<Value>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

interface XeroClock {
  /** Milliseconds that never step back. */
  now(): number;
  /** @throws ConsolidatorError `stopped` */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

export interface XeroClientOptions {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scopes: readonly string[];
  /** Of an ordinary app: where its tokens are kept; left out for a custom connection. */
  readonly kept?: KeptWhere | undefined;
  readonly requestsPerMinute: number;
  readonly timeoutSeconds: number;
  /** Xero's own where left out. */
  readonly addresses?: XeroAddresses | undefined;
  readonly requestLog: SharedLimits;
  readonly clock: XeroClock;
  readonly onRequest?: ((notice: XeroNotice) => void) | undefined;
  /** For tests: a number in [0, 1) that spreads the waits before repeats. */
  readonly random?: (() => number) | undefined;
}

/** One request as the log has it: never with a query, which may name a customer, nor with a token. */
export interface XeroNotice {
  readonly store: typeof XERO;
  readonly action: string;
  readonly milliseconds: number;
  /** `success`, or an error code. */
  readonly outcome: string;
  readonly status?: number;
  readonly records?: number;
}

export type Query = readonly (readonly [name: string, value: string])[];

export interface AskOptions {
  readonly signal?: AbortSignal | undefined;
  /** Only what was changed since: in UTC, to the second, without a zone. */
  readonly modifiedSince?: string | undefined;
}

export interface ListReply {
  readonly rows: readonly unknown[];
  readonly envelope: Readonly<Record<string, unknown>>;
}

/** Reads Xero, and can do nothing else. */
export interface XeroClient {
  /** Requests sent so far, tokens and repeats included. */
  readonly requests: number;
  /** Bytes of all answers as they came over the wire. */
  readonly bytes: number;
  /** What is left of today's requests; undefined before Xero has told. */
  readonly leftToday: number | undefined;
  /** Whether so few are left today that only what has to be known is to be asked. */
  readonly isShort: boolean;
  /** What the token may do. */
  readonly scopes: readonly string[];
  /**
   * One page of a list, or what stands under one id. A list that answers 404 was asked for too much, and is no empty one.
   * @param resource such as `Invoices`, or `Invoices/<id>/History`
   * @param list the name of the list in the answer
   * @throws ConsolidatorError; `xero-query-too-long` for a 404; `xero-day-limit`, and from then on at once
   */
  ask(resource: string, list: string, query: Query, options?: AskOptions): Promise<ListReply>;
  close(): Promise<void>;
}

const ATTEMPTS = 4;
const FIRST_DELAY = 2_000;
/** At once; Xero allows five for all users of a connection. */
const AT_ONCE = 2;
const MINUTE_WAITS = 5;
const DEFAULT_WAIT = 61_000;
const LONGEST_WAIT = 120_000;
/** Others may use the same connection. */
const RESERVE = 100;
const LARGEST_ANSWER = 32 * 1024 * 1024;

/** @throws ConsolidatorError `config-invalid` for addresses that are neither Xero's nor this machine's */
export function openXeroClient(options: XeroClientOptions): XeroClient {
  return new BooksClient(options);
}

/**
 * Xero counts the requests of each connection for itself, while all of them go to one host: organisations that share a log must
 * not wait for each other. The id of a connection is kept out of the log, which others may read.
 */
const allowanceOf = (host: string, clientId: string): string =>
  `${host}#${createHash('sha256').update(clientId).digest('hex').slice(0, 12)}`;

class BooksClient implements XeroClient {
  readonly #options: XeroClientOptions;
  readonly #transport: XeroTransport;
  readonly #tokens: Tokens;
  readonly #allowance: string;
  readonly #limit = pLimit(AT_ONCE);
  readonly #hidden: string[];
  #hide: Hide;
  #requests = 0;
  #bytes = 0;
  #leftToday: number | undefined;
  /** Xero has refused for the day: nobody is asked again, which would be refused too, and count for others. */
  #dayEnded: ConsolidatorError | undefined;

  constructor(options: XeroClientOptions) {
    this.#options = options;
    const { clientId, clientSecret } = options;
    // Also as the two travel together.
    this.#hidden = [clientId, clientSecret, Buffer.from(`${clientId}:${clientSecret}`).toString('base64')];
    this.#hide = hiderOf(this.#hidden);
    const hide: Hide = (text) => this.#hide(text);
    const transport = openXeroTransport({
      addresses: options.addresses ?? OFFICIAL,
      timeoutMilliseconds: options.timeoutSeconds * 1000,
      maximumBytes: LARGEST_ANSWER,
      hide,
    });
    this.#transport = transport;
    this.#allowance = allowanceOf(transport.host, clientId);
    const asking = {
      ...{ clientId, clientSecret, scopes: options.scopes, hide },
      transport: {
        fetchToken: (form: string, authorization: string, signal?: AbortSignal) => {
          this.#requests += 1;
          return transport.fetchToken(form, authorization, signal);
        },
      },
      onToken: (token: string) => {
        if (this.#hidden.includes(token)) return;
        this.#hidden.push(token);
        this.#hide = hiderOf(this.#hidden);
      },
    };
    this.#tokens =
      options.kept === undefined
        ? new ClientCredentials({ ...asking, now: () => options.clock.now() })
        : new RefreshTokens({ ...asking, ...options.kept });
  }

  get requests(): number {
    return this.#requests;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get leftToday(): number | undefined {
    return this.#leftToday;
  }

  get isShort(): boolean {
    return this.#leftToday !== undefined && this.#leftToday < RESERVE;
  }

  get scopes(): readonly string[] {
    return this.#tokens.granted;
  }

  ask(resource: string, list: string, query: Query, options: AskOptions = {}): Promise<ListReply> {
    return this.#limit(() => {
      if (this.#dayEnded !== undefined) throw this.#dayEnded;
      return this.#untilAnswered(resource, list, query, options);
    });
  }

  close(): Promise<void> {
    return this.#transport.close();
  }

  async #untilAnswered(resource: string, list: string, query: Query, options: AskOptions): Promise<ListReply> {
    const tries = { failed: 0, limited: 0, renewed: false };
    for (;;) {
      try {
        return await this.#once(resource, list, query, options, tries);
      } catch (error) {
        if (!(error instanceof ConsolidatorError) || error.code === 'stopped' || error.retry === 'never') throw error;
        await this.#pause(error, tries, options.signal);
      }
    }
  }

  async #once(
    resource: string,
    list: string,
    query: Query,
    { signal, modifiedSince }: AskOptions,
    tries: { renewed: boolean },
  ): Promise<ListReply> {
    const what = resource.split('/')[0] ?? resource;
    const token = await this.#tokens.current(signal);
    const headers = {
      authorization: `Bearer ${token}`,
      accept: 'application/json',
      ...(this.#tokens.tenant === undefined ? {} : { 'xero-tenant-id': this.#tokens.tenant }),
      ...(modifiedSince === undefined ? {} : { 'if-modified-since': modifiedSince }),
    };
    const started = performance.now();
    let answer: Answer | undefined;
    try {
      answer = await this.#send(pathOf(resource, query), headers, signal);
      this.#count(answer);
      if (answer.status === 401 && !tries.renewed) {
        tries.renewed = true;
        await this.#tokens.renew(token, signal);
        throw xeroError('token-ended', 'the token had ended.', { retry: 'safe' });
      }
      if (answer.status === 401) throw isTokenExpired(answer) ? disconnected() : scopeMissingFor(what);
      if (answer.status === 404) throw notThere(what);
      if (answer.status === 429) throw this.#limited(answer);
      refuseStatus(answer, what, this.#hide);
      const reply = readReply(answer, list, this.#hide);
      this.#notify(what, started, 'success', answer, reply.rows.length);
      return reply;
    } catch (error) {
      this.#notify(what, started, error instanceof ConsolidatorError ? error.code : 'internal', answer);
      throw error;
    }
  }

  async #send(
    path: string,
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal | undefined,
  ): Promise<Answer> {
    const { requestLog, requestsPerMinute, timeoutSeconds } = this.#options;
    const reserving = { signal, timeoutMilliseconds: timeoutSeconds * 1000 };
    const ticket = await requestLog.reserve(this.#allowance, requestsPerMinute, reserving);
    this.#requests += 1;
    return this.#transport.get(path, headers, signal).finally(() => ticket.done());
  }

  #count({ headers, bytes }: Answer): void {
    this.#bytes += bytes;
    const left = String(headers['x-daylimit-remaining'] ?? '');
    if (/^\d{1,7}$/.test(left)) this.#leftToday = Number(left);
  }

  #limited(answer: Answer): ConsolidatorError {
    const passed = passedLimit(answer);
    if (passed === 'day') {
      this.#leftToday = 0;
      this.#dayEnded = xeroError(
        'xero-day-limit',
        "today's requests of this connection are used up. What could not be read is told as unproven, and read tomorrow.",
      );
      return this.#dayEnded;
    }
    const retryAfter = Math.min(
      retryAfterOf(answer) ?? (passed === 'at-once' ? FIRST_DELAY : DEFAULT_WAIT),
      LONGEST_WAIT,
    );
    const sentence = `too many requests ${passed === 'at-once' ? 'at once' : 'a minute'} (HTTP 429). Lower \`xero.requestsPerMinute\`, or see what else uses this connection.`;
    return xeroError('rate-limited', sentence, { retry: 'safe', retryAfter });
  }

  /** @throws the error itself, once it was repeated often enough */
  async #pause(
    error: ConsolidatorError,
    tries: { failed: number; limited: number },
    signal: AbortSignal | undefined,
  ): Promise<void> {
    if (error.code === 'token-ended') return;
    if (error.code === 'rate-limited') {
      tries.limited += 1;
      if (tries.limited > MINUTE_WAITS) throw error;
      const wait = error.retryAfter ?? DEFAULT_WAIT;
      // Every process that shares the log waits, not only this call.
      if (wait > FIRST_DELAY) this.#options.requestLog.penalise(this.#allowance, wait);
      else await this.#options.clock.sleep(wait, signal);
      return;
    }
    tries.failed += 1;
    if (tries.failed >= ATTEMPTS) throw error;
    const spread = 0.75 + (this.#options.random ?? Math.random)() / 2;
    await this.#options.clock.sleep(Math.round(FIRST_DELAY * 2 ** (tries.failed - 1) * spread), signal);
  }

  #notify(action: string, started: number, outcome: string, answer: Answer | undefined, records?: number): void {
    this.#options.onRequest?.({
      ...{ store: XERO, action, milliseconds: Math.round(performance.now() - started), outcome },
      ...(answer === undefined ? {} : { status: answer.status }),
      ...(records === undefined ? {} : { records }),
    });
  }
}

function notThere(what: string): ConsolidatorError {
  return xeroError(
    'xero-query-too-long',
    `there is no such thing among its ${what}, or too much was asked for at once.`,
  );
}

/** Commas of lists stay as they are: escaped they would eat the length that Xero takes. */
export function pathOf(resource: string, query: Query): string {
  const escaped = query.map(([name, value]) => `${name}=${encodeURIComponent(value).replaceAll('%2C', ',')}`);
  return escaped.length === 0 ? resource : `${resource}?${escaped.join('&')}`;
}
