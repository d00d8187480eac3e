/** What other programs may build on; everything else may change without notice. */

export type { Pipeline } from './config/pipeline.ts';
export { readPipeline } from './config/read-pipeline.ts';
export { type FakeStore, type FakeStoreOptions, startFakeStore } from './fake-store/index.ts';
export { ConsolidatorError } from './model/errors.ts';
export type { Narrowing } from './run/context/narrowing.ts';
export { type RunOptions, runPipeline } from './run/run.ts';
export { exitCodeOfSummary, type RunSummary } from './run/summary.ts';
export type { ProgressEvent } from './session/progress.ts';
export { stateHome } from './session/state-home.ts';
