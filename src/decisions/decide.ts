import type { Pipeline } from '../config/pipeline.ts';
import type { TakenRecord } from '../ledger/person-decision.ts';
import { ConsolidatorError } from '../model/errors.ts';
import { instantOfMilliseconds } from '../model/time.ts';
import { needsLedger } from '../operations/needs-ledger.ts';
import { DecisionQueue } from '../session/decisions/queue.ts';
import { type DecisionRequest, decisionRequestSchema } from '../session/decisions/queued-decision.ts';
import { takeIfFree } from '../session/decisions/take-left.ts';
import { openOwnLedger } from '../session/own-ledger.ts';
import { Resources } from '../session/resources.ts';

export interface Deciding {
  readonly pipeline: Pipeline;
  /** The folder that all processes of this user share (`stateHome`). */
  readonly home: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
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
      /** By record; empty for an order that is the primary's own. */
      readonly records: readonly TakenRecord[];
    }
  /**
   * It is on disk, and taken once: `run`: by the run that holds the pipeline, between two batches or at its end; `to-be-judged`: when
   * the next run has judged its records, which an earlier one has left in the middle.
   */
  | { readonly kind: 'queued'; readonly why: 'run' | 'to-be-judged' };

/**
 * Takes a person's decision: at once where nobody holds the ledger, or else durably for whoever does. What is not as the person
 * saw it any more is not forced, but refused. Killed at whatever moment and asked again with the same id, it is done once.
 * @throws ConsolidatorError `ledger-missing`, `file-unwritable` where it could not be kept: then nothing is done, now or later
 */
export async function decide({ pipeline, home, now }: Deciding, { id, by, request }: PersonsWord): Promise<Decided> {
  await needsLedger(pipeline);
  const right = decisionRequestSchema.safeParse(request);
  if (!right.success) {
    const [first] = right.error.issues;
    const where = first?.path.join('.') ?? '';
    throw new ConsolidatorError(
      'usage',
      `This can't be decided so: ${where}: ${first?.message ?? 'it is not complete'}.`,
    );
  }
  const before = await becameOf(pipeline, now, id);
  if (before.length > 0 && request.kind !== 'own' && before.length === request.records.length)
    return { kind: 'taken', records: before };
  const queue = new DecisionQueue(pipeline);
  // First of all: whatever happens from here on, it is not lost.
  await queue.add({ version: 1, id, at: instantOfMilliseconds(now()), by, request });
  const wasFree = await takeIfFree(pipeline, { home, now });
  const isQueued = (await queue.list()).some((one) => one.id === id);
  if (isQueued) return { kind: 'queued', why: wasFree ? 'to-be-judged' : 'run' };
  const records = await becameOf(pipeline, now, id);
  // Whoever asked is told at once.
  await queue.seen(id);
  return { kind: 'taken', records };
}

async function becameOf(pipeline: Pipeline, now: () => number, id: string): Promise<TakenRecord[]> {
  const resources = new Resources();
  try {
    return await (await openOwnLedger(pipeline, { now }, resources)).takenDecision(id);
  } finally {
    await resources.close();
  }
}
