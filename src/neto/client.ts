import pLimit from 'p-limit';
import { ConsolidatorError } from '../model/errors.ts';
import type { Seen } from '../model/habits.ts';
import type { Permit } from '../model/permit.ts';
import { readableCharacters } from '../model/readable-characters.ts';
import { type Hide, hiderOf } from '../model/secrets.ts';
import { IN_FLIGHT } from './ahead.ts';
import { readAnswer } from './answer.ts';
import { type Clock, systemClock } from './clock.ts';
import type { Codec } from './codec.ts';
import { jsonCodec } from './json-codec.ts';
import type { ListSizes } from './long-lists.ts';
import type { Passes } from './passes.ts';
import { asArray } from './read-fields.ts';
import { isRead, permitFor, refuseWrites } from './read-only.ts';
import { listNameOf, type Reply } from './reply.ts';
import type { RequestLog } from './request-log.ts';
import { seenInReply } from './seen-in-reply.ts';
import { StoreMemory } from './store-memory.ts';
import { type Answer, openTransport, type Transport } from './transport.ts';
import { storeError } from './transport-errors.ts';

export interface NetoClientOptions {
  /** The store's name in the pipeline file; errors carry it. */
  readonly store: string;
  /** Nothing but reads is sent to it: to a secondary never, to the primary not where nothing is kept. */
  readonly readOnly: boolean;
  /** The store itself: `https://www.west-store.com.au`. */
  readonly url: string;
  readonly key: string;
  /** Only for user-based keys; no header is sent when it is missing or empty (reference, section 1.2). */
  readonly username?: string | undefined;
  /** The store's own zone, which the days in its books follow. */
  readonly timeZone: string;
  /** null: not limited. */
  readonly requestsPerMinute: number | null;
  /** For the whole answer, from sending on; 60 when left out. */
  readonly timeoutSeconds?: number | undefined;
  /** Of one answer; 64 MiB when left out. */
  readonly maximumBytes?: number | undefined;
  /** Records asked for per page. */
  readonly pageSize: number;
  /** JSON when left out. */
  readonly codec?: Codec | undefined;
  readonly requestLog: RequestLog;
  readonly onWait?: ((wait: WaitNotice) => void) | undefined;
  /** Called once per request sent. Never with a body or a key. */
  readonly onRequest?: ((entry: RequestNotice) => void) | undefined;
  /** Told of what its answers show of how the store behaves. */
  readonly onHabit?: ((seen: Seen) => void) | undefined;
  /** How often a read is sent before its trouble is told; 4 when left out. Once where a person waits for the answer. */
  readonly attempts?: number | undefined;
  /**
   * Asked right before each write leaves, after every other wait, for leave to write; left out: nobody has to give it. What it throws is
   * thrown, and nothing was sent.
   */
  readonly beforeWrite?: (() => Promise<Permit>) | undefined;
  /** For tests. */
  readonly clock?: Clock | undefined;
  /** For tests: keys in one request; 100, and 200 of what is taken to be there, when left out. */
  readonly listSizes?: ListSizes | undefined;
  /** For tests: a number in [0, 1) that spreads the waits before repeats. */
  readonly random?: (() => number) | undefined;
}

export interface WaitNotice {
  readonly store: string;
  readonly milliseconds: number;
  readonly reason: 'rate-limit' | '429' | 'retry';
}

export interface RequestNotice {
  readonly store: string;
  readonly action: string;
  readonly milliseconds: number;
  /** `success`, `warning`, `error`, or an error code. */
  readonly outcome: string;
  readonly status?: number;
  readonly records?: number;
}

export interface RequestOptions {
  readonly signal?: AbortSignal | undefined;
  /** Given where one window is listed several times in turn. */
  readonly passes?: Passes | undefined;
  /** Its trouble is told at once, since something else is asked for then; but for too many requests, which are waited out. */
  readonly isTried?: boolean | undefined;
}

export interface KeyedOptions extends RequestOptions {
  /** Told where the store takes another key for the one asked for, beyond A and a: É1 was asked for, and E1 came. */
  readonly onOtherSpelling?: ((asked: string, answered: string) => void) | undefined;
  /** They are taken to be there, so that more may be asked for at once than an absence could be told of (`long-lists.ts`). */
  readonly areThere?: boolean | undefined;
}

