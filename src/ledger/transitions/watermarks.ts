import { addSeconds, type Instant } from '../../model/time.ts';
import type { WatermarkLimits } from '../watermark.ts';

/** A watermark only moves forward. */
export function forward(before: Instant | null, upTo: Instant): Instant {
  return before === null || before < upTo ? upTo : before;
}

/** A run's own beginning, and up to when it read a store. */
export interface BoundOfRun {
  readonly startedAt: Instant;
  readonly bound: Instant;
}

/**
 * Whether a run read by a clock that can have been right: a bound well after the beginning of its own run is what a wrong one
 * looks like. What was written by a clock of ours that was ahead itself is none either.
 */
export function isSoundBound({ startedAt, bound }: BoundOfRun, { latest, toleranceSeconds }: WatermarkLimits): boolean {
  return bound <= latest && bound <= addSeconds(startedAt, toleranceSeconds);
}
