import path from 'node:path';
import type { Command } from 'commander';
import { ConsolidatorError } from '../../model/errors.ts';
import { dailyProof } from '../../proof/daily-proof.ts';
import { runPipeline } from '../../run/run.ts';
import type { RunSummary } from '../../run/summary.ts';
import { stateHome } from '../../session/state-home.ts';
import { storeFeeds } from '../../session/store-feeds.ts';
import { examples } from '../examples.ts';
import { notCopiedYet } from '../narrowing-options.ts';
import { type OutputOption, printResult, withOutput } from '../output.ts';
import { knownStores, openPipeline } from '../pipeline-file.ts';
import { type LogOption, openLog, withLog } from '../progress/log-file.ts';
import { showProgress } from '../progress/show.ts';
import { fileAsGiven, lineWith, type Shell } from '../shell.ts';
import { exitCodeOfPlan, exitCodeOfRun } from '../summary-exit.ts';
import { runReport, unconfirmedWords } from '../text/run-report.ts';
import { withVerdict } from '../text/verdict-lines.ts';
import { verdictNow } from '../verdict.ts';

interface ImportOptions extends OutputOption, LogOption {
  readonly store: string;
  readonly file: readonly string[];
  readonly set: readonly string[];
  readonly newest?: string;
  readonly fillDown?: boolean;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly takeOver?: boolean;
  readonly notCopiedYet?: readonly string[];
}

export function registerImport(program: Command, shell: Shell): void {
  const command = program
    .command('import')
    .argument('<pipeline>', 'the pipeline file')
    .description("Copies what feed files hold into the primary, by the same rules and ledger as the store's own API.")
    .requiredOption('--store <name>', 'the secondary that the files are of')
    .requiredOption('--file <files...>', 'exports of orders, customers, products or payments: CSV, tab text or XML')
    .option(
      '--set <column=value>',
      'a value for a column that the files lack, such as "Tax Inclusive=Yes"',
      collect,
      [],
    )
    .option('--newest <file>', 'of files that hold a record in different states, the one that holds')
    .option('--fill-down', "an order's empty cells mean what its first row has, as other platforms export")
    .option('--dry-run', 'show what would be done, and write nothing')
    .option('--yes', 'go on although this first run would create more than 200 orders')
    .option('--take-over', 'copies that another installation made are ours from now on')
    .addOption(notCopiedYet());
  withOutput(withLog(command))
    .addHelpText(
      'after',
      examples(
        'import pipelines/au-stores.yaml --store west --file orders.csv --dry-run',
        'import pipelines/au-stores.yaml --store west --file orders.csv customers.csv',
        'import pipelines/au-stores.yaml --store west --file orders.csv --set "Tax Inclusive=Yes" --set "Approved=Yes"',
      ),
    )
    .action(async (file: string, options: ImportOptions) => {
      const pipeline = await openPipeline(shell, file);
      knownStores(pipeline, [options.store]);
      const files = options.file.map((one) => fileAsGiven(shell, one));
      const newest = options.newest === undefined ? undefined : amongGiven(files, fileAsGiven(shell, options.newest));
      const feeds = storeFeeds(
        { kind: 'given', files, newest },
        { columns: columnsOf(options.set), fillDown: options.fillDown },
      );
      const shown = showProgress(shell, pipeline, openLog(shell, options, 'import'));
      const summary = await runPipeline({
        pipeline,
        home: stateHome(shell.environment),
        narrowing: { stores: [options.store] },
        feeds: { store: options.store, feeds },
        simulate: options.dryRun,
        yes: options.yes,
        takeOver: options.takeOver,
        // What it copies first into a new ledger is of this version.
        prover: dailyProof,
        proof: 'never',
        notCopiedYet: knownStores(pipeline, options.notCopiedYet),
        signal: shell.signal,
        now: shell.now,
        progress: shown.take,
      }).finally(() => shown.end());
      const verdict = options.dryRun === true ? null : await verdictNow(shell, pipeline);
      printResult(shell, options, { ...summary, verdict }, () =>
        options.dryRun === true
          ? [
              'Nothing was written. This is what would be done.',
              '',
              runReport(summary, file, 'This import'),
              ...asking(summary, shell),
            ].join('\n')
          : withVerdict(verdict, runReport(summary, file, undefined, shell.line), file),
      );
      shell.end(options.dryRun === true ? exitCodeOfPlan(summary, shell) : exitCodeOfRun(summary, shell));
    });
}

function asking({ unconfirmed = [] }: Pick<RunSummary, 'unconfirmed'>, { line }: Pick<Shell, 'line'>): string[] {
  if (unconfirmed.length === 0) return [];
  return [
    `The import asks before it copies ${unconfirmedWords(unconfirmed)}. To do it:`,
    `  ${lineWith(line.replace(' --dry-run', ''), '--yes')}`,
  ];
}

/** @throws ConsolidatorError `usage` */
function amongGiven(files: readonly string[], newest: string): string {
  if (files.includes(newest)) return newest;
  // Messages name files without their folders.
  const [only, another] = files.filter((file) => path.basename(file) === path.basename(newest));
  if (only !== undefined && another === undefined) return only;
  throw new ConsolidatorError('usage', `--newest ${newest}: expected one of the files given with --file.`);
}

function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

/** @throws ConsolidatorError `usage` */
function columnsOf(given: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    given.map((text) => {
      const equals = text.indexOf('=');
      if (equals < 1)
        throw new ConsolidatorError(
          'usage',
          `--set ${JSON.stringify(text)}: expected COLUMN=VALUE, such as "Tax Inclusive=Yes".`,
        );
      return [text.slice(0, equals), text.slice(equals + 1)];
    }),
  );
}
