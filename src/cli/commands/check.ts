import type { Command } from 'commander';
import { checkPipeline } from '../../operations/check/check-pipeline.ts';
import { exitCodeOfCheck } from '../../operations/findings/finding.ts';
import { stateHome } from '../../session/state-home.ts';
import { examples } from '../examples.ts';
import { type OutputOption, printResult, withOutput } from '../output.ts';
import { openPipeline } from '../pipeline-file.ts';
import { type LogOption, openLog, withLog } from '../progress/log-file.ts';
import { showProgress } from '../progress/show.ts';
import type { Shell } from '../shell.ts';
import { checkReport } from '../text/check-report.ts';

interface CheckCommandOptions extends OutputOption, LogOption {
  readonly quiet?: boolean;
}

const meaning = `
What it looks at:
  keys (with and without the user name), rights, clocks, time zones, currency and tax rate; every name in the
  pipeline file (payment and shipping methods, warehouse, products, sales channel) in the primary; and, by a short plan
  over the latest 100 orders of each secondary, what a run would make of them: which would be quarantined and why, what the
  primary lacks, and what a person should know before the first run.

It only reads, the primary too. It ends with 0 where nothing has to be mended first, and with 1 where something has.`;

export function registerCheck(program: Command, shell: Shell): void {
  const command = program
    .command('check')
    .argument('<pipeline>', 'the pipeline file')
    .description('Looks whether a pipeline would run well, and says what to mend, where, and how.')
    .option('--quiet', 'leave out what is right');
  withOutput(withLog(command))
    .addHelpText('after', meaning)
    .addHelpText(
      'after',
      examples('check pipelines/au-stores.yaml', 'check pipelines/au-stores.yaml --output json | jq .status'),
    )
    .action(async (file: string, options: CheckCommandOptions) => {
      const pipeline = await openPipeline(shell, file);
      const shown = showProgress(shell, pipeline, openLog(shell, options, 'check'));
      const report = await checkPipeline({
        pipeline,
        home: stateHome(shell.environment),
        signal: shell.signal,
        now: shell.now,
        progress: shown.take,
      }).finally(() => shown.end());
      const findings = report.findings.filter(({ severity }) => options.quiet !== true || severity !== 'ok');
      printResult(shell, options, { ...report, findings }, () => checkReport({ ...report, findings }, file));
      shell.end(exitCodeOfCheck(report));
    });
}
