import type { Pipeline } from '../config/pipeline.ts';
import type { RunOptions } from '../run/options.ts';
import { runPipeline } from '../run/run.ts';
import type { RunSummary } from '../run/summary.ts';
import { stateHome } from '../session/state-home.ts';
import { decisionsOf } from '../verdict/decisions.ts';
import { type PlanSample, readSamples } from './plan-samples.ts';
import type { LogFile } from './progress/log-file.ts';
import { showProgress } from './progress/show.ts';
import type { Shell } from './shell.ts';

/** What a run would do, as far as people are told. */
export interface Planned {
  readonly summary: RunSummary;
  readonly samples: readonly PlanSample[];
  /** That a person would have to make, however many records wait for each. */
  readonly decisions: number;
}

interface Planning extends Pick<RunOptions, 'narrowing' | 'allowEmpty' | 'takeOver' | 'notCopiedYet'> {
  /** Orders of each store to show. */
  readonly samples: number;
  readonly log?: LogFile | undefined;
}

/** A run that writes nothing, with its progress. @throws ConsolidatorError whatever keeps it from beginning */
export async function planPipeline(
  shell: Shell,
  pipeline: Pipeline,
  { samples: number, log, ...options }: Planning,
): Promise<Planned> {
  const shown = showProgress(shell, pipeline, log);
  let samples: readonly PlanSample[] = [];
  let decisions = 0;
  const summary = await runPipeline({
    ...options,
    pipeline,
    home: stateHome(shell.environment),
    simulate: true,
    signal: shell.signal,
    now: shell.now,
    progress: shown.take,
    inspect: async (ledger, run) => {
      samples = await readSamples(ledger, run, pipeline, number);
      decisions = decisionsOf(await ledger.quarantined()).length;
    },
  }).finally(() => shown.end());
  return { summary, samples, decisions };
}
