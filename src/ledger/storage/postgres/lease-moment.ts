/** A moment by both clocks of this machine, in milliseconds: either alone may stand still or be set. */
export interface Moment {
  /** The monotonic one, which stands still while the machine sleeps. */
  readonly steady: number;
  /** The one that people set. */
  readonly wall: number;
}

/** An answer of the database counts for so long. */
const YOUNG_MILLISECONDS = 2_000;

export function momentNow(): Moment {
  return { steady: performance.now(), wall: Date.now() };
}

/** Whether by both clocks less than two seconds have passed. */
export function isYoung(before: Moment, now: Moment): boolean {
  return isWithin(YOUNG_MILLISECONDS, before, now);
}

/** Whether it is so young that there is time left for the write to leave. */
export function isSoon(before: Moment, now: Moment): boolean {
  return isWithin(YOUNG_MILLISECONDS / 2, before, now);
}

/** After so much of its length without a word of the database a lease is taken for granted no more. */
const SURE_FOR = 3 / 4;

/** Whether a lease of so many seconds, which the database has prolonged, is no one else's yet, whatever has happened since. */
export function isSure(seconds: number, prolonged: Moment, now: Moment): boolean {
  return isWithin(seconds * 1000 * SURE_FOR, prolonged, now);
}

/** Whether by both clocks less than that has passed. */
function isWithin(milliseconds: number, before: Moment, now: Moment): boolean {
  return now.steady - before.steady < milliseconds && Math.abs(now.wall - before.wall) < milliseconds;
}
