import { pause } from '../model/pause.ts';

/** Time as the scheduler sees it, so that tests don't wait for it. */
export interface ScheduleClock {
  /** Milliseconds since 1970. */
  now(): number;
  /**
   * Resolves when that moment has come, as soon as the signal is aborted, or when the clock was set back meanwhile: what was
   * waited for may have been reckoned by a wrong one. Never rejects.
   */
  until(at: number, signal: AbortSignal): Promise<void>;
}

/** Short enough to notice soon that the machine slept, or that its clock was set. */
const LONGEST_STEP = 60_000;
/** Milliseconds: less is a clock that is kept right by small steps. */
const SET_BACK = 1000;

export const systemScheduleClock: ScheduleClock = {
  now: Date.now,
  async until(at, signal) {
    for (let now = Date.now(); now < at && !signal.aborted; ) {
      await pause(Math.min(at - now, LONGEST_STEP), signal);
      const before = now;
      now = Date.now();
      if (now < before - SET_BACK) return;
    }
  },
};
