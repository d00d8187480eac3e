import type { LoadItem } from '../../entities/writing/load-item.ts';
import type { Elsewhere } from '../../entities/writing/load-target.ts';
import { onAnotherOrder } from '../../entities/writing/stands-elsewhere.ts';
import type { QuarantineSettlement, Settlement } from '../../ledger/intent.ts';
import { mayBe } from '../../model/may-be.ts';
import { lowerKey } from '../../model/text-key.ts';
import { instantOfMilliseconds } from '../../model/time.ts';
import type { LoadBatch, LoadOutcomes } from './batch.ts';
import { outcomeOfMissing } from './fate.ts';
import { freshFromNow, type Looked, lookNow } from './looked.ts';
import { foundOf, readBack } from './read-back.ts';
import { refusal, type Sent, sendAll } from './send.ts';
import { settleWhatIsThere } from './settle-what-is-there.ts';
import { settlementOf } from './settlement.ts';

/** For one record in one run. */
const ATTEMPTS = 3;

/** Not there, as the answer proves. */
interface NotTaken<Draft> {
  readonly item: LoadItem<Draft>;
  readonly outcome: 'send-apart' | 'again';
  /** How many records the write had. */
  readonly sent: number;
}

/** What the records of several writes have come to, before it is put down. */
interface Judged<Draft> {
  readonly settlements: Settlement[];
  readonly unknown: number[];
  readonly notTaken: NotTaken<Draft>[];
}

/**
 * The protocol that makes a copy happen once: look up → record intents → write → read back → compare → record outcomes.
 * Several writes may share one look-up and one read-back. Nothing is ever sent a second time on the strength of an answer
 * alone, only after a look-up did not find it, and, where the answer was lost or lied, not by this function at all: such a
 * record stays pending, with its intent open.
 * @returns nothing of those that were not begun, because a write before them met with trouble, time was up, or the run is to stop
 * @throws ConsolidatorError when a look-up fails, or the write for a reason that concerns all records (key, address)
 */
export async function loadBatch<Draft, Existing>(batch: LoadBatch<Draft, Existing>): Promise<LoadOutcomes> {
  const outcomes: LoadOutcomes = new Map();
  const isFresh = batch.looked?.isFresh ?? freshFromNow();
  const absent = await settleWhatIsThere(batch, outcomes);
  if (absent.length === 0) return outcomes;

  const { sent, outdated, failure } = await sendAll(batch, absent, isFresh);
  for (const { key } of outdated) outcomes.set(key.sourceId, 'pending');
  if (sent.length === 0 && failure === undefined) return outcomes;
  const shown = await lookNow(() => readBack(batch, sent));
  const judged: Judged<Draft> = { settlements: [], unknown: [], notTaken: [] };
  for (const one of sent) await judge(batch, one, shown, outcomes, judged);
  await batch.ledger.noteLookUps(judged.unknown);
  // Nothing is sent on the strength of it before the intents of that are on disk, and this with them.
  await batch.ledger.settle(batch.run, judged.settlements, 'soon');
  if (failure !== undefined) throw failure;

  await sendApart(batch, judged.notTaken, outcomes);
  for (const { item } of judged.notTaken.filter(({ outcome }) => outcome === 'again')) {
    const attempt = (batch.attempt ?? 1) + 1;
    // It stays staged, and the next run takes it up.
    if (attempt > ATTEMPTS) continue;
    await batch.pause?.(attempt - 1);
    await loadAnew({ ...batch, items: [item], attempt }, outcomes);
  }
  return outcomes;
}

/**
 * What was refused with others, and is not there: in halves, and halves of these, until a refusal names its record. Both
 * halves share their look-up and their read-back, so one bad order in fifty costs some thirty requests.
 */
async function sendApart<Draft, Existing>(
  batch: LoadBatch<Draft, Existing>,
  notTaken: readonly NotTaken<Draft>[],
  outcomes: LoadOutcomes,
): Promise<void> {
  const apart = notTaken.filter(({ outcome }) => outcome === 'send-apart');
  if (apart.length === 0) return;
  const size = Math.ceil(Math.max(...apart.map(({ sent }) => sent)) / 2);
  const half = Math.max(1, Math.min(size, Math.ceil(apart.length / 2)));
  let left = apart.map(({ item }) => item);
  while (left.length > 0) {
    const done = await loadAnew({ ...batch, items: left, writeSize: half, isHalved: true }, outcomes);
    // What a lost answer kept from being sent is sent once that one was looked up, unless the run is to stop.
    left = left.filter(({ key }) => !done.has(key.sourceId));
    if (done.size === 0 || batch.mayGoOn?.() === false) break;
  }
}

