import { ConsolidatorError } from '../../model/errors.ts';
import { linkQueued } from '../../operations/link/link-queued.ts';
import { dailyProof } from '../../proof/daily-proof.ts';
import { isNarrowed } from '../../run/context/narrowing.ts';
import { runPipeline } from '../../run/run.ts';
import { stateHome } from '../../session/state-home.ts';
import { openToRun, tellingAfterwards } from '../announcing.ts';
import { narrowingOf } from '../narrowing.ts';
import type { NarrowingOptions } from '../narrowing-options.ts';
import { type OutputOption, printResult } from '../output.ts';
import { knownStores } from '../pipeline-file.ts';
import { openLog } from '../progress/log-file.ts';
import type { LogOption } from '../progress/log-option.ts';
import { showProgress } from '../progress/show.ts';
import { reasonIfGiven } from '../reason.ts';
import type { Shell } from '../shell.ts';
import { exitCodeOfRun } from '../summary-exit.ts';
import { runReport } from '../text/run-report.ts';
import { withVerdict } from '../text/verdict-lines.ts';
import { traced } from '../tracing/traced.ts';
import { verdictNow } from '../verdict.ts';

interface RunOptions extends NarrowingOptions, OutputOption, LogOption {
  readonly yes?: boolean;
  readonly allowEmpty?: boolean;
  readonly takeOver?: boolean;
  readonly reason?: string;
  readonly notCopiedYet?: readonly string[];
  /** undefined: once a day. */
  readonly proof?: boolean;
}

export function act(shell: Shell, file: string, options: RunOptions): Promise<void> {
  return traced(shell, () => run(shell, file, options));
}

async function run(shell: Shell, file: string, options: RunOptions): Promise<void> {
  const pipeline = await openToRun(shell, file);
  const narrowing = narrowingOf(options, pipeline);
  if (options.proof === true && isNarrowed(narrowing)) {
    throw new ConsolidatorError(
      'usage',
      '--proof compares all of both sides: leave out what narrows the run, or leave out --proof.',
    );
  }
  const shown = showProgress(shell, pipeline, openLog(shell, options, 'run'));
  const work = () =>
    runPipeline({
      pipeline,
      home: stateHome(shell.environment),
      narrowing,
      yes: options.yes,
      allowEmpty: options.allowEmpty,
      takeOver: options.takeOver,
      takeOverReason: reasonIfGiven(options.reason),
      notCopiedYet: knownStores(pipeline, options.notCopiedYet),
      prover: dailyProof,
      linker: linkQueued,
      proof: options.proof === undefined ? 'daily' : options.proof ? 'now' : 'never',
      signal: shell.signal,
      now: shell.now,
      progress: shown.take,
    }).finally(() => shown.end());
  const summary = await tellingAfterwards(shell, pipeline, narrowing, work);
  const verdict = await verdictNow(shell, pipeline);
  printResult(shell, options, { ...summary, verdict }, () =>
    withVerdict(verdict, runReport(summary, file, undefined, shell.line), file),
  );
  shell.end(exitCodeOfRun(summary, shell));
}
