import { entityOf } from '../../entities/registry.ts';
import type { LoadItem } from '../../entities/writing/load-item.ts';
import type { Elsewhere, WriteAnswer } from '../../entities/writing/load-target.ts';
import { onAnotherOrder } from '../../entities/writing/stands-elsewhere.ts';
import type { QuarantineSettlement, Settlement } from '../../ledger/intent.ts';
import type { ErrorCode } from '../../model/error-codes.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import { mayBe } from '../../model/may-be.ts';
import { lowerKey } from '../../model/text-key.ts';
import { instantOfMilliseconds } from '../../model/time.ts';
import type { LoadBatch, LoadOutcomes } from './batch.ts';
import { outcomeOfMissing } from './fate.ts';
import { recordIntents } from './record-intents.ts';
import { settleWhatIsThere } from './settle-what-is-there.ts';
import { settlementOf } from './settlement.ts';
import { noteUnsentIds } from './unsent-ids.ts';

/** Answers that say that the store did not even begin. */
const notCarriedOut: ReadonlySet<ErrorCode> = new Set(['key-refused', 'redirected']);
/** At what was called done, right after the write. */
const LOOKS = 3;
/** For one record in one run. */
const ATTEMPTS = 3;

/**
 * The protocol that makes a copy happen once: look up → record intents → write → read back → compare → record outcomes.
 * Nothing is ever sent a second time on the strength of an answer alone, only after a look-up did not find it, and, where
 * the answer was lost or lied, not by this function at all: such a record stays pending, with its intent open.
 * @throws ConsolidatorError when a look-up fails, or the write for a reason that concerns all records (key, address)
 */
