import type { Command } from 'commander';
import { examples } from '../examples.ts';
import { readLedger } from '../open-ledger.ts';
import { type OutputOption, printResult, withOutput } from '../output.ts';
import { openPipeline } from '../pipeline-file.ts';
import type { Shell } from '../shell.ts';
import { readStatus } from '../standing.ts';
import { statusReport } from '../text/status-report.ts';

export function registerStatus(program: Command, shell: Shell): void {
  const command = program
    .command('status')
    .argument('<pipeline>', 'the pipeline file')
    .description('Says what happened lately, how far each store is read, and what is stuck. Asks no store.');
  withOutput(command)
    .addHelpText('after', examples('status pipelines/au-stores.yaml', 'status pipelines/au-stores.yaml --output json'))
    .action(async (file: string, options: OutputOption) => {
      const pipeline = await openPipeline(shell, file);
      const status = await readLedger(shell, pipeline, (ledger) => readStatus(ledger, pipeline, shell.now()));
      printResult(shell, options, status, () => statusReport(status, file, pipeline.primary.timezone));
    });
}
