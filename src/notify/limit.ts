/** Milliseconds in which everybody is told, or is told by a later run. */
export const LIMIT = 8_000;
/** Milliseconds that are left once somebody wants the program to end: what is under way can arrive. */
const STOPPING = 2_000;

/**
 * The end of all waiting for mail servers and webhooks, whatever they do.
 * @param stop somebody wants the program to end
 * @returns `end` lets go of the timers, and is to be called
 */
export function limited(milliseconds: number, stop?: AbortSignal): { readonly signal: AbortSignal; end(): void } {
  const limit = new AbortController();
  const timers = [setTimeout(() => limit.abort(), milliseconds)];
  const hurry = (): void => {
    timers.push(setTimeout(() => limit.abort(), STOPPING));
  };
  if (stop?.aborted === true) hurry();
  else stop?.addEventListener('abort', hurry);
  return {
    signal: limit.signal,
    end() {
      stop?.removeEventListener('abort', hurry);
      for (const timer of timers) clearTimeout(timer);
    },
  };
}
