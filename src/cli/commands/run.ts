import type { Command } from 'commander';
import { ConsolidatorError } from '../../model/errors.ts';
import { dailyProof } from '../../proof/daily-proof.ts';
import { isNarrowed } from '../../run/context/narrowing.ts';
import { runPipeline } from '../../run/run.ts';
import { stateHome } from '../../session/state-home.ts';
import { announcing } from '../announcing.ts';
import { examples } from '../examples.ts';
import { type NarrowingOptions, narrowingOf, notCopiedYet, withNarrowing } from '../narrowing-options.ts';
import { type OutputOption, printResult, withOutput } from '../output.ts';
import { knownStores, openPipeline } from '../pipeline-file.ts';
import { type LogOption, openLog, withLog } from '../progress/log-file.ts';
import { showProgress } from '../progress/show.ts';
import type { Shell } from '../shell.ts';
import { exitCodeOfRun } from '../summary-exit.ts';
import { runReport } from '../text/run-report.ts';
import { withVerdict } from '../text/verdict-lines.ts';
import { verdictNow } from '../verdict.ts';

interface RunOptions extends NarrowingOptions, OutputOption, LogOption {
  readonly yes?: boolean;
  readonly allowEmpty?: boolean;
  readonly takeOver?: boolean;
  readonly notCopiedYet?: readonly string[];
  /** undefined: once a day. */
  readonly proof?: boolean;
}

export function registerRun(program: Command, shell: Shell): void {
  const command = withNarrowing(program.command('run').argument('<pipeline>', 'the pipeline file'))
    .description('Copies what is new in the secondary stores into the primary, once and to the cent.')
    .option('--yes', 'go on although more than 200 orders are older than the last whole run of their store')
    .option('--allow-empty', 'a store that shows no order at all is really empty')
    .option('--proof', 'compare both sides anew at the end of this run, whether it is due or not')
    .option('--no-proof', 'leave the daily comparison of both sides to a later run')
    .option('--take-over', 'copies that another installation made are ours from now on')
    .addOption(notCopiedYet());
  withOutput(withLog(command))
    .addHelpText(
      'after',
      examples(
        'run pipelines/au-stores.yaml',
        'run pipelines/au-stores.yaml --limit 5          # try it with five orders of each store',
        'run pipelines/au-stores.yaml --store west --order N11177',
        'run pipelines/au-stores.yaml --output json | jq .status',
      ),
    )
    .action(async (file: string, options: RunOptions) => {
      const pipeline = await openPipeline(shell, file);
      const narrowing = narrowingOf(options, pipeline);
      if (options.proof === true && isNarrowed(narrowing)) {
        throw new ConsolidatorError(
          'usage',
          '--proof compares all of both sides: leave out what narrows the run, or leave out --proof.',
        );
      }
      const shown = showProgress(shell, pipeline, openLog(shell, options, 'run'));
      const announced = announcing(shell, pipeline, narrowing);
      const summary = await runPipeline({
        pipeline,
        home: stateHome(shell.environment),
        narrowing,
        yes: options.yes,
        allowEmpty: options.allowEmpty,
        takeOver: options.takeOver,
        notCopiedYet: knownStores(pipeline, options.notCopiedYet),
        prover: dailyProof,
        proof: options.proof === undefined ? 'daily' : options.proof ? 'now' : 'never',
        signal: shell.signal,
        now: shell.now,
        progress: shown.take,
      })
        .catch(announced.notBegun)
        .finally(() => shown.end());
      await announced.ended(summary);
      const verdict = await verdictNow(shell, pipeline);
      printResult(shell, options, { ...summary, verdict }, () =>
        withVerdict(verdict, runReport(summary, file, undefined, shell.line), file),
      );
      shell.end(exitCodeOfRun(summary, shell));
    });
}
