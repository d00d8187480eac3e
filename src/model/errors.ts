import { type ErrorCode, errorCodes } from './error-codes.ts';

/** What went wrong with a part of a run while the rest went on. */
export interface RunProblem {
  readonly store: string;
  readonly code: string;
  readonly message: string;
}

/**
 * Whether the call that failed may be sent again.
 * - `never`: the same call fails the same way.
 * - `safe`: it can't have had an effect (a read, or it never reached the store).
 * - `after-look-up`: it may have had its effect; only a look-up can tell.
 */
export type Retry = 'never' | 'safe' | 'after-look-up';

export interface ErrorDetails {
  readonly retry?: Retry;
  /** Name of the store concerned, as in the pipeline file. */
  readonly store?: string;
  /** Source id of the record concerned. */
  readonly record?: string;
  readonly cause?: unknown;
  /** How long the store asked us to wait, in milliseconds. */
  readonly retryAfter?: number;
  /** What to do in this very case; that of the code when left out. */
  readonly remedy?: string;
}

/**
 * The one error class of the program. `message` is a sentence that says what is wrong and what to do;
 * it never holds a key, a user name or a shopper's data. `code` is stable: scripts and `docs/errors.md` hold on to it.
 */
export class ConsolidatorError extends Error {
  override readonly name = 'ConsolidatorError';
  readonly code: ErrorCode;
  readonly retry: Retry;
  readonly store: string | undefined;
  readonly record: string | undefined;
  readonly retryAfter: number | undefined;
  readonly remedy: string | undefined;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? {} : { cause: details.cause });
    this.code = code;
    this.retry = details.retry ?? errorCodes[code].retry;
    this.store = details.store;
    this.record = details.record;
    this.retryAfter = details.retryAfter;
    this.remedy = details.remedy;
  }
}

/** The process exit code that stands for this error (design of the commands: 1 failed, 2 usage, 5 locked). */
export function exitCodeOf(error: unknown): 1 | 2 | 5 {
  return error instanceof ConsolidatorError ? errorCodes[error.code].exit : 1;
}

/** `west: no connection to … could be made. (store-unreachable)`. Most messages name their store themselves. */
export function problemWords({ store, code, message }: RunProblem): string {
  const of = store === '' || message.startsWith(`${store}: `) ? '' : `${store}: `;
  return `${of}${message} (${code})`;
}
