import type { ClockReading } from '../entities/reading/store-clock.ts';
import { addSeconds, type Instant } from '../model/time.ts';

/** The primary's own time while a run lasts: what it told when the run began, and what has passed since. */
export class PrimaryTime {
  readonly #now: () => number;
  #reading: ClockReading | undefined;

  /** @param now milliseconds since 1970, by a clock that is not set while the run lasts */
  constructor(now: () => number) {
    this.#now = now;
  }

  told(reading: ClockReading): void {
    this.#reading = reading;
  }

  /** @returns null where the primary tells no time */
  now(): Instant | null {
    if (this.#reading?.told == null) return null;
    return addSeconds(this.#reading.told, Math.round((this.#now() - this.#reading.at) / 1000));
  }
}