export interface NetoClient {
  readonly store: string;
  /** Lower case, with the port when there is one; the key of the request log. */
  readonly host: string;
  readonly timeZone: string;
  readonly readOnly: boolean;
  readonly pageSize: number;
  /** Requests sent so far, repeats included. */
  readonly requests: number;
  /** Ids of records that lost characters which no XML can carry, by the list that bore them, such as `Order`. */
  readonly charactersLeftOut: ReadonlyMap<string, ReadonlySet<string>>;
  /** What its answers have shown a moment ago. */
  readonly memory: StoreMemory;
  /**
   * Sends one action within the store's limit. Reads are repeated on passing troubles; writes only when nothing can
   * have reached the store.
   * @throws ConsolidatorError for every trouble; an Ack of Error is thrown for reads, and given back for writes
   */
  request(action: string, body: Readonly<Record<string, unknown>>, options?: RequestOptions): Promise<Reply>;
  /** Takes what somebody who asked has seen of how the store behaves. */
  tell?(seen: Seen): void;
  close(): Promise<void>;
}

const ATTEMPTS = 4;
/** So often leave is asked for that is not of now any more when the write is to leave. */
const ASKED = 5;
const FIRST_DELAY = 1_000;
/** A store that asks for more in a Retry-After is left to the next run. */
const LONGEST_DELAY = 120_000;
/** Nothing documents how long to pause after a 429 (reference, section 5, U39). */
const DEFAULT_PENALTY = 60_000;

/** @throws ConsolidatorError `config-invalid` when the address is none, or plain HTTP beyond this machine */
export function openNetoClient(options: NetoClientOptions): NetoClient {
  return new StoreClient(options);
}

class StoreClient implements NetoClient {
  readonly store: string;
  readonly host: string;
  readonly timeZone: string;
  readonly readOnly: boolean;
  readonly pageSize: number;
  readonly charactersLeftOut = new Map<string, Set<string>>();
  readonly memory: StoreMemory;
  readonly #options: NetoClientOptions;
  readonly #transport: Transport;
  readonly #clock: Clock;
  readonly #codec: Codec;
  readonly #timeout: number;
  readonly #hide: Hide;
  readonly #withUsername: boolean;
  readonly #limit = pLimit(IN_FLIGHT);
  #requests = 0;

