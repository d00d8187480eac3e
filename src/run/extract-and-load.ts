import { withinSpan } from '../model/spans.ts';
import type { Instant } from '../model/time.ts';
import { isAsked, type StoreRun } from '../session/store-run.ts';
import { type RunContext, stopIfAsked } from './context/context.ts';
import { problemOf, reportProblem } from './context/tell-problem.ts';
import { Backlog } from './extract/backlog.ts';
import type { Clocks } from './extract/clocks.ts';
import { listDaily } from './extract/daily-listing.ts';
import { extractStore } from './extract/extract-store.ts';
import { judgeCurrencies, judgeGuards, judgesBeforehand, warnOfContacts } from './load/judge-guards.ts';
import { loadStaged } from './load/load-staged.ts';
import { isFirstRun, judgeOldOrders } from './load/old-orders.ts';
import { canSearchAhead, searchAhead, searchCopies, unsearchedStores } from './load/search-copies.ts';

interface Extraction {
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
  const mayBeApart = beforehand || unsearched.length > 0;
  // Where a person may have to be asked, the loader waits for all orders of a store.
  const limited = context.narrowing.limit !== undefined;
  const waits = beforehand || limited || context.stores.some(({ fixed }) => !context.gates.isOpen(fixed.store));
  const searchesAhead = !waits && unsearched.length > 0 && canSearchAhead(context, unsearched);
  // Not where a person may say no: then nothing of it is loaded.
  const loadsLater = ({ fixed }: StoreRun): boolean => mayBeApart && !limited && context.gates.isOpen(fixed.store);
  const bounded = !waits && (searchesAhead || unsearched.length === 0);
  const backlog = new Backlog({ extractors: context.stores.length, bounded });
  const search = searchesAhead ? searchAhead(context, unsearched) : undefined;
  const isApart = search === undefined ? Promise.resolve(mayBeApart) : search.then((found) => found !== undefined);
  // Its failure is told where loading waits for it.
  const readsApart = isApart.catch(() => true);
  const listed: Listed[] = [];
  const extraction = Promise.all(
    context.stores.map(async (store) => {
      try {
        const read = await withinSpan('extract', { store: store.fixed.store }, () =>
          readStore(context, store, { clocks, backlog, loadsLater: loadsLater(store) }),
        );
        if (read.listed !== undefined) {
          if (await readsApart) await listDaily(read.listed);
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
    const apart = await isApart;
    if (apart) {
      // Extraction must not wait for a loader that waits for it.
      backlog.unbind();
      await extraction;
      stopIfAsked(context);
      const wasRead = ({ fixed }: StoreRun): boolean => bound[fixed.store] !== undefined;
      await searchCopies(context, unsearched, { wasRead, ahead: await search });
    }
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

export interface ReadStore {
  /** Up to when it was read. */
  readonly bound: Instant;
  /** What is read of it once a day goes on from there (`listDaily`); files are read whole whenever they come. */
  readonly listed: Awaited<ReturnType<typeof extractStore>> | undefined;
}

interface Reading {
  readonly clocks: Clocks;
  readonly backlog: Backlog;
  /** Of `StoreWindow`. */
  readonly loadsLater?: boolean;
}

/** Reads what is new in one secondary, whichever way it is read, and stages it. @throws ConsolidatorError */
export async function readStore(
  context: RunContext,
  store: StoreRun,
  { clocks, backlog, loadsLater = false }: Reading,
): Promise<ReadStore> {
  if (!isAsked(store)) {
    // With all that reads files: most pipelines have none.
    const { extractFiles } = await import('./extract/files/extract-files.ts');
    return { bound: await extractFiles(context, store, backlog), listed: undefined };
  }
  const time = await clocks.timeOf(store.fixed.store);
  return { listed: await extractStore(context, store, backlog, time, { loadsLater }), bound: time.upTo };
}

type Listed = Awaited<ReturnType<typeof extractStore>>;

/** What is done once a day waits until all news is loaded, and then what it brings is loaded too. */
async function listAndLoadDaily(context: RunContext, listed: readonly Listed[]): Promise<void> {
  if (listed.length === 0 || context.signal?.aborted === true) return;
  const backlog = new Backlog({ extractors: 0, bounded: false });
  const before = await stagedCount(context);
  for (const { window, first } of listed) {
    try {
      await listDaily({ window: { ...window, backlog }, first });
    } catch (error) {
      reportProblem(context, window.store, error);
    }
    // One that is closed has been told of.
    if (context.gates.isOpen(window.store.fixed.store)) await judgeOldOrders(context, window.store);
  }
  if ((await stagedCount(context)) === before) return;
  for (const problem of await loadStaged(context, backlog)) context.problems.push(problemOf(problem, 'primary'));
}

async function stagedCount({ ledger, stores }: RunContext): Promise<number> {
  let count = 0;
  for (const { fixed } of stores) count += await ledger.stagedCount(fixed.store);
  return count;
}