/** By a look-up of its own: what the last one did not find was sent since. */
async function loadAnew<Draft, Existing>(
  batch: LoadBatch<Draft, Existing>,
  outcomes: LoadOutcomes,
): Promise<LoadOutcomes> {
  const done = await loadBatch({ ...batch, looked: undefined, isJudgedByIt: false });
  for (const [id, outcome] of done) outcomes.set(id, outcome);
  return done;
}

/** What became of the records of one write. */
async function judge<Draft, Existing>(
  batch: LoadBatch<Draft, Existing>,
  one: Sent<Draft>,
  { existing, isFresh }: Looked<Existing>,
  outcomes: LoadOutcomes,
  { settlements, unknown, notTaken }: Judged<Draft>,
): Promise<void> {
  const { items, intents, answer, unexpectedIds } = one;
  const found = foundOf(one, existing);
  for (const [index, item] of items.entries()) {
    const intent = intents[index];
    if (intent === undefined) continue;
    const there = existing.get(lowerKey(item.targetId));
    if (there !== undefined) {
      settlements.push(await settlementOf(batch, item, there, intent, outcomes, answer?.kind === 'accepted'));
      await batch.target.readBack?.(item, there);
      if (answer?.kind === 'accepted') batch.onWritten?.(item, there, isFresh);
      continue;
    }
    const outcome = outcomeOfMissing(item, {
      answer,
      sent: items.length,
      found,
      unexpectedIds,
      attempt: batch.attempt ?? 1,
      keyless: batch.keyless,
      refusals: batch.refusals,
    });
    const other = outcome === 'unknown' ? await misplaced(batch, one) : undefined;
    if (other !== undefined) {
      const { meantFor, standsOn } = other;
      batch.onDifference?.(item, [{ field: 'order', key: 'order', meant: meantFor, held: standsOn }]);
      const message = onAnotherOrder(item.targetId, other);
      settlements.push({ kind: 'quarantine', intent, reason: 'on-another-order', message });
      outcomes.set(item.key.sourceId, 'quarantined');
    } else if (outcome === 'unknown') {
      unknown.push(intent);
      outcomes.set(item.key.sourceId, 'pending');
    } else if (outcome === 'send-apart' || outcome === 'again') {
      settlements.push({ kind: 'absent', intent });
      outcomes.set(item.key.sourceId, 'pending');
      notTaken.push({ item, outcome, sent: items.length });
    } else {
      const why: Omit<QuarantineSettlement, 'kind' | 'intent'> =
        outcome === 'renumbered'
          ? {
              reason: 'renumbered-by-primary',
              message: renumbered(item, unexpectedIds),
              // In a batch nobody knows which of them is whose.
              seen: mayBe(unexpectedIds),
            }
          : {
              reason: batch.quarantineReason ?? 'refused',
              message: refusal(answer),
              unwritten: batch.action === 'add',
            };
      settlements.push({ kind: 'quarantine', intent, ...why });
      outcomes.set(item.key.sourceId, 'quarantined');
    }
  }
}

/**
 * What has no key, was sent alone and is called done, and is not where it belongs: a primary that books on other orders
 * is found by the first one.
 */
async function misplaced<Draft, Existing>(
  { keyless, target, now }: LoadBatch<Draft, Existing>,
  { items, answer }: Sent<Draft>,
): Promise<Elsewhere | undefined> {
  const [item] = items;
  if (keyless !== true || now === undefined || item === undefined || items.length > 1) return undefined;
  if (answer?.kind !== 'accepted') return undefined;
  const found = await target.elsewhere?.([{ item, at: instantOfMilliseconds(now()) }]);
  return found?.get(lowerKey(item.targetId));
}

function renumbered<Draft>(item: LoadItem<Draft>, unexpectedIds: readonly string[]): string {
  return `${item.targetId} is not there, and the primary answered with ${unexpectedIds.join(', ')} instead.`;
}
