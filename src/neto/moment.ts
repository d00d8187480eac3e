import { type Clock, systemClock } from './clock.ts';

/** A point in time by both clocks: one that is never set, and one that goes on while the machine sleeps. */
export interface Moment {
  /** Milliseconds since some fixed point. */
  readonly steady: number;
  /** Milliseconds since 1970. */
  readonly wall: number;
}

/** For so long an answer of this process may stand for what its store shows now. */
const FRESH = 30_000;

export function momentNow(clock: Pick<Clock, 'now'> = systemClock, wall: () => number = Date.now): Moment {
  return { steady: clock.now(), wall: wall() };
}

/** By both clocks: whichever says that it is too old, or that it lies ahead, is believed. */
export function isFresh(seen: Moment, now: Moment): boolean {
  return [now.steady - seen.steady, now.wall - seen.wall].every((age) => age >= 0 && age <= FRESH);
}
