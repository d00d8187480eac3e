/** Time as the scheduler sees it, so that tests don't wait for it. */
export interface ScheduleClock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Resolves when that moment has come, or as soon as the signal is aborted; never rejects. */
  until(at: number, signal: AbortSignal): Promise<void>;
}

/** Short enough to notice soon that the machine slept, or that its clock was set. */
const LONGEST_STEP = 60_000;

export const systemScheduleClock: ScheduleClock = {
  now: Date.now,
  async until(at, signal) {
    for (let left = at - Date.now(); left > 0 && !signal.aborted; left = at - Date.now()) {
      await pause(Math.min(left, LONGEST_STEP), signal);
    }
  },
};

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal.addEventListener('abort', end);
  });
}
