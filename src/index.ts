/** What other programs may build on; everything else may change without notice. See docs/library.md. */

import { dailyProof } from './proof/daily-proof.ts';
import type { RunOptions as AllRunOptions } from './run/options.ts';
import { runPipeline as run } from './run/run.ts';
import type { RunSummary } from './run/summary.ts';

export type { Pipeline } from './config/pipeline.ts';
export { readPipeline } from './config/read-pipeline.ts';
export { type FakeStore, type FakeStoreOptions, startFakeStore } from './fake-store/index.ts';
export { ConsolidatorError } from './model/errors.ts';
export type { Narrowing } from './run/context/narrowing.ts';
export { exitCodeOfSummary, type RunSummary } from './run/summary.ts';
export type { ProgressEvent } from './session/progress.ts';
export { stateHome } from './session/state-home.ts';

/** What a run of another program may be given: what the command `run` offers, and what `plan` does. */
export type RunOptions = Pick<
  AllRunOptions,
  | 'pipeline'
  | 'home'
  | 'narrowing'
  | 'yes'
  | 'allowEmpty'
  | 'takeOver'
  | 'takeOverReason'
  | 'notCopiedYet'
  | 'proof'
  | 'simulate'
  | 'progress'
  | 'signal'
>;

/**
 * One run of a pipeline, as the command `run` makes it: with its daily proof, under the pipeline's lock and the primary's.
 * With `simulate` it is a plan, which writes nothing. A store that fails is in the summary, and the others go on.
 * @throws ConsolidatorError where the run could not begin: the pipeline is locked, or its ledger can't be used
 */
export function runPipeline(options: RunOptions): Promise<RunSummary> {
  return run({ ...options, prover: dailyProof });
}
