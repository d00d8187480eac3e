import { entityNames } from '../../model/entities.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import { Backlog } from './backlog.ts';
import type { RunContext, StoreRun } from './context.ts';
import { listDaily } from './extract/daily-listing.ts';
import type { extractStore } from './extract-store.ts';
import { loadStaged } from './load-staged.ts';
import type { RunProblem } from './summary.ts';

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
      tellProblem(context, window.store, error);
    }
  }
  if ((await stagedCount(context)) === before) return;
  for (const problem of await loadStaged(context, backlog)) context.problems.push(problemOf(problem, 'primary'));
}

async function stagedCount({ ledger, stores }: RunContext): Promise<number> {
  let count = 0;
  for (const { fixed } of stores)
    for (const entity of entityNames) count += await ledger.stagedCount(fixed.store, entity);
  return count;
}

export function tellProblem({ problems, progress }: RunContext, { fixed }: StoreRun, error: unknown): void {
  const problem = problemOf(error, fixed.store);
  problems.push(problem);
  progress({ kind: 'problem', store: problem.store, message: problem.message });
}

export function problemOf(error: unknown, store: string): RunProblem {
  if (error instanceof ConsolidatorError)
    return { store: error.store ?? store, code: error.code, message: error.message };
  throw error;
}
