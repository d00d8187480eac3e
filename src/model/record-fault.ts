import { ConsolidatorError } from './errors.ts';

/** Longest piece of what was thrown that is kept. */
const LONGEST = 200;

/**
 * Whether what was thrown concerns one record alone: a field that can't be read, or an exception that a strange value
 * brought about. Troubles of a store, the ledger or the machine are none: those have codes of their own, or are plain
 * errors of the system.
 */
export function isRecordFault(error: unknown): error is Error {
  if (error instanceof ConsolidatorError) return error.code === 'answer-unexpected' && (error.record ?? '') !== '';
  if (!(error instanceof Error) || error.name === 'AbortError') return false;
  return error.constructor !== Error;
}

/** What was thrown, for a person who is to find the field, and for whoever mends the program; no shopper's data in it. */
export function describeFault(error: Error): string {
  if (error instanceof ConsolidatorError) return error.message;
  const issues = 'issues' in error && Array.isArray(error.issues) ? error.issues : [];
  if (issues.length > 0) {
    const [first]: { path?: unknown; code?: unknown }[] = issues;
    const path = Array.isArray(first?.path) ? first.path.join('.') : '';
    return `the field ${path} is not as expected (${error.name}, ${String(first?.code)})`;
  }
  const place = /\n\s+at (?:async )?([\w.#<>]+) /.exec(error.stack ?? '')?.[1];
  return [spoken(error), ...(place === undefined ? [] : [`in ${place}`])].join(' ');
}

/** The texts of these kinds name numbers, dates and the program's own names; other kinds may quote a whole record. */
function spoken(error: Error): string {
  const isPlain = error instanceof TypeError || error instanceof RangeError;
  if (!isPlain) return error.name;
  return `${error.name}: ${error.message.replace(/\S+@\S+/g, '…').slice(0, LONGEST)}`;
}