export async function loadBatch<Draft, Existing>(batch: LoadBatch<Draft, Existing>): Promise<LoadOutcomes> {
  const outcomes: LoadOutcomes = new Map();
  const absent = await settleWhatIsThere(batch, outcomes);
  if (absent.length === 0) return outcomes;

  const intents = await recordIntents(batch, absent);
  const answer = await write(batch, absent, intents);
  if (batch.keyless === true) await keepRefusal(batch, answer, intents);
  const unexpectedIds = idsNotSent(answer, absent);
  if (unexpectedIds.length > 0 && absent.every(hasOwnId)) await noteUnsentIds(batch.ledger, unexpectedIds);
  const existing = await readBack(batch, absent, answer);

  const found = absent.filter(({ targetId }) => existing.has(lowerKey(targetId))).length;
  const settlements: Settlement[] = [];
  const again: { readonly item: LoadItem<Draft>; readonly outcome: 'send-alone' | 'again' }[] = [];
  const unknown: number[] = [];
  for (const [index, item] of absent.entries()) {
    const intent = intents[index];
    if (intent === undefined) continue;
    const there = existing.get(lowerKey(item.targetId));
    if (there !== undefined) {
      settlements.push(settlementOf(batch, item, there, intent, outcomes, answer?.kind === 'accepted'));
      await batch.target.readBack?.(item, there);
      continue;
    }
    const outcome = outcomeOfMissing(item, {
      answer,
      sent: absent.length,
      found,
      unexpectedIds,
      attempt: batch.attempt ?? 1,
      keyless: batch.keyless,
      refusals: batch.refusals,
    });
    const other = outcome === 'unknown' ? await misplaced(batch, absent, answer) : undefined;
    if (other !== undefined) {
      const { meantFor, standsOn } = other;
      batch.onDifference?.(item, [{ field: 'order', key: 'order', meant: meantFor, held: standsOn }]);
      const message = onAnotherOrder(item.targetId, other);
      settlements.push({ kind: 'quarantine', intent, reason: 'on-another-order', message });
      outcomes.set(item.key.sourceId, 'quarantined');
    } else if (outcome === 'unknown') {
      unknown.push(intent);
      outcomes.set(item.key.sourceId, 'pending');
    } else if (outcome === 'send-alone' || outcome === 'again') {
      settlements.push({ kind: 'absent', intent });
      outcomes.set(item.key.sourceId, 'pending');
      again.push({ item, outcome });
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
  await batch.ledger.noteLookUps(unknown);
  await batch.ledger.settle(batch.run, settlements);

  for (const { item, outcome } of again) {
    const attempt = (batch.attempt ?? 1) + (outcome === 'again' ? 1 : 0);
    // It stays staged, and the next run takes it up.
    if (attempt > ATTEMPTS) continue;
    if (outcome === 'again') await batch.pause?.(attempt - 1);
    for (const [id, outcome] of await loadBatch({ ...batch, items: [item], there: undefined, attempt }))
      outcomes.set(id, outcome);
  }
  return outcomes;
}

/**
 * What has no key, was sent alone and is called done, and is not where it belongs: a primary that books on other orders
 * is found by the first one.
 */
async function misplaced<Draft, Existing>(
  { keyless, target, now }: LoadBatch<Draft, Existing>,
  items: readonly LoadItem<Draft>[],
  answer: WriteAnswer | undefined,
): Promise<Elsewhere | undefined> {
  const [item] = items;
  if (keyless !== true || now === undefined || item === undefined || items.length > 1) return undefined;
  if (answer?.kind !== 'accepted') return undefined;
  const found = await target.elsewhere?.([{ item, at: instantOfMilliseconds(now()) }]);
  return found?.get(lowerKey(item.targetId));
}

/**
 * Keeps the words of a refusal with its intent: should look-ups prove that nothing was stored, they are the reason, and it
 * is not sent again by itself. What refuses several records at once names none, so each of them is first sent alone.
 */
async function keepRefusal<Draft, Existing>(
  { ledger }: LoadBatch<Draft, Existing>,
  answer: WriteAnswer | undefined,
  intents: readonly number[],
): Promise<void> {
  if (answer === undefined || answer.kind === 'accepted' || intents.length > 1) return;
  await ledger.noteRefusal(intents, refusal(answer));
}

/**
 * Looks up what was written. What the answer calls done is looked for again at once, since a primary may show what it
 * holds only some reads later; nothing else is gained by haste.
 */
async function readBack<Draft, Existing>(
  batch: LoadBatch<Draft, Existing>,
  items: readonly LoadItem<Draft>[],
  answer: WriteAnswer | undefined,
): Promise<ReadonlyMap<string, Existing>> {
  const existing = new Map(await batch.target.lookUp(items));
  let looks = 1;
  for (; looks < LOOKS && existing.size < claimed(answer, items.length); looks += 1) {
    const missing = items.filter(({ targetId }) => !existing.has(lowerKey(targetId)));
    for (const [id, found] of await batch.target.lookUp(missing)) existing.set(id, found);
  }
  tellOfNew(batch, items, { answer, looks, found: existing.size });
  return existing;
}

/** When the primary shows what it calls done, and whether it has what it never answered for (reference, section 5, U2). */
function tellOfNew<Draft, Existing>(
  { action, tell }: LoadBatch<Draft, Existing>,
  items: readonly LoadItem<Draft>[],
  seen: { readonly answer: WriteAnswer | undefined; readonly looks: number; readonly found: number },
): void {
  const [item] = items;
  if (action !== 'add' || item === undefined) return;
  const { entity } = item.key;
  if (seen.answer === undefined && seen.found > 0) tell?.({ habit: 'lostAnswer', value: 'was-stored', in: entity });
  if (seen.answer?.kind !== 'accepted') return;
  const isWhole = seen.found >= items.length;
  const shown = seen.looks === 1 ? 'at-once' : 'some-reads-later';
  tell?.({ habit: 'newRecord', value: isWhole ? shown : 'later', in: entity });
}

/** How many of the records sent the answer calls done. */
function claimed(answer: WriteAnswer | undefined, sent: number): number {
  if (answer === undefined) return 0;
  return answer.kind === 'accepted' ? sent : Math.min(sent, answer.taken ?? answer.ids.length);
}

/** @returns undefined when the answer was lost, so that only look-ups can tell */
async function write<Draft, Existing>(
  batch: LoadBatch<Draft, Existing>,
  items: readonly LoadItem<Draft>[],
  intents: readonly number[],
): Promise<WriteAnswer | undefined> {
  try {
    return await batch.target.write(items);
  } catch (error) {
    if (!(error instanceof ConsolidatorError)) throw error;
    if (error.retry === 'after-look-up') return undefined;
    if (error.retry === 'never' && !notCarriedOut.has(error.code)) throw error;
    // It never reached the store, or not beyond its door: nothing is there, and no look-up is owed.
    await batch.ledger.settle(
      batch.run,
      intents.map((intent) => ({ kind: 'absent', intent })),
    );
    throw error;
  }
}

/** What has none is numbered by the primary anyway. */
function hasOwnId<Draft>({ key }: LoadItem<Draft>): boolean {
  return entityOf(key.entity).writes.hasOwnIds === true;
}

/** Ids of the answer that no item bears. */
function idsNotSent<Draft>(answer: WriteAnswer | undefined, items: readonly LoadItem<Draft>[]): string[] {
  const sent = new Set(items.map(({ targetId }) => lowerKey(targetId)));
  return (answer?.ids ?? []).filter((id) => !sent.has(lowerKey(id)));
}

function renumbered<Draft>(item: LoadItem<Draft>, unexpectedIds: readonly string[]): string {
  return `${item.targetId} is not there, and the primary answered with ${unexpectedIds.join(', ')} instead.`;
}

function refusal(answer: WriteAnswer | undefined): string {
  const words = [...(answer?.errors ?? []), ...(answer?.warnings ?? [])].join('; ');
  return words === '' ? 'The primary refused it without a reason.' : `The primary refused it: ${words}`;
}
