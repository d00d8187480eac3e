import { entityOf } from '../../entities/registry.ts';
import type { LoadItem } from '../../entities/writing/load-item.ts';
import type { WriteAnswer } from '../../entities/writing/load-target.ts';
import type { ErrorCode } from '../../model/error-codes.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import { lowerKey } from '../../model/text-key.ts';
import { natureOf } from '../../neto/ack-errors.ts';
import type { LoadBatch } from './batch.ts';
import { takeTurns } from './in-turn.ts';
import { type Answered, mayFollow } from './may-follow.ts';
import { recordIntents } from './record-intents.ts';
import { noteUnsentIds } from './unsent-ids.ts';

/** Answers that say that the store did not even begin. */
const notCarriedOut: ReadonlySet<ErrorCode> = new Set(['key-refused', 'redirected']);

/** One write, and what the primary said to it. What became of it only a look-up tells. */
export interface Sent<Draft> extends Answered {
  readonly items: readonly LoadItem<Draft>[];
  /** In the order of the items. */
  readonly intents: readonly number[];
}

/** What was sent of a batch. */
export interface AllSent<Draft> {
  readonly sent: readonly Sent<Draft>[];
  /** Not sent, since another version of them is staged by now. */
  readonly outdated: readonly LoadItem<Draft>[];
  /** Why the last one was not sent, which the others must be looked up for all the same. */
  readonly failure?: ConsolidatorError | undefined;
}

/**
 * Sends records in writes of so many, each with its intents put down before, a few at a time. One that meets with trouble is
 * the last, since more of the same would too; those under way are waited for. What must come in turn does.
 * @throws ConsolidatorError when all fail for a reason that concerns all records (key, address)
 */
export async function sendAll<Draft, Existing>(
  batch: LoadBatch<Draft, Existing>,
  items: readonly LoadItem<Draft>[],
  isFresh: () => boolean,
): Promise<AllSent<Draft>> {
  const size = batch.writeSize ?? items.length;
  const sent = new Map<number, Sent<Draft>>();
  const outdated: LoadItem<Draft>[] = [];
  let failure: unknown;
  let start = 0;
  let isLast = false;
  const mayFollowNow = (): boolean => !isLast && isFresh() && batch.mayGoOn?.() !== false;
  const turns = takeTurns(batch.inTurn);
  async function sendOne(own: number, some: readonly LoadItem<Draft>[]): Promise<void> {
    try {
      const recorded = await recordIntents(batch, some);
      outdated.push(...some.filter((_, place) => recorded[place] === 0));
      const timely = some.filter((_, place) => recorded[place] !== 0);
      if (timely.length === 0) return;
      const one = await send(
        batch,
        timely,
        recorded.filter((intent) => intent !== 0),
      );
      sent.set(own, one);
      if (!mayFollow(one, batch.isHalved === true)) isLast = true;
    } catch (error) {
      isLast = true;
      failure ??= error;
    }
  }
  async function sendOn(): Promise<void> {
    while (start < items.length && (start === 0 || mayFollowNow())) {
      const own = start;
      start += size;
      const some = items.slice(own, own + size);
      await turns.does(some, async (hasWaited) => {
        if (!hasWaited || mayFollowNow()) await sendOne(own, some);
      });
    }
  }
  await Promise.all(Array.from({ length: batch.writesInFlight ?? 1 }, sendOn));
  if (failure !== undefined && (sent.size === 0 || !(failure instanceof ConsolidatorError))) throw failure;
  const inOrder = [...sent].sort(([a], [b]) => a - b).map(([, one]) => one);
  return { sent: inOrder, outdated, failure };
}

async function send<Draft, Existing>(
  batch: LoadBatch<Draft, Existing>,
  items: readonly LoadItem<Draft>[],
  intents: readonly number[],
): Promise<Sent<Draft>> {
  const answer = await write(batch, items, intents);
  const isPassing = (answer?.errors ?? []).some((error) => natureOf(error, batch.refusals) === 'passing');
  const kind = answer?.kind ?? 'lost';
  batch.onWrite?.({ size: items.length, kind, isPassing, milliseconds: answer?.milliseconds });
  if (batch.keyless === true) await keepRefusal(batch, answer, intents);
  const ids = idsNotSent(answer, items);
  // What has none is numbered by the primary anyway.
  const numbered = items.every(({ key }) => entityOf(key.entity).writes.hasOwnIds === true);
  if (ids.length > 0 && numbered) await noteUnsentIds(batch.ledger, ids);
  return { items, intents, answer, unexpectedIds: ids };
}

/** @returns undefined when the answer was lost */
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

export function refusal(answer: WriteAnswer | undefined): string {
  const words = [...(answer?.errors ?? []), ...(answer?.warnings ?? [])].join('; ');
  return words === '' ? 'The primary refused it without a reason.' : `The primary refused it: ${words}`;
}

function idsNotSent<Draft>(answer: WriteAnswer | undefined, items: readonly LoadItem<Draft>[]): string[] {
  const sent = new Set(items.map(({ targetId }) => lowerKey(targetId)));
  return (answer?.ids ?? []).filter((id) => !sent.has(lowerKey(id)));
}
