import { isBelievableYear } from '../model/believable-year.ts';
import {
  dayAfter,
  type Instant,
  instantOfMilliseconds,
  type LocalDate,
  localDateOf,
  parseLocalDate,
} from '../model/time.ts';

const NET_DATE = /^\/Date\((-?\d{1,15})(?:[+-]\d{4})?\)\/$/;
const DAY = 86_400_000;
/** Midnight in the zone that is 14 hours ahead. */
const EARLIEST_MIDNIGHT = 10 * 3_600_000;

/** `/Date(1518685950940+0000)/`: milliseconds since 1970 in UTC, whatever offset stands behind them. */
function millisecondsIn(text: string): number | undefined {
  const found = NET_DATE.exec(text.trim())?.[1];
  return found === undefined ? undefined : Number(found);
}

/**
 * A day without a zone, written as midnight UTC: never shifted by one.
 * @param text `2018-10-20T00:00:00`, `2018-10-20` or `/Date(1539993600000+0000)/`
 * @returns undefined where it names no day
 */
export function dayIn(text: string): LocalDate | undefined {
  const milliseconds = millisecondsIn(text);
  const written = milliseconds === undefined ? text.trim() : new Date(milliseconds).toISOString();
  return parseLocalDate(written.slice(0, 10));
}

/**
 * A moment, in whichever of the forms seen: `/Date(…)/`, with `Z`, with `+00:00`, with a blank or bare; all of them in UTC.
 * @returns undefined where it names none
 */
export function momentIn(text: string): Instant | undefined {
  const milliseconds = millisecondsIn(text);
  if (milliseconds !== undefined) return believable(milliseconds);
  const match = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.\d+)?(?:Z|\+00:00)?$/.exec(text.trim());
  return match === null ? undefined : believable(Date.parse(`${match[1]}T${match[2]}Z`));
}

function believable(milliseconds: number): Instant | undefined {
  if (Number.isNaN(milliseconds) || Math.abs(milliseconds) > 8e15) return undefined;
  const at = instantOfMilliseconds(milliseconds);
  return isBelievableYear(at.slice(0, 10)) ? at : undefined;
}

/**
 * Lock dates come as midnight in UTC, or as midnight in the organisation's own zone.
 * @param timeZone the organisation's, by its IANA name; undefined for one that is not known here
 * @returns undefined where it names no day
 */
export function lockDayIn(text: string, timeZone: string | undefined): LocalDate | undefined {
  const milliseconds = millisecondsIn(text);
  if (milliseconds === undefined || milliseconds % DAY === 0) return dayIn(text);
  // No zone is further east: from then on it is midnight of the next day somewhere, and before then of this one.
  const isEastward = milliseconds % DAY >= EARLIEST_MIDNIGHT;
  const at = believable(milliseconds);
  if (at === undefined) return undefined;
  if (timeZone !== undefined) return localDateOf(at, timeZone);
  const day = dayIn(text);
  return day === undefined || !isEastward ? day : dayAfter(day);
}

/** Xero's names for the zones that Neto's shops are in. */
const ZONES: Readonly<Record<string, string>> = {
  AUSEASTERNSTANDARDTIME: 'Australia/Sydney',
  EAUSTRALIASTANDARDTIME: 'Australia/Brisbane',
  TASMANIASTANDARDTIME: 'Australia/Hobart',
  CENAUSTRALIASTANDARDTIME: 'Australia/Adelaide',
  AUSCENTRALSTANDARDTIME: 'Australia/Darwin',
  WAUSTRALIASTANDARDTIME: 'Australia/Perth',
  NEWZEALANDSTANDARDTIME: 'Pacific/Auckland',
  GMTSTANDARDTIME: 'Europe/London',
  UTC: 'UTC',
};

/** @returns undefined for a zone that is not known here */
export function timeZoneOf(name: string): string | undefined {
  return ZONES[name.trim().toUpperCase()];
}

/** Of a moment, as a header `If-Modified-Since` has it: in UTC, to the second, and without a zone. */
export function asModifiedSince(at: Instant): string {
  return at.slice(0, 19);
}
