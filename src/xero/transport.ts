import type { IncomingHttpHeaders } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { type Dispatcher, Pool } from 'undici';
import type { ConsolidatorError } from '../model/errors.ts';
import type { Hide } from '../model/secrets.ts';
import { XERO, xeroError } from './errors.ts';
import { failureOf } from './failures.ts';

export interface XeroAddresses {
  /** Origin of the Accounting API. */
  readonly api: string;
  /** Origin of the token endpoint. */
  readonly identity: string;
}

export const OFFICIAL: XeroAddresses = { api: 'https://api.xero.com', identity: 'https://identity.xero.com' };

/** Under it lies all that is read. */
const API = '/api.xro/2.0/';
const TOKEN = '/connect/token';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Without a byte-order mark. */
  readonly text: string;
  /** As they came over the wire. */
  readonly bytes: number;
}

/** All that can be sent to Xero: there is no way to say another method, host or path. */
export interface XeroTransport {
  readonly host: string;
  /**
   * Reads once; gives back every complete answer, whatever its status. Redirects are not followed, since the token would
   * travel along.
   * @param path below the Accounting API, such as `Invoices?page=1`
   * @throws ConsolidatorError for an answer that is missing, cut off or too large
   */
  get(path: string, headers: Readonly<Record<string, string>>, signal?: AbortSignal): Promise<Answer>;
  /** Which organisations the connection is for. @throws ConsolidatorError as `get` */
  getConnections(headers: Readonly<Record<string, string>>, signal?: AbortSignal): Promise<Answer>;
  /** Asks for a token. @param form as it is sent @throws ConsolidatorError as `get` */
  fetchToken(form: string, authorization: string, signal?: AbortSignal): Promise<Answer>;
  close(): Promise<void>;
}

interface TransportOptions {
  readonly addresses: XeroAddresses;
  readonly timeoutMilliseconds: number;
  readonly maximumBytes: number;
  /** Goes over everything that an error quotes. */
  readonly hide: Hide;
}

/** @throws ConsolidatorError `config-invalid` for an address that is neither Xero's own nor on this machine */
export function openXeroTransport(options: TransportOptions): XeroTransport {
  const { addresses } = options;
  for (const address of [addresses.api, addresses.identity]) refuseStrangers(address);
  const api = onlyReads(openPool(addresses.api));
  const identity = onlyTokens(openPool(addresses.identity));
  const send = (pool: Dispatcher, request: Request, signal?: AbortSignal) => exchange(pool, request, options, signal);
  return {
    host: new URL(addresses.api).host.toLowerCase(),
    get: (path, headers, signal) => send(api, { method: 'GET', path: `${API}${path}`, headers }, signal),
    getConnections: (headers, signal) => send(api, { method: 'GET', path: '/connections', headers }, signal),
    fetchToken(form, authorization, signal) {
      const headers = { authorization, 'content-type': 'application/x-www-form-urlencoded' };
      return send(identity, { method: 'POST', path: TOKEN, headers, body: form }, signal);
    },
    close: async () => {
      await Promise.all([api.destroy(), identity.destroy()]);
    },
  };
}

function openPool(origin: string): Pool {
  // Each request has one deadline for everything; undici's own would only cut in on a part of it.
  return new Pool(origin, { connections: 2, headersTimeout: 0, bodyTimeout: 0, connect: { timeout: 10_000 } });
}

const LOOPBACK: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/** The id, the secret and the token go there. */
function refuseStrangers(address: string): void {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const isOfficial = address === OFFICIAL.api || address === OFFICIAL.identity;
  if (isOfficial || (url !== undefined && LOOPBACK.has(url.hostname) && address === url.origin)) return;
  throw xeroError(
    'config-invalid',
    'only its own addresses and those of this machine are spoken to, since the secret of the connection is sent there. Take `xero.url` and `xero.identityUrl` out of the pipeline file.',
  );
}

/**
 * The last gate before the books: whatever is sent through it, by whichever way, reads.
 * @throws ConsolidatorError `xero-is-read-only`, before anything is sent
 */
export function onlyReads(pool: Dispatcher): Dispatcher {
  return pool.compose((dispatch) => (request, handler) => {
    const isBelow = request.path.startsWith(API) || request.path === '/connections';
    if (request.method !== 'GET' || !isBelow || request.body != null) refuse(request);
    return dispatch(request, handler);
  });
}

/** The same before the token endpoint. @throws ConsolidatorError `xero-is-read-only` */
export function onlyTokens(pool: Dispatcher): Dispatcher {
  return pool.compose((dispatch) => (request, handler) => {
    if (request.method !== 'POST' || request.path !== TOKEN) refuse(request);
    return dispatch(request, handler);
  });
}

function refuse({ method, path }: Pick<Dispatcher.DispatchOptions, 'method' | 'path'>): never {
  throw xeroError(
    'xero-is-read-only',
    `${method} ${path.split('?')[0]} was about to be sent, though the books are only read. This is a mistake in the program.`,
  );
}

interface Request {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

async function exchange(
  pool: Dispatcher,
  request: Request,
  options: TransportOptions,
  signal: AbortSignal | undefined,
): Promise<Answer> {
  const deadline = AbortSignal.timeout(options.timeoutMilliseconds);
  const both = signal === undefined ? deadline : AbortSignal.any([signal, deadline]);
  let answered = false;
  try {
    const response = await pool.request({
      ...request,
      headers: { ...request.headers, 'user-agent': 'neto-consolidator', 'accept-encoding': 'gzip' },
      body: request.body ?? null,
      signal: both,
    });
    answered = true;
    const chunks: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of response.body as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > options.maximumBytes) throw tooLarge(options);
      chunks.push(chunk);
    }
    const body = Buffer.concat(chunks);
    const isPacked = /gzip/i.test(String(response.headers['content-encoding'] ?? ''));
    const text = (isPacked ? unpacked(body, options) : body).toString('utf8').replace(/^\ufeff/, '');
    return { status: response.statusCode, headers: response.headers, text, bytes };
  } catch (error) {
    throw failureOf(error, { ...options, answered, isTimeOut: deadline.aborted, isStopped: signal?.aborted === true });
  }
}

function unpacked(body: Buffer, options: TransportOptions): Buffer {
  try {
    return gunzipSync(body, { maxOutputLength: options.maximumBytes });
  } catch (cause) {
    const isTooLarge = cause instanceof RangeError;
    if (isTooLarge) throw tooLarge(options);
    throw xeroError('answer-truncated', 'the answer ended in the middle (it can not be unpacked).', { retry: 'safe' });
  }
}

function tooLarge({ maximumBytes }: TransportOptions): ConsolidatorError {
  return xeroError('answer-too-large', `the answer is larger than ${maximumBytes} bytes.`, {
    retry: 'never',
    remedy: `Report it with the log: no page of ${XERO} is that large.`,
  });
}
