import type { OpenIntent } from '../../ledger/intent.ts';
import { hasPassedThere, isLater, isTooEarly } from './has-passed-there.ts';
import type { SettleIntents } from './settling.ts';

/** Look-ups that must find nothing before a write counts as never having happened. */
const LOOK_UPS = 3;

/**
 * Whether a write whose record was looked for once more, and not found, counts as never having happened: for
 * which time must have passed by the store's own clock as well as by ours, since either may have been set meanwhile.
 */
export function isAbsent(
  intent: OpenIntent,
  options: Pick<
    SettleIntents<unknown, unknown>,
    'repeatable' | 'settleAfterSeconds' | 'notAbsentBefore' | 'now' | 'storeTime'
  >,
): boolean {
  if (isTooEarly(options)) return false;
  if (options.repeatable === true) return true;
  if (intent.firstLookUp === null || intent.lookUps + 1 < LOOK_UPS) return false;
  const { settleAfterSeconds, now, storeTime = null } = options;
  if (!isLater(now, intent.firstLookUp, settleAfterSeconds)) return false;
  return hasPassedThere(intent, storeTime, settleAfterSeconds);
}
