import type { Instant } from '../model/time.ts';
import { type RunContext, stopIfAsked } from './context/context.ts';
import { problemOf, reportProblem } from './context/tell-problem.ts';
import { Backlog } from './extract/backlog.ts';
import type { Clocks } from './extract/clocks.ts';
import { listDaily } from './extract/daily-listing.ts';
import { type Listed, listAndLoadDaily } from './list-and-load-daily.ts';
import { judgeCurrencies, judgeGuards, judgesBeforehand, warnOfContacts } from './load/judge-guards.ts';
import { loadStaged } from './load/load-staged.ts';
import { isFirstRun, judgeOldOrders } from './load/old-orders.ts';
import { searchCopies, unsearchedStores } from './load/search-copies.ts';
import { readStore } from './read-store.ts';

export interface Extraction {
  readonly clocks: Clocks;
  /** By store: up to when it was read, where it was read to the end. */
  readonly bound: Record<string, Instant>;
}

export async function extractAndLoad(context: RunContext, { clocks, bound }: Extraction): Promise<void> {
  const { problems } = context;
  const first = await isFirstRun(context);
  const beforehand = judgesBeforehand(context);
  // What is to be known before the first write must have been read by then.
  const unsearched = await unsearchedStores(context);
  const apart = beforehand || unsearched.length > 0;
  // Where a person may have to be asked, the loader waits for all orders of a store.
  const limited = context.narrowing.limit !== undefined;
  const waits = apart || limited || context.stores.some(({ fixed }) => !context.gates.isOpen(fixed.store));
  const backlog = new Backlog({ extractors: context.stores.length, bounded: !waits });
  const listed: Listed[] = [];
  const extraction = Promise.all(
    context.stores.map(async (store) => {
      try {
        const read = await readStore(context, store, { clocks, backlog });
        if (read.listed !== undefined) {
          if (apart) await listDaily(read.listed);
          else listed.push(read.listed);
        }
        bound[store.fixed.store] = read.bound;
        context.progress({ kind: 'extracted', store: store.fixed.store });
      } catch (error) {
        reportProblem(context, store, error);
      } finally {
        await judgeOldOrders(context, store);
        backlog.extracted();
      }
    }),
  );
  try {
    if (apart) {
      await extraction;
      stopIfAsked(context);
    }
    await searchCopies(context, unsearched, ({ fixed }) => bound[fixed.store] !== undefined);
    if (first) await judgeCurrencies(context);
    if (beforehand) await judgeGuards(context);
    for (const problem of await loadStaged(context, backlog)) problems.push(problemOf(problem, 'primary'));
    backlog.unbind();
    await extraction;
    await listAndLoadDaily(context, listed);
    await warnOfContacts(context);
  } finally {
    backlog.unbind();
    await extraction;
  }
}
