import type { Command } from 'commander';
import { examples } from '../examples.ts';
import { lazily } from '../lazily.ts';
import { withComparison } from '../reconcile-options.ts';
import type { Shell } from '../shell.ts';

export function registerReport(program: Command, shell: Shell): void {
  withComparison(program.command('report').argument('<pipeline>', 'the pipeline file'))
    .description('Writes one page to look at: what moved, money, GST, differences, what is quarantined and what to do.')
    .requiredOption('--out <file>', 'the HTML file to write; it needs nothing but itself')
    .option('--reconcile', 'compare the stores afresh, and show the differences (ends with 4 where there are some)')
    .option('--force', 'replace the file where it is there already and no earlier report')
    .addHelpText(
      'after',
      examples(
        'report pipelines/au-stores.yaml --out report.html',
        'report pipelines/au-stores.yaml --out july.html --from 2026-07-01 --to 2026-07-31 --reconcile',
      ),
    )
    .action(lazily(shell, () => import('../actions/report.ts')));
}
