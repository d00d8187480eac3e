import type { ErrorCode } from '../model/error-codes.ts';
import { ConsolidatorError, type ErrorDetails } from '../model/errors.ts';

interface Limits {
  readonly store: string;
  readonly timeoutMilliseconds: number;
  readonly maximumBytes: number;
}

/** Every trouble with a store is told by its name and one sentence. */
export function storeError(
  code: ErrorCode,
  store: string,
  sentence: string,
  details: ErrorDetails = {},
): ConsolidatorError {
  return new ConsolidatorError(code, `Store ${store}: ${sentence}`, { ...details, store });
}

export function timeOut(limits: Limits, sent: boolean): ConsolidatorError {
  const seconds = limits.timeoutMilliseconds / 1000;
  return sent
    ? storeError('time-out', limits.store, `no complete answer within ${seconds} s.`)
    : storeError('time-out', limits.store, `no connection within ${seconds} s; nothing was sent.`, { retry: 'safe' });
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

/** An error of the connection. Whether it came before the sending decides if the request may be sent again. */
export function failureOf(
  store: string,
  error: unknown,
  state: { readonly sent: boolean; readonly answered: boolean },
): ConsolidatorError {
  const why = codeOf(error);
  if (!state.sent) {
    return storeError(
      'store-unreachable',
      store,
      `no connection could be made (${why}); nothing was sent. Check the address and the network.`,
      { cause: error },
    );
  }
  if (state.answered)
    return storeError('answer-truncated', store, `the answer ended in the middle (${why}).`, { cause: error });
  return storeError('connection-lost', store, `the connection broke after the request had been sent (${why}).`, {
    cause: error,
  });
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
