import type { Command } from 'commander';
import { examples } from '../examples.ts';
import { lazily } from '../lazily.ts';
import { withOutput } from '../output.ts';
import { withLog } from '../progress/log-option.ts';
import { withComparison } from '../reconcile-options.ts';
import type { Shell } from '../shell.ts';

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
        'reconcile pipelines/au-stores.yaml --xero',
        'reconcile pipelines/au-stores.yaml --csv july --xero-csv SalesInvoices.csv',
        'reconcile pipelines/au-stores.yaml --output json | jq .differences',
      ),
    )
    .action(lazily(shell, () => import('../actions/reconcile.ts')));
}
