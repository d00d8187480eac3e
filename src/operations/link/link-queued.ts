import type { Pipeline } from '../../config/pipeline.ts';
import type { ErrorCode } from '../../model/error-codes.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import { instantOfMilliseconds } from '../../model/time.ts';
import { DecisionQueue } from '../../session/decisions/queue.ts';
import { asksStores, type QueuedDecision, recordsIn } from '../../session/decisions/queued-decision.ts';
import { end } from '../../session/decisions/take-queued.ts';
import { openOwnLedger } from '../../session/own-ledger.ts';
import { Resources } from '../../session/resources.ts';

interface Around {
  /** The folder that all processes of this user share (`stateHome`). */
  readonly home: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly signal?: AbortSignal | undefined;
}

/** What is wrong with the link itself, and not with the way to a store. */
const ITS_OWN: readonly ErrorCode[] = ['usage', 'not-found'];

/**
 * Links, and takes into the map, what people have queued while a run went on: before the next run, or after it, since the stores are asked
 * anew. What does not fit any more is refused; where a store can't be asked now, it waits for the next time.
 * @returns why some wait, if any do
 */
export async function linkQueued(pipeline: Pipeline, around: Around): Promise<'ended' | 'locked' | 'not-asked'> {
  const queue = new DecisionQueue(pipeline);
  for (const decision of await queue.list()) {
    if (!asksStores(decision.request)) continue;
    try {
      // Killed after the ledger had it, and before it was out of the queue.
      if (await isTaken(pipeline, decision.id, around.now)) await queue.done(decision.id);
      else if (decision.request.kind === 'link') await link(pipeline, queue, decision, around);
      else await adopt(pipeline, queue, decision, around);
    } catch (error) {
      if (!(error instanceof ConsolidatorError)) throw error;
      // Whoever has the ledger links it, and a store that is down is asked again.
      if (!ITS_OWN.includes(error.code)) return error.code === 'pipeline-locked' ? 'locked' : 'not-asked';
      await refuse(queue, decision, error.message, around);
    }
  }
  return 'ended';
}

async function isTaken(pipeline: Pipeline, id: string, now: () => number): Promise<boolean> {
  const resources = new Resources();
  try {
    const ledger = await openOwnLedger(pipeline, { now }, resources);
    return (await ledger.takenDecision(id)).some(({ outcome }) => outcome.kind === 'taken');
  } finally {
    await resources.close();
  }
}

async function link(
  pipeline: Pipeline,
  queue: DecisionQueue,
  decision: QueuedDecision,
  { home, now, signal }: Around,
): Promise<void> {
  const { id, by, request } = decision;
  if (request.kind !== 'link') return;
  const [{ seen, ...key }] = request.records;
  // Nearly always nothing is queued.
  const { linkRecord } = await import('./link-record.ts');
  const report = await linkRecord({
    ...{ pipeline, home, now, signal, as: request.as },
    choose: async (ledger) => {
      const record = await ledger.find(key);
      if (record !== null) return record;
      throw new ConsolidatorError('not-found', `The ledger has no ${key.sourceId} of ${key.store} any more.`);
    },
    accepted: request.differences === null ? undefined : request.reason,
    reason: request.reason,
    decision: { id, by, seen, differences: request.differences },
  });
  if (report.result === 'different') {
    const name = `${key.store} ${key.sourceId}`;
    const words = `${name} was not linked: it differs from ${request.as.join(' + ')} otherwise than you saw. Look at both again, and link anew.`;
    return refuse(queue, decision, words, { now });
  }
  await end(queue, decision, [{ key, outcome: { kind: 'taken', answer: 'done' } }], now);
}

async function adopt(
  pipeline: Pipeline,
  queue: DecisionQueue,
  decision: QueuedDecision,
  { home, now, signal }: Around,
): Promise<void> {
  const { id, by, request } = decision;
  if (request.kind !== 'adopt') return;
  const { adoptAsSeen } = await import('../adopt/adopt-queued.ts');
  const why = await adoptAsSeen(pipeline, { id, by }, request, { home, signal });
  if (why === undefined) await queue.done(id);
  else await refuse(queue, decision, why, { now });
}

async function refuse(
  queue: DecisionQueue,
  { id, at, by, request }: QueuedDecision,
  message: string,
  { now }: Pick<Around, 'now'>,
): Promise<void> {
  const [key] = recordsIn(request);
  const { store = null, entity = null, sourceId = '' } = key ?? {};
  const refusals = [{ store, entity, sourceId, message }];
  await queue.refuse({ id, at, refusedAt: instantOfMilliseconds(now()), by, kind: request.kind, refusals });
  await queue.done(id);
}
