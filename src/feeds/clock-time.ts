import { Temporal } from 'temporal-polyfill';
import { type Instant, instant, instantOfMilliseconds } from '../model/time.ts';

/** By clock and day, or hour: how far it is ahead of UTC in all of it, in milliseconds; null where it is set within it. */
const ahead = new Map<string, number | null>();
const MOST_REMEMBERED = 10_000;

/**
 * The moment at which a clock of a time zone shows this. Where it shows it twice, the first; where it never does, as if it
 * had not been set yet. The orders of a file lie close together, and to look a zone up takes as long as to read an order.
 * @param day `2026-11-28` @param time `14:05` or `14:05:30` @throws RangeError for a day or time that there is not
 */
export function instantOfClock(day: string, time: string, timeZone: string): Instant {
  const text = `${day}T${time.length === 5 ? `${time}:00` : time}`;
  const shown = shownAt(text);
  // On nearly all days a clock is not set at all, on the others within one hour.
  const known =
    shown === undefined ? null : (aheadIn(day, DAY, timeZone) ?? aheadIn(text.slice(0, 13), HOUR, timeZone));
  if (shown === undefined || known === null) return instant(lookedUp(text, timeZone).toString());
  return instantOfMilliseconds(shown - known);
}

/** As if the clock showed UTC, in milliseconds since 1970; undefined where there is no such day or time. */
function shownAt(text: string): number | undefined {
  const shown = new Date(`${text}Z`);
  // A day that there is not may be taken for one of the next month.
  return Number.isNaN(shown.getTime()) || shown.toISOString().slice(0, 19) !== text ? undefined : shown.getTime();
}

/** From a first second to a last one. */
type Span = readonly [string, string];
const DAY: Span = ['T00:00:00', 'T23:59:59'];
const HOUR: Span = [':00:00', ':59:59'];

function aheadIn(start: string, span: Span, timeZone: string): number | null {
  const key = `${timeZone} ${start}`;
  const known = ahead.get(key);
  if (known !== undefined) return known;
  const [first = null, last] = span
    .map((end) => `${start}${end}`)
    .map((text) => (shownAt(text) ?? Number.NaN) - lookedUp(text, timeZone).epochMilliseconds);
  const found = first === last ? first : null;
  if (ahead.size >= MOST_REMEMBERED) ahead.clear();
  ahead.set(key, found);
  return found;
}

/** @throws RangeError */
function lookedUp(text: string, timeZone: string): Temporal.Instant {
  return Temporal.PlainDateTime.from(text, { overflow: 'reject' }).toZonedDateTime(timeZone).toInstant();
}
