import { addSeconds, type Instant, instantOfMilliseconds, type LocalDate, localDateOf } from '../model/time.ts';

/** Days that a proof looks back. */
const DAYS = 45;
/** Hours into the primary's day at which the day of its proof begins, when the shops are quiet and yesterday is complete. */
const BEGINS_AT = 2;

export interface Period {
  readonly from: LocalDate;
  readonly to: LocalDate;
}

/** @param now milliseconds since 1970 @returns the day in the primary's zone whose proof is due by now */
export function dayOfProof(now: number, timeZone: string): LocalDate {
  return localDateOf(addSeconds(instantOfMilliseconds(now), -BEGINS_AT * 3600), timeZone);
}

/**
 * The last 45 days; for the first proof of a month the month before as a whole, as it goes into the tax return.
 * @param provedOn the day of the proof before; null where there was none
 */
export function periodOf(day: LocalDate, provedOn: LocalDate | null): Period {
  if (provedOn === null || provedOn.slice(0, 7) >= day.slice(0, 7)) return { from: daysBefore(day, DAYS), to: day };
  const last = daysBefore(`${day.slice(0, 7)}-01` as LocalDate, 1);
  return { from: `${last.slice(0, 7)}-01` as LocalDate, to: last };
}

function daysBefore(day: LocalDate, days: number): LocalDate {
  return addSeconds(`${day}T12:00:00Z` as Instant, -86_400 * days).slice(0, 10) as LocalDate;
}
