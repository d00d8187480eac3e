import type { OpenIntent } from '../ledger/ledger.ts';
import { millisecondsOf } from '../model/time.ts';
import type { SettleIntents } from './settle-intents.ts';

/** Look-ups that must find nothing before a write counts as never having happened. */
const LOOK_UPS = 3;

/** Whether a write whose record was looked for once more, and not found, counts as never having happened. */
export function isAbsent(
  intent: OpenIntent,
  options: Pick<SettleIntents<unknown, unknown>, 'repeatable' | 'settleAfterSeconds' | 'now'>,
): boolean {
  if (options.repeatable === true) return true;
  if (intent.firstLookUp === null || intent.lookUps + 1 < LOOK_UPS) return false;
  const spread = millisecondsOf(options.now) - millisecondsOf(intent.firstLookUp);
  return spread >= options.settleAfterSeconds * 1000;
}
