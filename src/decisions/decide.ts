import type { Pipeline } from '../config/pipeline.ts';
import type { TakenRecord } from '../ledger/person-decision.ts';
import { ConsolidatorError } from '../model/errors.ts';
import { instantOfMilliseconds } from '../model/time.ts';
import { linkQueued } from '../operations/link/link-queued.ts';
import { needsLedger } from '../operations/needs-ledger.ts';
import { DecisionQueue } from '../session/decisions/queue.ts';
import {
  asksStores,
  type DecisionRequest,
  decisionRequestSchema,
  recordsIn,
} from '../session/decisions/queued-decision.ts';
import { refusalOf } from '../session/decisions/refusal-words.ts';
import { takeIfFree } from '../session/decisions/take-left.ts';
import { openOwnLedger } from '../session/own-ledger.ts';
import { Resources } from '../session/resources.ts';
import { isOutOfReach, keepDecision } from './keep-decision.ts';

export interface Deciding {
  readonly pipeline: Pipeline;
  /** The folder that all processes of this user share (`stateHome`). */
  readonly home: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly signal?: AbortSignal | undefined;
}

/** A person's decision. */
export interface PersonsWord {
  /** A UUID, made where the person is asked: what they send twice is one decision. */
  readonly id: string;
  /** Whose it is: `login@machine`, or the name of a token. It is in the audit. */
  readonly by: string;
  readonly request: DecisionRequest;
}

/** What became of a decision. */
export type Decided =
  | {
      readonly kind: 'taken';
      /** By record; empty for an order that is the primary's own, and for a link. */
      readonly records: readonly TakenRecord[];
      /** What was not done, since it is not as the person saw it any more, in sentences. */
      readonly refusals: readonly string[];
    }
  /**
   * It is on disk, and taken once: `run`: by the run that holds the pipeline, between two batches or at its end; `to-be-judged`: when
   * the next run has judged its records, which an earlier one has left in the middle; `not-asked`: when the stores can be asked again;
   * `broken-off`: some of its records are done, and the rest when the ledger can be written again; `out-of-reach`: the database went away
   * when it was kept there already, so that nobody knows whether it is taken yet.
   */
  | { readonly kind: 'queued'; readonly why: 'run' | 'to-be-judged' | 'not-asked' | 'broken-off' | 'out-of-reach' };

/**
 * Takes a person's decision: at once where nobody holds the ledger, or else durably for whoever does. What is not as the person
 * saw it any more is not forced, but refused. Killed at whatever moment and asked again with the same id, it is done once.
 * @throws ConsolidatorError `usage`, `ledger-missing`, `file-unwritable` where it could not be kept: then nothing is done, now or later,
 *   unless it is `KeptOrNot`
 */
export async function decide(deciding: Deciding, { id, by, request }: PersonsWord): Promise<Decided> {
  const { pipeline, now } = deciding;
  const queue = new DecisionQueue(pipeline);
  const hasLedger = await needsLedger(pipeline).then(
    () => true,
    (error: unknown) => {
      if (request.kind === 'noted' || request.kind === 'adopt') return false;
      throw error;
    },
  );
  if (!hasLedger && request.kind === 'noted') {
    // The first run, which makes the ledger, finds it.
    await keepDecision(pipeline, queue, { version: 1, id, at: instantOfMilliseconds(now()), by, request });
    return { kind: 'queued', why: 'run' };
  }
  refuseIncomplete(request);
  const before = hasLedger ? await becameOf(pipeline, now, id) : [];
  let why: Why | undefined;
  if (!isWhole(request, before)) {
    // First of all: whatever happens from here on, it is not lost.
    await keepDecision(pipeline, queue, { version: 1, id, at: instantOfMilliseconds(now()), by, request });
    why = await takeNow(deciding, request).catch((error: unknown) => whyItWaits(deciding, queue, id, error));
  }
  return becameNow(deciding, queue, { id, by, request }, why).catch((error: unknown) => {
    if (why !== undefined && isOutOfReach(pipeline, error)) return { kind: 'queued', why: 'out-of-reach' } as const;
    throw error;
  });
}

type Why = Extract<Decided, { kind: 'queued' }>['why'];

/** @param why it waits, if it does; undefined: it was done before */
async function becameNow(
  { pipeline, now }: Deciding,
  queue: DecisionQueue,
  { id, request }: PersonsWord,
  why: Why | undefined,
): Promise<Decided> {
  if (why !== undefined && (await queue.list()).some((one) => one.id === id)) return { kind: 'queued', why };
  const records = await becameOf(pipeline, now, id);
  const ofLinks = (await queue.refused()).flatMap((one) => (one.id === id ? one.refusals : []));
  const refusals =
    asksStores(request) || request.kind === 'yes' || request.kind === 'own'
      ? ofLinks.map(({ message }) => message)
      : records.flatMap(({ key, outcome }) =>
          outcome.kind === 'refused' ? [refusalOf(request.kind, key, outcome)] : [],
        );
  // Whoever asked is told at once. A process that was killed may have left it in the queue.
  await queue.seen(id);
  await queue.done(id);
  return { kind: 'taken', records, refusals };
}

/**
 * Why it waits that could not be taken at once.
 * @throws what went wrong, where it waits no more: whoever is told of an error says it again, so that it is not to be done behind
 *   their back as well
 */
async function whyItWaits(
  { pipeline, now }: Deciding,
  queue: DecisionQueue,
  id: string,
  error: unknown,
): Promise<'broken-off' | 'out-of-reach'> {
  try {
    // What has begun, such as of thousands of records until the disk was full, is ended by whoever comes to write next.
    if ((await becameOf(pipeline, now, id)).length > 0) return 'broken-off';
  } catch (cause) {
    if (isOutOfReach(pipeline, cause)) return 'out-of-reach';
    // Where it can't be told, it has not: nothing was written either.
  }
  try {
    await queue.done(id);
  } catch (cause) {
    if (isOutOfReach(pipeline, cause)) return 'out-of-reach';
    throw cause;
  }
  throw error;
}

/** Sent once more, after it was done. */
function isWhole(request: DecisionRequest, taken: readonly TakenRecord[]): boolean {
  return taken.length >= Math.max(1, recordsIn(request).length);
}

/** @returns why it waits, if it does */
async function takeNow({ pipeline, home, now, signal }: Deciding, request: DecisionRequest): Promise<Why> {
  // The ledger may be yet to be made, which who looks for copies does.
  const wasFree = await takeIfFree(pipeline, { home, now });
  if (!wasFree) return 'run';
  if (!asksStores(request)) return 'to-be-judged';
  const ended = await linkQueued(pipeline, { home, now, signal });
  return ended === 'locked' ? 'run' : 'not-asked';
}

function refuseIncomplete(request: DecisionRequest): void {
  const right = decisionRequestSchema.safeParse(request);
  if (right.success) return;
  const [first] = right.error.issues;
  const where = first?.path.join('.') ?? '';
  throw new ConsolidatorError(
    'usage',
    `This can't be decided so: ${where}: ${first?.message ?? 'it is not complete'}.`,
  );
}

async function becameOf(pipeline: Pipeline, now: () => number, id: string): Promise<TakenRecord[]> {
  const resources = new Resources();
  try {
    return await (await openOwnLedger(pipeline, { now }, resources)).takenDecision(id);
  } finally {
    await resources.close();
  }
}
