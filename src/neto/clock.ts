import { setTimeout as delay } from 'node:timers/promises';
import { ConsolidatorError } from '../model/errors.ts';

/** Time as the client sees it, so that tests run without waiting. */
export interface Clock {
  /** Milliseconds since some fixed point, the same one for all processes of the machine; never steps back. */
  now(): number;
  /** @throws ConsolidatorError `stopped` as soon as the signal is aborted */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  // The monotonic clock is one for the whole machine and is not put forward or back, as the wall clock is.
  now: () => Number(process.hrtime.bigint() / 1_000_000n),
  async sleep(milliseconds, signal) {
    try {
      await delay(milliseconds, undefined, signal === undefined ? {} : { signal });
    } catch (cause) {
      throw stopped({ cause });
    }
  },
};

/**
 * The time of day as one run sees it: what the wall clock showed when it began, and what has passed since by the monotonic
 * clock. A wall clock that is set meanwhile must not turn look-ups of one minute into those of an hour.
 * @returns milliseconds since 1970
 */
export function steadyTime(wall: () => number = Date.now, clock: Pick<Clock, 'now'> = systemClock): () => number {
  const begun = wall();
  const from = clock.now();
  return () => begun + clock.now() - from;
}

/** The caller's signal was aborted before anything was sent. */
export function stopped(details: { readonly store?: string; readonly cause?: unknown } = {}): ConsolidatorError {
  return new ConsolidatorError('stopped', 'Stopped while waiting; nothing was sent.', { ...details, retry: 'safe' });
}
