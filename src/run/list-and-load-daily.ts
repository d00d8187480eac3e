import { entityNames } from '../entities/registry.ts';
import type { RunContext } from './context/context.ts';
import { problemOf, reportProblem } from './context/tell-problem.ts';
import { Backlog } from './extract/backlog.ts';
import { listDaily } from './extract/daily-listing.ts';
import type { extractStore } from './extract/extract-store.ts';
import { loadStaged } from './load/load-staged.ts';
import { judgeOldOrders } from './load/old-orders.ts';

export type Listed = Awaited<ReturnType<typeof extractStore>>;

/** What is done once a day waits until all news is loaded, and then what it brings is loaded too. */
export async function listAndLoadDaily(context: RunContext, listed: readonly Listed[]): Promise<void> {
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
  for (const { fixed } of stores)
    for (const entity of entityNames()) count += await ledger.stagedCount(fixed.store, entity);
  return count;
}
