import { ConsolidatorError } from '../model/errors.ts';
import { dayAfter, dayBefore, type LocalDate } from '../model/time.ts';
import type { HistoryWindow } from '../transform/history.ts';

/** Days of the calendar; both ends belong to it. */
export interface Days {
  readonly from: LocalDate;
  readonly to: LocalDate;
}

interface ComparedDays {
  /** The first and the last day that are compared; null: not one of those asked for is. Between them only what is copied counts. */
  readonly compared: { readonly from: LocalDate; readonly to: LocalDate | null } | null;
  /** Days that were asked for, and whose orders this pipeline doesn't copy. */
  readonly left: readonly Days[];
}

interface Asked {
  readonly from?: LocalDate | undefined;
  readonly to?: LocalDate | undefined;
}

/** @throws ConsolidatorError `usage` for a range that ends before it begins, which holds nothing, so that all of it is right */
export function refuseWrongRange({ from, to }: Asked): void {
  if (from !== undefined && to !== undefined && from > to) {
    throw new ConsolidatorError('usage', `--from ${from} is later than --to ${to}.`);
  }
}

interface Copied {
  readonly since: LocalDate;
  readonly history?: readonly HistoryWindow[];
}

/**
 * Which of the days that were asked for can be compared: those from `since` on, and those that a back-fill has opened.
 * Nothing was copied of any other, so that to compare it would find every order missing, or two empty sides equal.
 */
export function comparedDays({ from: asked, to }: Asked, { since, history = [] }: Copied): ComparedDays {
  const opened = history
    .filter((window) => window.from < since)
    .toSorted((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));
  const endsBefore = to !== undefined && to < since;
  // Where only the end is given, the beginning is that of what was copied.
  const from = asked ?? (endsBefore ? least(opened[0]?.from ?? to, to) : since);
  const end = endsBefore ? to : dayBefore(since);
  const left: Days[] = [];
  const spans: Days[] = [];
  let open = from;
  for (const window of opened) {
    if (window.to < open || window.from > end) continue;
    if (window.from > open) left.push({ from: open, to: dayBefore(window.from) });
    const span = { from: window.from > open ? window.from : open, to: least(window.to, end) };
    spans.push(span);
    open = dayAfter(span.to);
  }
  if (open <= end) left.push({ from: open, to: end });
  const first = spans[0]?.from ?? (from > since ? from : since);
  const last = endsBefore ? spans.at(-1)?.to : null;
  return { compared: last === undefined ? null : { from: first, to: last ?? to ?? null }, left };
}

function least(a: LocalDate, b: LocalDate): LocalDate {
  return a < b ? a : b;
}
