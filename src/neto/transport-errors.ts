import type { ErrorCode } from '../model/error-codes.ts';
import { ConsolidatorError, type ErrorDetails } from '../model/errors.ts';
import type { Hide } from '../model/secrets.ts';

interface Limits {
  readonly store: string;
  readonly timeoutMilliseconds: number;
  readonly maximumBytes: number;
}

/** Every trouble with a store is told by its name and a sentence: `west: …`. */
export function storeError(
  code: ErrorCode,
  store: string,
  sentence: string,
  details: ErrorDetails = {},
): ConsolidatorError {
  return new ConsolidatorError(code, `${store}: ${sentence}`, { ...details, store });
}

export function timeOut(limits: Limits, sent: boolean): ConsolidatorError {
  const seconds = limits.timeoutMilliseconds / 1000;
  return sent
    ? storeError(
        'time-out',
        limits.store,
        `no complete answer within ${seconds} s. Raise \`timeoutSeconds\` if the store is always slow.`,
      )
    : storeError('time-out', limits.store, `no connection within ${seconds} s; nothing was sent. Check the network.`, {
        retry: 'safe',
      });
}

/** Whoever has to give leave for a write gave none that was of now when it was to leave. */
export function leaseUnproven(store: string): ConsolidatorError {
  const sentence =
    'nothing was sent: each time the database had said that this process may write, two seconds passed before the write could leave.';
  return storeError('lease-unproven', store, sentence, { retry: 'safe' });
}

export function answerTooLarge(limits: Limits): ConsolidatorError {
  return storeError(
    'answer-too-large',
    limits.store,
    `the answer is larger than ${limits.maximumBytes} bytes. Lower \`pageSize\` of that store.`,
  );
}

export function stoppedInFlight(store: string, sent: boolean, cause: unknown): ConsolidatorError {
  return storeError('stopped', store, `stopped while a request was ${sent ? 'under way' : 'waiting to be sent'}.`, {
    retry: sent ? 'after-look-up' : 'safe',
    cause,
  });
}

interface Exchanged {
  readonly store: string;
  readonly host: string;
  readonly hide: Hide;
  /** Whether the request may have been written to the connection. */
  readonly sent: boolean;
  /** Whether the answer had begun. */
  readonly answered: boolean;
}

/** An error of the connection. Whether it came before the sending decides if the request may be sent again. */
export function failureOf(error: unknown, { store, host, hide, sent, answered }: Exchanged): ConsolidatorError {
  const why = hide(codeOf(error));
  const cause = withoutTraffic(error, hide);
  if (answered) return storeError('answer-truncated', store, `the answer ended in the middle (${why}).`, { cause });
  if (sent) {
    const sentence = `the connection broke after the request had been sent (${why}).`;
    return storeError('connection-lost', store, sentence, { cause });
  }
  if (/^(ENOTFOUND|EAI_)/.test(why)) {
    const sentence = `the name ${host} could not be looked up (${why}); nothing was sent. Check \`url\` and the network.`;
    return storeError('address-unknown', store, sentence, { cause });
  }
  if (isTlsCode(why)) {
    const sentence = `no secure connection to ${host} could be made (${why}); nothing was sent. Check \`url\`, this machine's clock, and the store's certificate.`;
    return storeError('tls-failed', store, sentence, { cause });
  }
  const sentence = `no connection to ${host} could be made (${why}); nothing was sent. Check \`url\` and the network.`;
  return storeError('store-unreachable', store, sentence, { cause });
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}

/** OpenSSL's own errors, Node's, and the names of certificate troubles. */
function isTlsCode(code: string): boolean {
  return /^(ERR_SSL|ERR_TLS|EPROTO$|CERT_|CRL_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|ERROR_IN_CERT|HOSTNAME_MISMATCH|INVALID_(CA|PURPOSE)|PATH_LENGTH)/.test(
    code,
  );
}

/** undici's errors hold the socket or a piece of the answer, and so perhaps a key: only what is said is passed on. */
function withoutTraffic(error: unknown, hide: Hide): Error {
  const told = error instanceof Error ? error : new Error(String(error));
  const cause = new Error(hide(told.message));
  cause.name = told.name;
  return Object.assign(cause, { code: hide(codeOf(error)) });
}
