import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { momentText } from './day-text.ts';
import type { LocalDate } from './local-date.ts';

export { type LocalDate, parseLocalDate } from './local-date.ts';

/** A moment in UTC, to the second: `2026-07-01T00:00:00Z`. Sorts as text. */
export const instantSchema = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/, 'must be an instant in UTC')
  .brand('Instant');
export type Instant = z.infer<typeof instantSchema>;

/** A calendar day without a time zone: `2026-06-30`. */
export const localDateSchema = z
  .string()
  .regex(/^\d{4}-\d\d-\d\d$/, 'must be a date, YYYY-MM-DD')
  .brand('LocalDate');

/** @throws RangeError for text that names no moment */
export function instant(text: string): Instant {
  return Temporal.Instant.from(text).round({ smallestUnit: 'second', roundingMode: 'floor' }).toString() as Instant;
}

export function instantOfMilliseconds(milliseconds: number): Instant {
  return momentText(Math.floor(milliseconds / 1000)) as Instant;
}

export function millisecondsOf(at: Instant): number {
  return Date.parse(at);
}

export function addSeconds(at: Instant, seconds: number): Instant {
  return instantOfMilliseconds(millisecondsOf(at) + seconds * 1000);
}

/** @param now milliseconds since 1970 */
export function daysBefore(now: number, days: number): Instant {
  return addSeconds(instantOfMilliseconds(now), -86_400 * days);
}

/** Stands for none: the zero date of databases, and the one that .NET writes for a date that was never set. */
export function isEmptyDate(text: string): boolean {
  const trimmed = text.trim();
  return trimmed === '' || /^(0000-00-00|0001-01-01)/.test(trimmed);
}

export function dayAfter(day: LocalDate): LocalDate {
  return Temporal.PlainDate.from(day).add({ days: 1 }).toString() as LocalDate;
}

export function dayBefore(day: LocalDate): LocalDate {
  return Temporal.PlainDate.from(day).subtract({ days: 1 }).toString() as LocalDate;
}

/** Calendar days later, whatever the clocks do: 14 days after 2028-02-20 is 2028-03-05. @param days a whole number; below 0 earlier */
export function daysAfter(day: LocalDate, days: number): LocalDate {
  return Temporal.PlainDate.from(day).add({ days }).toString() as LocalDate;
}

/** From the one day to the other; negative where the second is the earlier. */
export function daysBetween(from: LocalDate, to: LocalDate): number {
  return Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to), { largestUnit: 'days' }).days;
}

/** So many days later at the same time of the wall clock of `timeZone`, also over a change of daylight saving. */
export function daysAfterIn(timeZone: string, at: Instant, days: number): Instant {
  return instant(Temporal.Instant.from(at).toZonedDateTimeISO(timeZone).add({ days }).toInstant().toString());
}

export function isTimeZone(name: string): boolean {
  try {
    Temporal.Now.zonedDateTimeISO(name);
    return true;
  } catch {
    return false;
  }
}

const formatters = new Map<string, Intl.DateTimeFormat>();

/** The day on the wall calendar of `timeZone` at that moment. */
export function localDateOf(at: Instant, timeZone: string): LocalDate {
  let formatter = formatters.get(timeZone);
  if (formatter === undefined) {
    // en-CA writes dates as YYYY-MM-DD; a kept formatter is some 50 times as fast as a new one for each order.
    formatter = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
    formatters.set(timeZone, formatter);
  }
  return formatter.format(millisecondsOf(at)) as LocalDate;
}

/** The first moment of that day in `timeZone`; the day's real start also where daylight saving skips midnight. */
export function startOfDay(date: LocalDate, timeZone: string): Instant {
  const key = `${date} ${timeZone}`;
  const known = starts.get(key);
  if (known !== undefined) return known;
  const start = instant(Temporal.PlainDate.from(date).toZonedDateTime(timeZone).toInstant().toString());
  // Each write asks for the same few days again, and one takes as long to compute as ten fields of an order to be read.
  if (starts.size === MOST_STARTS) starts.clear();
  starts.set(key, start);
  return start;
}

const starts = new Map<string, Instant>();
/** A few years of days. */
const MOST_STARTS = 1000;

/** The wall clock of `timeZone` at that moment, as Neto writes it: `2026-07-01 09:30:00`. */
export function wallClockOf(at: Instant, timeZone: string): string {
  const local = Temporal.Instant.from(at).toZonedDateTimeISO(timeZone).toPlainDateTime();
  return local.toString({ smallestUnit: 'second' }).replace('T', ' ');
}

/**
 * How far the clock of `timeZone` is ahead of UTC (`+11:00`), at a moment whose wall clock time comes twice: in the hour that
 * the end of daylight saving repeats. Undefined at all others, which their wall clock alone tells.
 */
export function offsetOfTwice(at: Instant, timeZone: string): string | undefined {
  const zoned = Temporal.Instant.from(at).toZonedDateTimeISO(timeZone);
  const local = zoned.toPlainDateTime();
  const [first, second] = (['earlier', 'later'] as const).map((disambiguation) =>
    local.toZonedDateTime(timeZone, { disambiguation }),
  );
  return first?.epochMilliseconds === second?.epochMilliseconds ? undefined : zoned.offset;
}

/**
 * When it was last that hour of that day of the week by the clocks of `timeZone`, at the latest at that moment. An hour that
 * daylight saving skips is the one after it; one that comes twice is the first.
 * @param weekday 1 is Monday, 7 is Sunday
 */
export function lastWeekly(
  at: Instant,
  { timeZone, weekday, hour }: { readonly timeZone: string; readonly weekday: number; readonly hour: number },
): { readonly day: LocalDate; readonly at: Instant } {
  const today = Temporal.Instant.from(at).toZonedDateTimeISO(timeZone).toPlainDate();
  const day = today.subtract({ days: (today.dayOfWeek - weekday + 7) % 7 });
  const of = (one: Temporal.PlainDate): Instant =>
    instant(
      one
        .toZonedDateTime({ timeZone, plainTime: new Temporal.PlainTime(hour) })
        .toInstant()
        .toString(),
    );
  const last = of(day) > at ? day.subtract({ days: 7 }) : day;
  return { day: last.toString() as LocalDate, at: of(last) };
}