  constructor(options: NetoClientOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.memory = new StoreMemory(this.#clock, Date.now, options.listSizes);
    this.#codec = options.codec ?? jsonCodec;
    this.#timeout = (options.timeoutSeconds ?? 60) * 1000;
    this.#hide = hiderOf([options.key, options.username ?? '']);
    this.#withUsername = (options.username ?? '') !== '';
    this.#transport = openTransport({
      store: options.store,
      url: options.url,
      key: options.key,
      username: options.username ?? '',
      contentType: this.#codec.contentType,
      accept: this.#codec.accept,
      timeoutMilliseconds: this.#timeout,
      maximumBytes: options.maximumBytes ?? 64 * 1024 * 1024,
      hide: this.#hide,
    });
    this.store = options.store;
    this.host = this.#transport.host;
    this.timeZone = options.timeZone;
    this.readOnly = options.readOnly;
    this.pageSize = options.pageSize;
  }

  get requests(): number {
    return this.#requests;
  }

  async request(action: string, body: Readonly<Record<string, unknown>>, options: RequestOptions = {}): Promise<Reply> {
    if (this.readOnly) refuseWrites(this.store, action, body);
    const text = this.#codec.encode(action, body);
    if (isRead(action)) return this.#limit(() => this.#untilAnswered(action, text, options));
    this.memory.forget();
    // What was read while it was under way shows neither before nor after.
    return this.#limit(() => this.#untilAnswered(action, text, options)).finally(() => this.memory.forget());
  }

  async #untilAnswered(action: string, text: string, options: RequestOptions): Promise<Reply> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#once(action, text, options.signal);
      } catch (error) {
        if (
          attempt >= (this.#options.attempts ?? ATTEMPTS) ||
          !(error instanceof ConsolidatorError) ||
          !mayRepeat(action, error) ||
          (options.isTried === true && error.code !== 'rate-limited')
        )
          throw error;
        await this.#pause(attempt, error, options.signal);
      }
    }
  }

  tell(seen: Seen): void {
    this.#options.onHabit?.(seen);
  }

  async close(): Promise<void> {
    await this.#transport.close();
  }

  async #once(action: string, text: string, signal: AbortSignal | undefined): Promise<Reply> {
    const ticket = await this.#unsent(
      this.#options.requestLog.reserve(this.host, this.#options.requestsPerMinute, {
        signal,
        timeoutMilliseconds: this.#timeout,
        onWait: (milliseconds, reason) => this.#options.onWait?.({ store: this.store, milliseconds, reason }),
      }),
    );
    const started = performance.now();
    this.#requests += 1;
    let status: number | undefined;
    try {
      const answer = await this.#leave(action, text, signal).finally(() => ticket.done());
      status = answer.status;
      const reply = this.#written(
        action,
        readAnswer(
          { store: this.store, codec: this.#codec, hide: this.#hide, withUsername: this.#withUsername },
          action,
          answer,
        ),
      );
      // Every row of an answer is looked at for it, which is work for nothing where nobody listens.
      if (this.#options.onHabit !== undefined) for (const seen of seenInReply(action, reply)) this.tell(seen);
      this.#notify(action, started, reply.ack, status, countRecords(action, reply));
      return { ...reply, milliseconds: performance.now() - started };
    } catch (error) {
      this.#notify(action, started, error instanceof ConsolidatorError ? error.code : 'internal', status);
      throw error;
    }
  }

  /** A write whose leave is not of now, since a connection had to be made first or the machine stood still, asks for another one. */
  async #leave(action: string, text: string, signal: AbortSignal | undefined): Promise<Answer> {
    for (let asked = 1; ; asked += 1) {
      const permit = await permitFor(action, this.#options.beforeWrite);
      try {
        return await this.#transport.send(action, text, signal, permit);
      } catch (error) {
        if (!(error instanceof ConsolidatorError && error.code === 'lease-unproven') || asked === ASKED) throw error;
      }
    }
  }

  /** Whichever codec: XML can't carry what JSON can, and a copy must not depend on that. */
  #written(action: string, reply: Reply): Reply {
    const list = listNameOf(action);
    const body = readableCharacters(reply.body, (id) => {
      const ids = this.charactersLeftOut.get(list) ?? new Set<string>();
      this.charactersLeftOut.set(list, ids.add(id));
    });
    return { ...reply, body };
  }

  async #pause(attempt: number, error: ConsolidatorError, signal: AbortSignal | undefined): Promise<void> {
    if (error.code === 'rate-limited') {
      this.tell({
        habit: 'tooManyRequests',
        value: error.retryAfter === undefined ? 'says-nothing' : 'says-how-long',
        in: 'stores',
      });
      // Every process that shares the log waits, not only this call.
      this.#options.requestLog.penalise(this.host, error.retryAfter ?? DEFAULT_PENALTY);
      return;
    }
    const spread = 0.5 + (this.#options.random ?? Math.random)();
    const wanted = Math.min(error.retryAfter ?? 0, LONGEST_DELAY);
    const milliseconds = Math.round(Math.max(FIRST_DELAY * 2 ** (attempt - 1) * spread, wanted));
    this.#options.onWait?.({ store: this.store, milliseconds, reason: 'retry' });
    await this.#unsent(this.#clock.sleep(milliseconds, signal));
  }

  /** Clock and request log don't know for which store they wait. */
  async #unsent<T>(waiting: Promise<T>): Promise<T> {
    try {
      return await waiting;
    } catch (error) {
      if (!(error instanceof ConsolidatorError) || error.code !== 'stopped') throw error;
      const sentence = 'stopped while waiting to send a request; nothing was sent.';
      throw storeError('stopped', this.store, sentence, { retry: 'safe', cause: error.cause });
    }
  }

  #notify(action: string, started: number, outcome: string, status?: number, records?: number): void {
    this.#options.onRequest?.({
      store: this.store,
      action,
      milliseconds: Math.round(performance.now() - started),
      outcome,
      ...(status === undefined ? {} : { status }),
      ...(records === undefined ? {} : { records }),
    });
  }
}

/** A read has no effect, so it may always be repeated; a write only when it can't have reached the store. */
function mayRepeat(action: string, error: ConsolidatorError): boolean {
  if (error.code === 'stopped' || error.code === 'answer-too-large') return false;
  return error.retry === 'safe' || (error.retry === 'after-look-up' && isRead(action));
}

function countRecords(action: string, reply: Reply): number {
  return asArray(reply.body[listNameOf(action)]).length;
}
