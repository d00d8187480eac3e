import path from 'node:path';
import type { Command } from 'commander';
import { checkOutput } from '../../feeds/may-replace.ts';
import { writeSafely } from '../../feeds/safe-output.ts';
import { refuseWrongRange } from '../../reconcile/asked-days.ts';
import { exitCodeOfReconciliation } from '../../reconcile/result.ts';
import { makeReport } from '../../report/report.ts';
import { noteOutputs } from '../../session/outputs.ts';
import { examples } from '../examples.ts';
import { openPipeline } from '../pipeline-file.ts';
import { type ComparisonOptions, compare, withComparison } from '../reconcile-options.ts';
import type { Shell } from '../shell.ts';

interface ReportCommand extends ComparisonOptions {
  readonly out: string;
  readonly reconcile?: boolean;
  readonly force?: boolean;
}

const OWN = '<meta name="generator" content="neto-consolidator">';

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
    .action(async (file: string, options: ReportCommand) => {
      refuseWrongRange(options);
      const pipeline = await openPipeline(shell, file);
      const out = path.resolve(shell.folder, options.out);
      const replacing = {
        force: options.force,
        keep: [path.resolve(shell.folder, file), pipeline.ledger],
        ours: (beginning: string) => beginning.includes(OWN),
      };
      await checkOutput(out, replacing);
      const wanted = options.reconcile === true || options.xeroCsv !== undefined;
      const reconciliation = wanted ? await compare(shell, pipeline, options) : null;
      const period = { from: options.from ?? null, to: options.to ?? null };
      const page = await makeReport({ pipeline, file, period, reconciliation, now: shell.now() });
      // For its owner's eyes only: it shows what was sold.
      await writeSafely(out, page, { ...replacing, mode: 0o600 });
      await noteOutputs(pipeline, [out]);
      shell.note(`Wrote ${path.relative(shell.folder, out)}`);
      if (reconciliation !== null) shell.end(exitCodeOfReconciliation(reconciliation));
    });
}
