import type { LoadItem } from '../../entities/writing/load-item.ts';
import type { Difference } from '../../entities/writing/load-target.ts';
import type { EntityName } from '../../model/entities.ts';
import { stopIfAsked } from '../context/context.ts';
import type { WritingRun } from '../context/parts.ts';
import type { AnsweredWrite, LoadOutcomes } from '../protocol/batch.ts';
import { loadBatch } from '../protocol/load-batch.ts';
import { type Looked, lookNow } from '../protocol/looked.ts';
import type { Step } from '../protocol/steps.ts';
import { perReadBack, TOGETHER } from '../protocol/together.ts';
import { mayWriteTogether } from './may-write-together.ts';

const FIRST_PAUSE = 1_000;

/** One of the four requests that may be under way to a store is left to what is read meanwhile. */
const WRITES_IN_FLIGHT = 3;

interface BatchesOptions<Draft> {
  /** What a look-up of all these items has just found, where there was one. */
  readonly looked?: Looked<unknown> | undefined;
  /** The items were judged by it, so that what is left once it is old has to be judged anew: nothing comes of that here. */
  readonly isJudgedByIt?: boolean;
  /** What no two writes under way at once may be about; left out where any may. */
  readonly inTurn?: (item: LoadItem<Draft>) => string;
  /** Called with the outcomes of each batch before the next one is written; what it throws ends the loading. */
  readonly afterBatch?: (outcomes: LoadOutcomes) => Promise<void>;
  /** Told of each record that was found where it was written, by a write that the primary accepted. */
  readonly onWritten?: (item: LoadItem<Draft>, existing: unknown, isFresh: () => boolean) => void;
}

/**
 * Loads records of one store by the protocol: looked up 200 at a time, written in batches that grow, the first one alone
 * (`canary.ts`). Once batches have grown, several writes share a read-back. Where its canaries show that the primary alters
 * what it is sent, the rest stays staged.
 * @throws ConsolidatorError `stopped` between two batches
 */
export async function loadInBatches<Draft>(
  context: WritingRun,
  step: Step<Draft>,
  items: readonly LoadItem<Draft>[],
  options: BatchesOptions<Draft> = {},
): Promise<LoadOutcomes> {
  const outcomes: LoadOutcomes = new Map();
  const store = items[0]?.key.store ?? '';
  const pace = context.paces.of(`${step.entity} ${step.action}`, step.keyless);
  const { isJudgedByIt = false } = options;
  for (let start = 0; start < items.length; start += TOGETHER) {
    let left = items.slice(start, start + TOGETHER);
    let { looked } = options;
    while (left.length > 0) {
      stopIfAsked(context);
      if (await context.canaries.areStopped(store, [step])) return outcomes;
      const isCanary = !(await mayWriteTogether(context, store, [step]));
      if (isJudgedByIt && outcomes.size > 0 && looked?.isFresh() !== true) return outcomes;
      // A canary is looked up by itself, right before it is written.
      if (!isJudgedByIt && !isCanary && looked?.isFresh() !== true) looked = await lookUpNow(step, left);
      const writeSize = isCanary || step.oneByOne ? 1 : pace.size;
      const most = pace.isProven && !isCanary ? perReadBack(pace.size, step) : writeSize;
      const batch = nextBatch(step.keyless ? withProvenReferences(left, pace.longestWhole, writeSize) : left, most);
      const differences: Difference[] = [];
      const writes: AnsweredWrite[] = [];
      const done = await loadBatch({
        ...step,
        ledger: context.ledger,
        run: context.run,
        refusals: context.pipeline.load.refusals,
        note: context.compared.note,
        items: batch,
        looked: isCanary && !isJudgedByIt ? undefined : looked,
        isJudgedByIt,
        writeSize,
        // What is learned of cents by one write decides how the next one is sent; and of what has no key somebody must say which
        // of them may go at once.
        writesInFlight: step.caseByCase || (step.keyless && options.inTurn === undefined) ? 1 : WRITES_IN_FLIGHT,
        inTurn: options.inTurn,
        mayGoOn: () => context.signal?.aborted !== true,
        now: context.now,
        tell: (seen) => context.primary.tell?.(seen),
        onFound: ({ store, entity }) => noteFound(context, store, entity),
        onDifference: (_item, found) => differences.push(...found),
        onWrite: (write) => writes.push(write),
        onWritten: options.onWritten,
        pause: (attempt) => pause(context, attempt),
      });
      for (const [id, outcome] of done) outcomes.set(id, outcome);
      for (const { key, targetId } of batch)
        if (done.get(key.sourceId) === 'done') pace.longestWhole = Math.max(pace.longestWhole, targetId.length);
      left = left.filter(({ key }) => !done.has(key.sourceId));
      const [canary] = batch;
      if (isCanary && canary !== undefined) {
        await context.canaries.note(step, canary, done.get(canary.key.sourceId), differences);
      }
      await options.afterBatch?.(done);
      pace.note({ outcomes: done, writes }, step.entity);
    }
  }
  return outcomes;
}

/**
 * A primary that cuts references is found by the first long one, so those that are longer than any that came back whole are
 * not written in several writes before they are read back.
 */
function withProvenReferences<Draft>(
  left: readonly LoadItem<Draft>[],
  longestWhole: number,
  writeSize: number,
): readonly LoadItem<Draft>[] {
  const longer = left.findIndex(({ targetId }) => targetId.length > longestWhole);
  return longer < 0 ? left : left.slice(0, Math.max(longer, Math.min(writeSize, left.length)));
}

function lookUpNow<Draft>(step: Step<Draft>, items: readonly LoadItem<Draft>[]): Promise<Looked<unknown>> {
  return lookNow(() => step.target.lookUp(items));
}

/** What was there before this ledger wrote anything was made by another one. */
function noteFound({ takenOver }: WritingRun, store: string, entity: EntityName): void {
  if (takenOver === undefined) return;
  const counts = takenOver.get(store) ?? {};
  takenOver.set(store, { ...counts, [entity]: (counts[entity] ?? 0) + 1 });
}

function nextBatch<Draft>(left: readonly LoadItem<Draft>[], size: number): readonly LoadItem<Draft>[] {
  const batch = left.slice(0, size);
  const alone = batch.findIndex((item) => item.alone === true);
  return alone < 0 ? batch : batch.slice(0, Math.max(alone, 1));
}

/** Twice as long each time, and never quite the same, so that many pipelines don't come back at once. */
function pause({ clock, cut }: WritingRun, attempt: number): Promise<void> {
  return clock.sleep(FIRST_PAUSE * 2 ** (attempt - 1) * (0.5 + Math.random()), cut);
}
