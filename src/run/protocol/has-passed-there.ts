import type { OpenIntent } from '../../ledger/intent.ts';
import { type Instant, millisecondsOf } from '../../model/time.ts';
import type { SettleIntents } from './settling.ts';

/** Look-ups after which our own clock is enough: that of the store may stand still. */
const LOOK_UPS_ENOUGH = 200;

/** Whether as much time has passed by the primary's own clock. @param storeTime null: it tells none */
export function hasPassedThere(intent: OpenIntent, storeTime: Instant | null, seconds: number): boolean {
  if (storeTime === null || intent.lookUps >= LOOK_UPS_ENOUGH) return true;
  return intent.firstLookUpThere !== null && isLater(storeTime, intent.firstLookUpThere, seconds);
}

export function isLater(now: Instant, then: Instant, seconds: number): boolean {
  return millisecondsOf(now) - millisecondsOf(then) >= seconds * 1000;
}

/** Whether a write of a process that was taken over may still be carried out, whatever is or is not there. */
export function isTooEarly({
  now,
  notAbsentBefore,
}: Pick<SettleIntents<unknown, unknown>, 'now' | 'notAbsentBefore'>): boolean {
  return notAbsentBefore !== undefined && !isLater(now, notAbsentBefore, 0);
}
