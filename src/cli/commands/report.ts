import path from 'node:path';
import type { Command } from 'commander';
import { exitCodeOfReconciliation } from '../../reconcile/result.ts';
import { makeReport, writeReport } from '../../report/report.ts';
import { examples } from '../examples.ts';
import { openPipeline } from '../pipeline-file.ts';
import { type ComparisonOptions, compare, withComparison } from '../reconcile-options.ts';
import type { Shell } from '../shell.ts';

interface ReportCommand extends ComparisonOptions {
  readonly out: string;
  readonly reconcile?: boolean;
}

export function registerReport(program: Command, shell: Shell): void {
  withComparison(program.command('report').argument('<pipeline>', 'the pipeline file'))
    .description('Writes one page to look at: what moved, money, GST, differences, what is held and what to do.')
    .requiredOption('--out <file>', 'the HTML file to write; it needs nothing but itself')
    .option('--reconcile', 'compare the stores afresh, and show the differences (ends with 4 where there are some)')
    .addHelpText(
      'after',
      examples(
        'report pipelines/au-stores.yaml --out report.html',
        'report pipelines/au-stores.yaml --out july.html --from 2026-07-01 --to 2026-07-31 --reconcile',
      ),
    )
    .action(async (file: string, options: ReportCommand) => {
      const pipeline = await openPipeline(shell, file);
      const wanted = options.reconcile === true || options.xeroCsv !== undefined;
      const reconciliation = wanted ? await compare(shell, pipeline, options) : null;
      const period = { from: options.from ?? null, to: options.to ?? null };
      const page = await makeReport({ pipeline, file, period, reconciliation, now: shell.now() });
      const out = path.resolve(shell.folder, options.out);
      await writeReport(page, out);
      shell.note(`Wrote ${path.relative(shell.folder, out)}`);
      if (reconciliation !== null) shell.end(exitCodeOfReconciliation(reconciliation));
    });
}
