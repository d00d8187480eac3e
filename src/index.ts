/** What other programs may build on; everything else may change without notice. */
export { type FakeStore, type FakeStoreOptions, startFakeStore } from './fake-store/index.ts';
export { ConsolidatorError } from './model/errors.ts';
export type { Pipeline } from './pipeline/config/pipeline.ts';
export { readPipeline } from './pipeline/config/read-pipeline.ts';
export type { Narrowing } from './pipeline/run/narrowing.ts';
export type { ProgressEvent } from './pipeline/run/progress.ts';
export { type RunOptions, runPipeline } from './pipeline/run/run.ts';
export { stateHome } from './pipeline/run/state-home.ts';
export { exitCodeOfSummary, type RunSummary } from './pipeline/run/summary.ts';
