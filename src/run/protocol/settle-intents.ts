import type { Elsewhere, LoadTarget } from '../../entities/writing/load-target.ts';
import { onAnotherOrder } from '../../entities/writing/stands-elsewhere.ts';
import type { OpenIntent, Settlement } from '../../ledger/intent.ts';
import { lowerKey } from '../../model/text-key.ts';
import type { LoadOutcomes } from './batch.ts';
import { isAbsent } from './is-absent.ts';
import { settlementOf } from './settlement.ts';
import type { SettleIntents } from './settling.ts';

/** Writes of one record that came to nothing, after which a person is asked. */
const FUTILE_WRITES = 10;

/**
 * Settles what earlier writes left unknown, by looking only. Absent means: not found in three look-ups spread over
 * `settleAfterSeconds`; then the record is staged again, or quarantined where the primary had refused it in words, or has
 * stored it on another order. Until then it stays pending, and nothing is slept for.
 */
export async function settleIntents<Draft, Existing>(options: SettleIntents<Draft, Existing>): Promise<LoadOutcomes> {
  const { ledger, run, target, open } = options;
  const outcomes: LoadOutcomes = new Map();
  const existing = await target.lookUp(open.map(({ item }) => item));
  const settlements: Settlement[] = [];
  const missing: number[] = [];
  const absent = open.filter(({ intent, item }) => !existing.has(lowerKey(item.targetId)) && isAbsent(intent, options));
  const elsewhere = await foundElsewhere(target, absent);
  for (const { intent, item } of open) {
    const found = existing.get(lowerKey(item.targetId));
    if (found !== undefined) {
      settlements.push(await settlementOf(options, item, found, intent.id, outcomes));
      await target.readBack?.(item, found);
    } else {
      missing.push(intent.id);
      outcomes.set(item.key.sourceId, 'pending');
      const other = elsewhere.get(lowerKey(item.targetId));
      if (other !== undefined) {
        outcomes.set(item.key.sourceId, 'quarantined');
        const message = onAnotherOrder(item.targetId, other);
        settlements.push({ kind: 'quarantine', intent: intent.id, reason: 'on-another-order', message });
      } else if (absent.some((one) => one.intent === intent)) {
        settlements.push(await absence(intent, options, outcomes));
      }
    }
  }
  // Counted first: should the process end in between, one look-up too many is on the safe side, one too few is not.
  await ledger.noteLookUps(missing, options.storeTime ?? null);
  await ledger.settle(run, settlements);
  return outcomes;
}

/** Before anything is called absent: where the primary has what it was not asked to put there. */
async function foundElsewhere<Draft, Existing>(
  target: LoadTarget<Draft, Existing>,
  absent: SettleIntents<Draft, Existing>['open'],
): Promise<ReadonlyMap<string, Elsewhere>> {
  if (absent.length === 0 || target.elsewhere === undefined) return new Map();
  return target.elsewhere(absent.map(({ intent, item }) => ({ item, at: intent.at })));
}

/**
 * A refusal that is proven stands, and a person decides: the record keeps its target id, so that no later reading of it
 * stages it by itself. Bounded: a primary that forgets a record each time would otherwise be sent it for ever.
 */
async function absence<Draft, Existing>(
  { id, key, targetId, refusal }: OpenIntent,
  { ledger, quarantineReason }: SettleIntents<Draft, Existing>,
  outcomes: LoadOutcomes,
): Promise<Settlement> {
  if (refusal !== null) {
    outcomes.set(key.sourceId, 'quarantined');
    return { kind: 'quarantine', intent: id, reason: quarantineReason ?? 'refused', message: refusal };
  }
  const history = (await ledger.history(key)).map(({ event }) => event);
  // A person who has it tried again has seen to what was in the way.
  const before = history.slice(history.lastIndexOf('retry') + 1).filter((event) => event === 'absent').length;
  if (before + 1 < FUTILE_WRITES) return { kind: 'absent', intent: id };
  outcomes.set(key.sourceId, 'quarantined');
  const message = `${targetId} was written ${before + 1} times, and the primary never showed it.`;
  return { kind: 'quarantine', intent: id, reason: 'not-stored', message };
}
