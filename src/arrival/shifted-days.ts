import { daysBetween } from '../model/time.ts';
import type { XeroInvoice } from '../xero/records.ts';
import type { Pair } from './contacts.ts';
import type { ExpectedCopy } from './expected.ts';

const ENOUGH = 3;

export interface Shift {
  /** How far the books are ahead; 0 where they are not. */
  readonly days: number;
  /** Of all, and not just of most. */
  readonly isOfAll: boolean;
  /** Whether a day differs by that alone, and within its month. */
  explains(copy: ExpectedCopy, invoice: XeroInvoice): boolean;
  /** Whether that may be so: all days differ by one, but are too few to tell a zone from a mistake, as on a first day. */
  mayExplain(copy: ExpectedCopy, invoice: XeroInvoice): boolean;
}

/**
 * A zone that one of the two takes for another moves all days by one: that is one thing to say, and not one for each
 * invoice; but for those that it moves into another month. A few may be off in a way of their own, or be mended by hand.
 */
export function shiftOf(pairs: readonly Pair[]): Shift {
  const off = pairs.flatMap(({ copy, invoice }) =>
    copy.day === null || invoice.day === null ? [] : [daysBetween(copy.day, invoice.day)],
  );
  const days = [1, -1].find((way) => isOfMost(off.filter((one) => one === way).length, off.length)) ?? 0;
  const few = off.length < ENOUGH ? [1, -1].find((way) => off.every((one) => one === way)) : undefined;
  return {
    days,
    isOfAll: days !== 0 && off.every((one) => one === days),
    explains: (copy, invoice) => isOff(copy, invoice, days),
    mayExplain: (copy, invoice) => isOff(copy, invoice, few ?? 0),
  };
}

/** By so many days, and within the month. */
function isOff(copy: ExpectedCopy, invoice: XeroInvoice, days: number): boolean {
  if (days === 0 || copy.day === null || invoice.day === null) return false;
  return daysBetween(copy.day, invoice.day) === days && copy.day.slice(0, 7) === invoice.day.slice(0, 7);
}

/** Four of five. */
function isOfMost(shifted: number, all: number): boolean {
  return shifted >= ENOUGH && shifted * 5 >= all * 4;
}
