import path from 'node:path';
import type { Command } from 'commander';
import { writeCsvFiles } from '../../reconcile/csv.ts';
import { exitCodeOfReconciliation } from '../../reconcile/result.ts';
import { noteOutputs } from '../../session/outputs.ts';
import { examples } from '../examples.ts';
import { type OutputOption, printResult, withOutput } from '../output.ts';
import { openPipeline } from '../pipeline-file.ts';
import { withLog } from '../progress/log-file.ts';
import { type ComparisonOptions, compare, withComparison } from '../reconcile-options.ts';
import type { Shell } from '../shell.ts';
import { reconcileReport } from '../text/reconcile-report.ts';

interface ReconcileCommand extends ComparisonOptions, OutputOption {
  readonly csv?: string;
  readonly force?: boolean;
}

export function registerReconcile(program: Command, shell: Shell): void {
  const command = withComparison(program.command('reconcile').argument('<pipeline>', 'the pipeline file'))
    .description('Compares the secondary stores with the primary, without the ledger: does it add up?')
    .option('--csv <folder>', 'write the tables there, for a spreadsheet')
    .option('--force', 'replace files of their names that are no earlier tables');
  withOutput(withLog(command))
    .addHelpText(
      'after',
      examples(
        'reconcile pipelines/au-stores.yaml --from 2026-07-01 --to 2026-07-31',
        'reconcile pipelines/au-stores.yaml --csv july --xero-csv SalesInvoices.csv',
        'reconcile pipelines/au-stores.yaml --output json | jq .differences',
      ),
    )
    .action(async (file: string, options: ReconcileCommand) => {
      const pipeline = await openPipeline(shell, file);
      const result = await compare(shell, pipeline, options);
      if (options.csv !== undefined) {
        const written = await writeCsvFiles(result, path.resolve(shell.folder, options.csv), options.force);
        await noteOutputs(pipeline, written);
        for (const one of written) shell.note(`Wrote ${path.relative(shell.folder, one)}`);
      }
      printResult(shell, options, result, () => reconcileReport(result, file));
      shell.end(exitCodeOfReconciliation(result));
    });
}
