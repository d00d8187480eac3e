/** Seconds that what a store has shown stands for what it has, within one process. */
const FRESH_SECONDS = 30;

/** What a store has just shown, and whether that was long ago. */
export interface Looked<Existing> {
  /** By target id in lower case; what is missing was not there. */
  readonly existing: ReadonlyMap<string, Existing>;
  readonly isFresh: () => boolean;
}

/**
 * Told by two clocks: the machine's may be set back between two steps, and a machine that slept has counted no time. What
 * one of them calls old is old, and a date that is set forward costs one more look-up.
 * @param now milliseconds since 1970
 */
export function freshFromNow(now: () => number): () => boolean {
  const at = now();
  const counted = performance.now();
  return () => {
    const age = Math.max(Math.abs(now() - at), performance.now() - counted);
    return age <= FRESH_SECONDS * 1000;
  };
}

export function lookedNow<Existing>(existing: ReadonlyMap<string, Existing>, now: () => number): Looked<Existing> {
  return { existing, isFresh: freshFromNow(now) };
}
