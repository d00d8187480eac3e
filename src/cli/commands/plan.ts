import type { Command } from 'commander';
import { examples } from '../examples.ts';
import { type NarrowingOptions, narrowingOf, notCopiedYet, positive, withNarrowing } from '../narrowing-options.ts';
import { type OutputOption, printResult, withOutput } from '../output.ts';
import { knownStores, openPipeline } from '../pipeline-file.ts';
import { planPipeline } from '../plan-pipeline.ts';
import { type LogOption, openLog, withLog } from '../progress/log-file.ts';
import type { Shell } from '../shell.ts';
import { exitCodeOfPlan } from '../summary-exit.ts';
import { planReport } from '../text/plan-report.ts';

interface PlanOptions extends NarrowingOptions, OutputOption, LogOption {
  readonly allowEmpty?: boolean;
  readonly takeOver?: boolean;
  readonly notCopiedYet?: readonly string[];
  readonly samples: number;
}

export function registerPlan(program: Command, shell: Shell): void {
  const command = withNarrowing(program.command('plan').argument('<pipeline>', 'the pipeline file'))
    .description(
      'Says what a run would do, from both sides as they are now. Writes nothing, and ends with the exit code that the run would end with.',
    )
    .option('--samples <number>', 'orders of each store to show', positive, 5)
    .option('--allow-empty', 'a store that shows no order at all is really empty')
    .option('--take-over', 'look at it as if copies of another installation were ours')
    .addOption(notCopiedYet());
  withOutput(withLog(command))
    .addHelpText(
      'after',
      examples(
        'plan pipelines/au-stores.yaml',
        'plan pipelines/au-stores.yaml --store west --since 2026-10-01 --samples 20',
        'plan pipelines/au-stores.yaml --order N11177',
      ),
    )
    .action(async (file: string, options: PlanOptions) => {
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
    });
}
