import { Temporal } from 'temporal-polyfill';
import { dayAfter, type LocalDate } from '../../model/time.ts';

/** Days of the calendar; both ends belong to it. */
export interface DayRange {
  readonly from: LocalDate;
  readonly to: LocalDate;
}

/** @param days of each slice; a calendar month when left out */
export function slicesOf({ from, to }: DayRange, days?: number): DayRange[] {
  const slices: DayRange[] = [];
  const last = Temporal.PlainDate.from(to);
  for (let first = Temporal.PlainDate.from(from); Temporal.PlainDate.compare(first, last) <= 0; ) {
    const next = days === undefined ? first.with({ day: 1 }).add({ months: 1 }) : first.add({ days });
    const end = Temporal.PlainDate.compare(next, last) > 0 ? last : next.subtract({ days: 1 });
    slices.push({ from: textOf(first), to: textOf(end) });
    first = next;
  }
  return slices;
}

/** Whether each day of it belongs to one of these, however they were cut. */
export function isCovered({ from, to }: DayRange, by: readonly DayRange[]): boolean {
  let open = from;
  for (const range of [...by].sort((a, b) => a.from.localeCompare(b.from))) {
    if (range.from > open) continue;
    if (range.to >= to) return true;
    if (range.to >= open) open = dayAfter(range.to);
  }
  return false;
}

export function overlap(a: DayRange, b: DayRange): boolean {
  return a.from <= b.to && b.from <= a.to;
}

function textOf(day: Temporal.PlainDate): LocalDate {
  return day.toString() as LocalDate;
}
