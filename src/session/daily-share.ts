/** Of `requestsPerMinute`, for all daily work together. */
const SHARE = 0.25;

/** Requests that daily work may send to a store in a minute. @param perMinute null: not limited */
export function dailyShare(perMinute: number | null): number {
  return perMinute === null ? Number.POSITIVE_INFINITY : Math.max(1, Math.floor(perMinute * SHARE));
}
