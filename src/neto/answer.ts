import type { ErrorCode } from '../model/error-codes.ts';
import { errorCodes } from '../model/error-codes.ts';
import { ConsolidatorError } from '../model/errors.ts';
import type { Codec } from './codec.ts';
import { isRead } from './read-only.ts';
import { type Reply, readReply } from './reply.ts';
import type { Answer } from './transport.ts';

export interface AnswerSource {
  readonly store: string;
  readonly codec: Codec;
  /** Key and user name: taken out of everything that is quoted, since a store may echo them. */
  readonly secrets: readonly string[];
}

/**
 * Makes a reply of an answer, or an error that says what is wrong with it (reference, sections 1.3 to 1.5).
 * @throws ConsolidatorError; for writes an Ack of Error is no error here, since part of the batch may be stored
 */
export function readAnswer(source: AnswerSource, action: string, answer: Answer): Reply {
  const { store, codec, secrets } = source;
  refuseStatus(store, action, answer);
  const found = readReply(action, decode(store, codec, answer.text, secrets));
  if (found === undefined) {
    throw new ConsolidatorError('answer-unexpected', `${store}: the answer to ${action} is not one of the Neto API.`, {
      store,
    });
  }
  const hide = (text: string): string => withoutSecrets(text, secrets);
  const reply = { ...found, errors: found.errors.map(hide), warnings: found.warnings.map(hide) };
  if (reply.ack !== 'error') return reply;
  if (reply.errors.some(isKeyTrouble)) throw keyRefused(store);
  if (!isRead(action)) return reply;
  const words = reply.errors.length === 0 ? 'no reason given' : reply.errors.map((text) => `"${text}"`).join(', ');
  throw new ConsolidatorError('request-refused', `${store} refused ${action}: ${words}.`, { store });
}

function refuseStatus(store: string, action: string, { status, headers, text }: Answer): void {
  if (status >= 200 && status < 300) return;
  const fail = (code: ErrorCode, message: string, retryAfter?: number): never => {
    throw new ConsolidatorError(code, `${store}: ${message}`, {
      store,
      ...(retryAfter === undefined ? {} : { retryAfter }),
    });
  };
  if (status >= 300 && status < 400) {
    const target = originOf(headers['location']);
    fail('redirected', `the answer is a redirect (HTTP ${status})${target}. Put the store's exact address into url.`);
  }
  if (status === 429) {
    const wait = retryAfterOf(headers['retry-after']);
    fail('rate-limited', 'HTTP 429, too many requests a minute from all apps of the store together.', wait);
  }
  if (status >= 500) fail('server-error', `HTTP ${status} in answer to ${action}.`);
  if (isKeyTrouble(text)) throw keyRefused(store);
  const meaning: Readonly<Record<number, string>> = {
    401: 'the key was not accepted',
    403: 'the key has no right to this',
    404: 'there is no Neto API at this address',
    413: 'the request is too large',
  };
  fail('http-refused', `HTTP ${status} in answer to ${action}: ${meaning[status] ?? 'the request was refused'}.`);
}

/** The codec does not know whose answer it reads. */
function decode(store: string, codec: Codec, text: string, secrets: readonly string[]): unknown {
  try {
    return codec.decode(text);
  } catch (error) {
    if (!(error instanceof ConsolidatorError)) throw error;
    const message = withoutSecrets(error.message, secrets);
    throw new ConsolidatorError(error.code, `${store}: ${message}`, { store, retry: error.retry });
  }
}

function withoutSecrets(text: string, secrets: readonly string[]): string {
  return secrets.reduce((rest, secret) => (secret === '' ? rest : rest.replaceAll(secret, '***')), text);
}

/** One text for five causes (reference, section 4, quirk 32). */
function isKeyTrouble(text: string): boolean {
  return /invalid api key/i.test(text);
}

function keyRefused(store: string): ConsolidatorError {
  return new ConsolidatorError(
    'key-refused',
    `${store} answered "Invalid API Key". ${errorCodes['key-refused'].remedy}`,
    { store },
  );
}

/** Only scheme and host: a path or query may hold what is nobody's business. */
function originOf(location: string | string[] | undefined): string {
  const target = String(location ?? '');
  return URL.canParse(target) ? ` to ${new URL(target).origin}` : '';
}

/** Seconds or an HTTP date. @returns milliseconds; undefined when the store does not say */
function retryAfterOf(header: string | string[] | undefined): number | undefined {
  const found = String(header ?? '').trim();
  if (/^\d+$/.test(found)) return Number(found) * 1000;
  const until = Date.parse(found);
  return Number.isNaN(until) ? undefined : Math.max(0, until - Date.now());
}
