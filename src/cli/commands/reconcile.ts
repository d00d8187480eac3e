import path from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import type { LocalDate } from '../../model/time.ts';
import { stateHome } from '../../pipeline/run/state-home.ts';
import { writeCsvFiles } from '../../reconcile/csv.ts';
import { reconcile } from '../../reconcile/reconcile.ts';
import { exitCodeOfReconciliation } from '../../reconcile/result.ts';
import { readXeroColumns, readXeroFile, xeroColumns } from '../../reconcile/xero-file.ts';
import { day } from '../narrowing-options.ts';
import { type OutputOption, printResult, withOutput } from '../output.ts';
import { openPipeline } from '../pipeline-file.ts';
import { examples } from '../program.ts';
import { showProgress } from '../progress/show.ts';
import type { Shell } from '../shell.ts';
import { reconcileReport } from '../text/reconcile-report.ts';

interface ReconcileCommand extends OutputOption {
  readonly from?: LocalDate;
  readonly to?: LocalDate;
  readonly grace: number;
  readonly csv?: string;
  readonly xeroCsv?: string;
  readonly xeroColumns: string;
  readonly allowEmpty?: boolean;
}

export function registerReconcile(program: Command, shell: Shell): void {
  const command = program
    .command('reconcile')
    .argument('<pipeline>', 'the pipeline file')
    .description('Compares the secondary stores with the primary, without the ledger: does it add up?')
    .option('--from <day>', 'first day, by accounting date (default: the day each store begins with)', day)
    .option('--to <day>', 'last day', day)
    .option('--grace <minutes>', 'what was changed so shortly before is under way, not wrong', minutes, 0)
    .option('--csv <folder>', 'write the tables there, for a spreadsheet')
    .option('--xero-csv <file>', "Xero's export of invoices, as a third side")
    .option(
      '--xero-columns <names>',
      'headings of that file, where they are not these',
      Object.entries(xeroColumns)
        .map((pair) => pair.join('='))
        .join(','),
    )
    .option('--allow-empty', 'a store that shows no order at all is really empty');
  withOutput(command)
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
      const columns = readXeroColumns(options.xeroColumns);
      const xero =
        options.xeroCsv === undefined
          ? undefined
          : await readXeroFile(path.resolve(shell.folder, options.xeroCsv), columns);
      const shown = showProgress(shell, pipeline);
      const result = await reconcile({
        pipeline,
        home: stateHome(shell.environment),
        from: options.from,
        to: options.to,
        graceMinutes: options.grace,
        allowEmpty: options.allowEmpty,
        xero,
        progress: shown.take,
        signal: shell.signal,
        now: shell.now,
      }).finally(() => shown.end());
      if (options.csv !== undefined) {
        const written = await writeCsvFiles(result, path.resolve(shell.folder, options.csv));
        for (const one of written) shell.note(`Wrote ${path.relative(shell.folder, one)}`);
      }
      printResult(shell, options, result, () => reconcileReport(result));
      shell.end(exitCodeOfReconciliation(result));
    });
}

function minutes(text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new InvalidArgumentError('It takes a whole number of minutes.');
  return Number(text);
}
