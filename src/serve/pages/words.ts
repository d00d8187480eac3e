import type { Pipeline } from '../../config/pipeline.ts';
import { wholeLines } from '../../model/command-lines.ts';
import { type Instant, instantOfMilliseconds, localDateOf, millisecondsOf } from '../../model/time.ts';
import { inTimeOf, offsetWords, zoneWords } from '../../model/time-words.ts';
import { dayName } from '../../page/days.ts';
import { type Html, prose } from '../../page/html.ts';
import { onPage } from '../frame/on-page.ts';

/** How things of one pipeline are told: moments by the clock of its primary, commands as they can be typed. */
export interface Telling {
  readonly timeZone: string;
  /** As it was given. */
  readonly file: string;
}

export function tellingOf(pipeline: Pipeline, file: string): Telling {
  return { timeZone: pipeline.primary.timezone, file };
}

/** A sentence of the program. */
export function told(text: string, { timeZone, file }: Telling): Html {
  return prose(inTimeOf(timeZone, wholeLines(onPage(text), file)));
}

/** `3 Jul 2026, 10:05`; by the clock of the primary, which is named once on a page. */
export function momentOf(at: Instant, { timeZone }: Pick<Telling, 'timeZone'>): string {
  const time = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' });
  return `${dayName(localDateOf(at, timeZone))}, ${time.format(millisecondsOf(at))}${offsetWords(at, timeZone)}`;
}

export function clockWords({ timeZone }: Pick<Telling, 'timeZone'>): string {
  return `Times are ${zoneWords(timeZone)}.`;
}

/** `3 minutes ago` @param now milliseconds since 1970 */
export function agoWords(at: Instant, now: number): string {
  const seconds = Math.max(0, (now - millisecondsOf(at)) / 1000);
  if (seconds < 90) return 'just now';
  return `${spanWords(seconds)} ago`;
}

function spanWords(seconds: number): string {
  const [size, name] =
    seconds < 5_400 ? [60, 'minute'] : seconds < 129_600 ? [3_600, 'hour'] : ([86_400, 'day'] as const);
  const number = Math.round(seconds / size);
  return `${number} ${name}${number === 1 ? '' : 's'}`;
}

/** Of a moment that a program has told in milliseconds since 1970. */
export function momentOfMilliseconds(at: number, telling: Pick<Telling, 'timeZone'>): string {
  return momentOf(instantOfMilliseconds(at), telling);
}

/** The same of a moment in milliseconds since 1970. */
export function agoSince(at: number, now: number): string {
  return agoWords(instantOfMilliseconds(at), now);
}
