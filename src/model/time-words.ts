import { type Instant, instantSchema, offsetOfTwice, wallClockOf } from './time.ts';

/** How people call the time of a zone: `Australia/Sydney` is `Sydney time`. What names no place is named as it is. */
export function zoneWords(timeZone: string): string {
  const [area = '', ...places] = timeZone.split('/');
  const place = places.at(-1);
  return place === undefined || area === 'Etc' ? timeZone : `${place.replaceAll('_', ' ')} time`;
}

/** `2026-10-31 14:05:00 Sydney time`; of an hour that comes twice `2026-04-05 02:30:00 Sydney time (UTC+11)` */
export function momentWords(at: Instant, timeZone: string): string {
  return `${wallClockOf(at, timeZone)} ${zoneWords(timeZone)}${offsetWords(at, timeZone)}`;
}

/** What tells apart the two moments that one wall clock shows; nothing of all others. */
export function offsetWords(at: Instant, timeZone: string): string {
  const offset = offsetOfTwice(at, timeZone);
  return offset === undefined ? '' : ` (UTC${offset.replace(':00', '')})`;
}

/** The same for a column whose title names the zone, to the minute: `2026-10-31 14:05` */
export function minuteOf(at: Instant, timeZone: string): string {
  return `${wallClockOf(at, timeZone).slice(0, 16)}${offsetWords(at, timeZone)}`;
}

/** Not within a word, a path or a quoted value, such as a record that is shown as it was read. */
const MOMENT = /(?<![\w"'/.-])\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ(?![\w"'/-])/g;

/**
 * A text for people: each moment in it, which stands there in UTC, by the clock of one zone that it names. Whoever words a
 * message need not know who reads it.
 */
export function inTimeOf(timeZone: string, text: string): string {
  return text.replaceAll(MOMENT, (found) => {
    const moment = instantSchema.safeParse(found);
    return moment.success && !Number.isNaN(Date.parse(found)) ? momentWords(moment.data, timeZone) : found;
  });
}
