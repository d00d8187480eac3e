import type { IncomingHttpHeaders } from 'node:http';
import { type Dispatcher, Pool } from 'undici';
import { ConsolidatorError } from '../model/errors.ts';
import type { Permit } from '../model/permit.ts';
import type { Hide } from '../model/secrets.ts';
import { AnswerText } from './answer-text.ts';
import { requestHeaders, storeAddress } from './store-address.ts';
import { answerTooLarge, failureOf, leaseUnproven, stoppedInFlight, timeOut } from './transport-errors.ts';

interface TransportOptions {
  readonly store: string;
  /** The store itself: `https://www.west-store.com.au`. */
  readonly url: string;
  readonly key: string;
  /** Empty for none: then no user header is sent. */
  readonly username: string;
  readonly contentType: string;
  readonly accept: string;
  readonly timeoutMilliseconds: number;
  readonly maximumBytes: number;
  /** Goes over everything that an error quotes. */
  readonly hide: Hide;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** Sends one request at a time, once; knows nothing of records, limits or repeats. */
export interface Transport {
  /** Lower case, with the port when there is one. */
  readonly host: string;
  /**
   * Gives back every complete answer, whatever its status. Redirects are not followed, since the key would travel along.
   * @param permit without which, or once it is not of now any more, it does not leave
   * @throws ConsolidatorError for an answer that is missing, cut off or too large; `lease-unproven`, nothing was sent
   */
  send(action: string, body: string, signal?: AbortSignal, permit?: Permit): Promise<Answer>;
  close(): Promise<void>;
}

const path = '/do/WS/NetoAPI';
const connectTimeout = 10_000;

/** @throws ConsolidatorError `config-invalid`, `key-refused` */
export function openTransport(options: TransportOptions): Transport {
  const address = storeAddress(options.store, options.url);
  const fixedHeaders = requestHeaders(options);
  const host = address.host.toLowerCase();
  const pool = new Pool(address.origin, {
    connections: 8,
    // Each request has one deadline for everything; undici's own would only cut in on a part of it.
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: { timeout: Math.min(connectTimeout, options.timeoutMilliseconds) },
  });
  let underWay = 0;
  return {
    host,
    send: (action, body, signal, permit) => {
      underWay += 1;
      return new Promise<Answer>((resolve, reject) => {
        const exchange = new Exchange({ ...options, host, permit }, resolve, reject, signal);
        const headers = { ...fixedHeaders, NETOAPI_ACTION: action };
        try {
          pool.dispatch({ path, method: 'POST', headers, body }, exchange);
        } catch (cause) {
          exchange.onResponseError(undefined, cause);
        }
      }).finally(() => {
        underWay -= 1;
      });
    },
    close: async () => {
      // What was given up may still wait for a connection: closing would wait for it too.
      if (underWay === 0) await pool.destroy();
      else await pool.close();
    },
  };
}

interface ExchangeOptions extends TransportOptions {
  readonly host: string;
  readonly permit: Permit | undefined;
}

/** One request and its answer, fed by undici. The answer is never held beyond the maximum. */
class Exchange implements Dispatcher.DispatchHandler {
  readonly #options: ExchangeOptions;
  readonly #resolve: (answer: Answer) => void;
  readonly #reject: (error: ConsolidatorError) => void;
  readonly #timer: NodeJS.Timeout;
  readonly #signal: AbortSignal | undefined;
  #text = new AnswerText('utf-8');
  #controller: Dispatcher.DispatchController | undefined;
  #size = 0;
  #status = 0;
  #headers: IncomingHttpHeaders = {};
  /** undici calls onRequestStart when it has a connection and is about to write. */
  #sent = false;
  #settled = false;

  constructor(
    options: ExchangeOptions,
    resolve: (answer: Answer) => void,
    reject: (error: ConsolidatorError) => void,
    signal: AbortSignal | undefined,
  ) {
    this.#options = options;
    this.#resolve = resolve;
    this.#reject = reject;
    this.#signal = signal;
    this.#timer = setTimeout(() => this.#fail(timeOut(options, this.#sent)), options.timeoutMilliseconds);
    signal?.addEventListener('abort', this.#onAbort, { once: true });
    if (signal?.aborted === true) this.#onAbort();
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.#settled) {
      controller.abort(new Error('given up before it was sent'));
      return;
    }
    // Its first bytes are written in this very tick. What is thrown here leaves the connection as it is, for the next try.
    if (this.#options.permit?.isFresh() === false) throw leaseUnproven(this.#options.store);
    this.#sent = true;
    this.#controller = controller;
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders): void {
    if (status < 200) return;
    this.#status = status;
    this.#headers = headers;
    this.#text = new AnswerText(/charset="?([\w-]+)/i.exec(String(headers['content-type'] ?? ''))?.[1] ?? 'utf-8');
    if (Number(headers['content-length'] ?? 0) > this.#options.maximumBytes) this.#fail(answerTooLarge(this.#options));
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#settled) return;
    this.#size += chunk.length;
    if (this.#size > this.#options.maximumBytes) this.#fail(answerTooLarge(this.#options));
    else this.#text.put(chunk);
  }

  onResponseEnd(): void {
    if (!this.#settle()) return;
    this.#resolve({ status: this.#status, headers: this.#headers, text: this.#text.whole() });
  }

  onResponseError(_controller: unknown, error: unknown): void {
    const { store, host, hide } = this.#options;
    // Our own: it was thrown before the first byte was written.
    const isOurs = error instanceof ConsolidatorError;
    this.#fail(
      isOurs ? error : failureOf(error, { store, host, hide, sent: this.#sent, answered: this.#status !== 0 }),
    );
  }

  readonly #onAbort = (): void => {
    this.#fail(stoppedInFlight(this.#options.store, this.#sent, this.#signal?.reason));
  };

  #fail(error: ConsolidatorError): void {
    if (!this.#settle()) return;
    this.#text.drop();
    this.#controller?.abort(error);
    this.#reject(error);
  }

  #settle(): boolean {
    if (this.#settled) return false;
    this.#settled = true;
    clearTimeout(this.#timer);
    this.#signal?.removeEventListener('abort', this.#onAbort);
    return true;
  }
}
