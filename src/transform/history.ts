import type { LocalDate } from '../model/time.ts';

/** Days, by accounting date, whose orders are copied though they are older than `since`; both ends belong to it. */
export interface HistoryWindow {
  readonly from: LocalDate;
  readonly to: LocalDate;
  /** The books have them already: their copies must never reach Xero. */
  readonly alreadyInAccounting: boolean;
}

/** The window that an order of this day belongs to: the one begun last where several do. */
export function historyWindowOf(
  day: LocalDate | null | undefined,
  { since, history = [] }: { readonly since: LocalDate; readonly history?: readonly HistoryWindow[] },
): HistoryWindow | undefined {
  if (day === null || day === undefined || day >= since) return undefined;
  return history.findLast(({ from, to }) => day >= from && day <= to);
}
