import type { Pipeline } from '../config/pipeline.ts';
import type { Lease } from '../ledger/lease.ts';
import { type Instant, instantOfMilliseconds } from '../model/time.ts';

/**
 * A process whose lease was taken over, since it was silent for so long, may have sent a write right before its lease ended, and the
 * primary may carry it out for as long as a request takes, and show it for as long as it is waited for otherwise. Nothing that is open
 * counts as never done before that moment.
 * @param now milliseconds since 1970 @returns undefined where nobody was taken over
 */
export function notAbsentBefore(
  lease: Pick<Lease, 'brokeOffBefore'> | undefined,
  { primary, load }: Pick<Pipeline, 'primary' | 'load'>,
  now: number,
): Instant | undefined {
  const before = lease?.brokeOffBefore ?? null;
  if (before === null) return undefined;
  const seconds = primary.timeoutSeconds + load.settleAfterSeconds;
  // Rounded up, since an instant has no parts of a second.
  return instantOfMilliseconds(now - before + (seconds + 1) * 1000);
}
