/**
 * Resolves when that time has passed, or as soon as the signal is aborted; never rejects, and leaves neither timer nor listener.
 * By the global timer and not that of `node:timers/promises`, so that a test which stands in for the machine's time does for it too.
 * @param milliseconds by the machine's own clock
 */
export function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal.addEventListener('abort', end);
  });
}
