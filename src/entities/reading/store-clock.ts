import { addSeconds, type Instant, instantOfMilliseconds, millisecondsOf } from '../../model/time.ts';

/** What one store said of its time, and what this machine's clock showed meanwhile. */
export interface ClockReading {
  readonly store: string;
  /** `CurrentTime` of the reply; null where it has none that can be read. */
  readonly told: Instant | null;
  /** By this machine: milliseconds since 1970. */
  readonly at: number;
}

/** The two ends of what a run reads of a store. */
export interface StoreTime {
  /** No watermark may pass it. */
  readonly upTo: Instant;
  /** Windows are listed to here, so that a record whose stamp runs ahead is read now and not when its time has come. */
  readonly listedTo: Instant;
}

/** Seconds. A clock that is set to local time, in whatever zone, is less than that ahead of UTC. */
const LISTED_AHEAD = 26 * 3600;
/** Seconds. No zone explains more: such a clock is just wrong. */
const DAY = 86_400;

/** @param toleranceSeconds what a store's clock and ours may differ by (`load.clockToleranceSeconds`) */
export function storeTimeOf(reading: ClockReading, toleranceSeconds: number): StoreTime {
  return { upTo: watermarkBound(reading, toleranceSeconds), listedTo: listingEnd(reading) };
}

/**
 * The store's own time, where ours bears it out: a watermark that one wrong reply had put hours ahead would pass over all
 * that is changed until then. A time that is too far ahead counts as none, and then ours is taken, less the tolerance.
 */
export function watermarkBound({ told, at }: ClockReading, toleranceSeconds: number): Instant {
  const ours = instantOfMilliseconds(at);
  if (told !== null && told <= addSeconds(ours, toleranceSeconds)) return told;
  return addSeconds(ours, -toleranceSeconds);
}

/** By whichever clock is ahead, since either may be behind. */
export function listingEnd({ told, at }: ClockReading): Instant {
  const ours = instantOfMilliseconds(at);
  return addSeconds(told !== null && told > ours ? told : ours, LISTED_AHEAD);
}

/** Whether a store's time is so far behind that its watermark would stand still, and nothing could be said of what is read. */
export function isUnbelievable({ told, at }: ClockReading): boolean {
  return told !== null && at - millisecondsOf(told) > DAY * 1000;
}

/** Seconds that a store's clock is ahead of ours; negative where it is behind; null where it tells no time. */
export function secondsAhead({ told, at }: ClockReading): number | null {
  return told === null ? null : Math.round((millisecondsOf(told) - at) / 1000);
}

/**
 * Where at least two stores tell one time and it is not ours, ours is the wrong one.
 * @returns how many seconds the stores are ahead of it; undefined where there is no such agreement
 */
export function agreedAgainstUs(readings: readonly ClockReading[], toleranceSeconds: number): number | undefined {
  const ahead = readings.flatMap((reading) => secondsAhead(reading) ?? []);
  if (ahead.length < 2 || ahead.length < readings.length) return undefined;
  const [least, most] = [Math.min(...ahead), Math.max(...ahead)];
  if (most - least > 2 * toleranceSeconds) return undefined;
  if (least > toleranceSeconds) return least;
  return most < -toleranceSeconds ? most : undefined;
}

/** `90 s`, `20 minutes`, `11 hours`, `3 days`. @param seconds whatever their sign */
export function spanText(seconds: number): string {
  const length = Math.abs(seconds);
  if (length < 600) return `${Math.round(length)} s`;
  if (length < 2 * 3600) return `${Math.round(length / 60)} minutes`;
  return length < 2 * DAY ? `${Math.round(length / 3600)} hours` : `${Math.round(length / DAY)} days`;
}
