import type { LoadItem } from '../../entities/writing/load-item.ts';
import { lowerKey } from '../../model/text-key.ts';
import type { WritingRun } from '../context/parts.ts';
import type { LoadOutcomes } from '../protocol/batch.ts';
import type { Looked } from '../protocol/looked.ts';
import type { Step } from '../protocol/steps.ts';
import { stopIfAltered } from './altered-references.ts';
import { loadInBatches } from './load-in-batches.ts';

interface JudgedItems<Draft> {
  readonly step: Step<Draft>;
  readonly items: readonly LoadItem<Draft>[];
  /** What they were judged by: those of them that the primary has already, by their references in lower case. */
  readonly looked: Looked<unknown>;
  /** Whether they are to be written however old that is. */
  readonly mayBeOld: boolean;
}

/**
 * Writes what has no key of its own and was judged by both ends as they were just read.
 * @returns what became of it, and the source ids of what is left, to be judged anew
 * @throws ConsolidatorError `reference-altered` when records could not be told apart
 */
export async function writeJudged<Draft extends { readonly orderId: string }>(
  context: WritingRun,
  { step, items, looked, mayBeOld }: JudgedItems<Draft>,
): Promise<{ readonly done: LoadOutcomes; readonly unsent: ReadonlySet<string> }> {
  const left = (done: LoadOutcomes) =>
    new Set(items.map(({ key }) => key.sourceId).filter((sourceId) => !done.has(sourceId)));
  const nothing: LoadOutcomes = new Map();
  if (!mayBeOld && !looked.isFresh()) return { done: nothing, unsent: left(nothing) };
  // What is written to them now shows on none of the reads before.
  for (const { draft } of items) context.freshCopies.forget(draft.orderId);
  const done = await loadInBatches(context, step, items, {
    looked,
    isJudgedByIt: true,
    // It is the last one that exceeds what an order can take, so those of one order arrive as they were judged.
    inTurn: ({ draft }) => lowerKey(draft.orderId),
    afterBatch: (outcomes) => stopIfAltered(context, items, outcomes),
  });
  const isStopped = await context.canaries.areStopped(items[0]?.key.store ?? '', [step]);
  return { done, unsent: isStopped ? new Set() : left(done) };
}
