const MINUTE = 60_000;

/** Counts the requests of the last 60 seconds. @returns a function that says whether one more is allowed */
export function rateLimit(perMinute: number, clock: () => number): () => boolean {
  const times: number[] = [];
  return () => {
    const now = clock();
    while (times[0] !== undefined && times[0] <= now - MINUTE) times.shift();
    if (times.length >= perMinute) return false;
    times.push(now);
    return true;
  };
}
