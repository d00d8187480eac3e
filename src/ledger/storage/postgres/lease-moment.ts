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
  return now.steady - before.steady < YOUNG_MILLISECONDS && Math.abs(now.wall - before.wall) < YOUNG_MILLISECONDS;
}
