import type { LoadItem } from '../../entities/writing/load-item.ts';
import type { Difference } from '../../entities/writing/load-target.ts';
import type { EntityName } from '../../model/entities.ts';
import { stopIfAsked } from '../context/context.ts';
import type { WritingRun } from '../context/parts.ts';
import type { LoadOutcomes } from '../protocol/batch.ts';
import { loadBatch } from '../protocol/load-batch.ts';
import type { Step } from '../protocol/steps.ts';
import { mayWriteTogether } from './may-write-together.ts';

const FIRST_PAUSE = 1_000;

/** Records that one look-up takes: as many keys as one request does. */
const LOOK_UP = 100;

interface BatchesOptions {
  /** What a look-up of all these items has just found, where there was one. */
  readonly known?: ReadonlyMap<string, unknown>;
  /** Called with the outcomes of each batch before the next one is written; what it throws ends the loading. */
  readonly afterBatch?: (outcomes: LoadOutcomes) => Promise<void>;
}

/**
 * Loads records of one store by the protocol: looked up 100 at a time, written and read back in batches that grow, the
 * first one alone (`canary.ts`). Where its canaries show that the primary alters what it is sent, the rest stays staged.
 * @throws ConsolidatorError `stopped` between two batches
 */
export async function loadInBatches<Draft>(
  context: WritingRun,
  step: Step<Draft>,
  items: readonly LoadItem<Draft>[],
  { known, afterBatch }: BatchesOptions = {},
): Promise<LoadOutcomes> {
  const outcomes: LoadOutcomes = new Map();
  const store = items[0]?.key.store ?? '';
  const pace = context.paces.of(`${step.entity} ${step.action}`);
  for (let start = 0; start < items.length; start += LOOK_UP) {
    const group = items.slice(start, start + LOOK_UP);
    stopIfAsked(context);
    const there = known === undefined ? await step.target.lookUp(group) : known;
    for (let next = 0; next < group.length; ) {
      stopIfAsked(context);
      if (await context.canaries.areStopped(store, [step])) return outcomes;
      const isCanary = !(await mayWriteTogether(context, store, [step]));
      const batch = nextBatch(group, next, isCanary ? 1 : pace.size);
      next += batch.length;
      const differences: Difference[] = [];
      const done = await loadBatch({
        ...step,
        ledger: context.ledger,
        run: context.run,
        refusals: context.pipeline.load.refusals,
        note: context.compared.note,
        items: batch,
        there,
        now: context.now,
        tell: (seen) => context.primary.tell?.(seen),
        onFound: ({ store, entity }) => noteFound(context, store, entity),
        onDifference: (_item, found) => differences.push(...found),
        pause: (attempt) => pause(context, attempt),
      });
      for (const [id, outcome] of done) outcomes.set(id, outcome);
      const [canary] = batch;
      if (isCanary && canary !== undefined) {
        await context.canaries.note(step, canary, done.get(canary.key.sourceId), differences);
      }
      await afterBatch?.(done);
      pace.note(done, step.entity);
    }
  }
  return outcomes;
}

/** What was there before this ledger wrote anything was made by another one. */
function noteFound({ takenOver }: WritingRun, store: string, entity: EntityName): void {
  if (takenOver === undefined) return;
  const counts = takenOver.get(store) ?? {};
  takenOver.set(store, { ...counts, [entity]: (counts[entity] ?? 0) + 1 });
}

function nextBatch<Draft>(group: readonly LoadItem<Draft>[], from: number, size: number): readonly LoadItem<Draft>[] {
  const batch = group.slice(from, from + size);
  const alone = batch.findIndex((item) => item.alone === true);
  return alone < 0 ? batch : batch.slice(0, Math.max(alone, 1));
}

/** Twice as long each time, and never quite the same, so that many pipelines don't come back at once. */
function pause({ clock, cut }: WritingRun, attempt: number): Promise<void> {
  return clock.sleep(FIRST_PAUSE * 2 ** (attempt - 1) * (0.5 + Math.random()), cut);
}
