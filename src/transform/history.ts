import type { LocalDate } from '../model/time.ts';

/** Days, by accounting date, whose orders are copied though they are older than `since`; both ends belong to it. */
export interface HistoryWindow {
  readonly from: LocalDate;
  readonly to: LocalDate;
  /** The books have them already: their copies must never reach Xero. */
  readonly alreadyInAccounting: boolean;
}

type Day = LocalDate | null | undefined;
interface Opened {
  readonly history?: readonly HistoryWindow[];
}

/** A window that an order of this day is copied by, though it is older than `since`. */
export function historyWindowOf(
  day: Day,
  { since, history = [] }: Opened & { readonly since: LocalDate },
): HistoryWindow | undefined {
  if (day === null || day === undefined || day >= since) return undefined;
  return history.find((window) => holds(window, day));
}

/**
 * The window by which the books have what is of this day. The mark belongs to the day, not to the order in which windows
 * were begun, and a `since` that is moved before it takes nothing off it: what the books have, they have.
 */
export function markedWindowOf(day: Day, { history = [] }: Opened): HistoryWindow | undefined {
  if (day === null || day === undefined) return undefined;
  return history.find((window) => window.alreadyInAccounting && holds(window, day));
}

export function isInAccounting(day: Day, opened: Opened): boolean {
  return markedWindowOf(day, opened) !== undefined;
}

function holds({ from, to }: HistoryWindow, day: LocalDate): boolean {
  return day >= from && day <= to;
}
