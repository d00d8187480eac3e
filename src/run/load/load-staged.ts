import type { ConsolidatorError } from '../../model/errors.ts';
import type { OrderRun, WriteGates } from '../context/parts.ts';
import type { Backlog } from '../extract/backlog.ts';
import { openIntents } from './settle-pending.ts';
import { StagedLoader } from './staged-loader.ts';

/** Looks at what is still unknown at the end of the run: a primary may show what it holds only some reads later. */
const LAST_LOOKS = 3;

/**
 * Loads what is staged, store after store, while extraction goes on; returns when both have ended. One loader for all
 * stores: two of them could make one person's account twice. In between and at the end, writes of unknown outcome are
 * looked at again, so that a run leaves none open that could be settled.
 * @returns what went wrong with one store or with payments alone, while the rest went on
 * @throws ConsolidatorError where the primary fails as a whole
 */
export async function loadStaged(context: OrderRun & WriteGates, backlog: Backlog): Promise<ConsolidatorError[]> {
  const loader = new StagedLoader(context);
  try {
    await loadAll(context, backlog, loader);
  } finally {
    // Nothing is written any more when this returns.
    await loader.stopped();
  }
  return loader.problems;
}

async function loadAll(context: OrderRun & WriteGates, backlog: Backlog, loader: StagedLoader): Promise<void> {
  const interval = (context.pipeline.load.settleAfterSeconds * 1000) / 2;
  let looked = context.now();
  for (;;) {
    const change = backlog.change();
    const extracting = backlog.extracting;
    if (context.now() - looked >= interval) {
      await loader.settle();
      looked = context.now();
    }
    await context.takeDecisions();
    // Which of many are taken is decided when all are read.
    const loaded = extracting && context.narrowing.limit !== undefined ? 0 : await loader.loadNext(backlog);
    if (loaded > 0) continue;
    if (extracting && context.narrowing.limit === undefined) backlog.empty();
    // What is under way may set free what has waited for it.
    if (loader.isBusy) await (extracting ? Promise.race([change, loader.stopped()]) : loader.stopped());
    else if (extracting) await change;
    else break;
  }
  await loader.loadRemaining();
  for (let look = 0; look < LAST_LOOKS && (await openIntents(context)).length > 0; look += 1) {
    if ((await loader.settle()) === 0) continue;
    while ((await loader.loadNext(backlog)) > 0);
    await loader.loadRemaining();
  }
}
