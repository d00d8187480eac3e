import type { ErrorCode } from '../model/error-codes.ts';
import { ConsolidatorError, type ErrorDetails } from '../model/errors.ts';

/** What the books are called in messages, errors and counts of requests, beside the names of stores. */
export const XERO = 'xero';

/** Every trouble with Xero is told by its name and a sentence. */
export function xeroError(code: ErrorCode, sentence: string, details: ErrorDetails = {}): ConsolidatorError {
  return new ConsolidatorError(code, `${XERO}: ${sentence}`, { ...details, store: XERO });
}
