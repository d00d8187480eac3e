import { narrowingOf } from '../narrowing.ts';
import type { NarrowingOptions } from '../narrowing-options.ts';
import { type OutputOption, printResult } from '../output.ts';
import { knownStores, openPipeline } from '../pipeline-file.ts';
import { planPipeline } from '../plan-pipeline.ts';
import { openLog } from '../progress/log-file.ts';
import type { LogOption } from '../progress/log-option.ts';
import type { Shell } from '../shell.ts';
import { exitCodeOfPlan } from '../summary-exit.ts';
import { planReport } from '../text/plan-report.ts';

interface PlanOptions extends NarrowingOptions, OutputOption, LogOption {
  readonly allowEmpty?: boolean;
  readonly takeOver?: boolean;
  readonly notCopiedYet?: readonly string[];
  readonly samples: number;
}

export async function act(shell: Shell, file: string, options: PlanOptions): Promise<void> {
  const pipeline = await openPipeline(shell, file);
  const narrowing = narrowingOf(options, pipeline);
  const { samples: number, allowEmpty, takeOver } = options;
  const planned = await planPipeline(shell, pipeline, {
    ...{ narrowing, samples: number, allowEmpty, takeOver },
    notCopiedYet: knownStores(pipeline, options.notCopiedYet),
    log: openLog(shell, options, 'plan'),
  });
  const { summary, samples } = planned;
  const { run: _, ...rest } = summary;
  printResult(shell, options, { ...rest, samples }, () => planReport(planned, file));
  shell.end(exitCodeOfPlan(summary, shell));
}
