import path from 'node:path';
import { ConsolidatorError } from '../../model/errors.ts';
import { linkQueued } from '../../operations/link/link-queued.ts';
import { dailyProof } from '../../proof/daily-proof.ts';
import { runPipeline } from '../../run/run.ts';
import type { RunSummary } from '../../run/summary.ts';
import { stateHome } from '../../session/state-home.ts';
import { storeFeeds } from '../../session/store-feeds.ts';
import { openToRun, tellingAfterwards } from '../announcing.ts';
import { type OutputOption, printResult } from '../output.ts';
import { knownStores } from '../pipeline-file.ts';
import { openLog } from '../progress/log-file.ts';
import type { LogOption } from '../progress/log-option.ts';
import { showProgress } from '../progress/show.ts';
import { reasonIfGiven } from '../reason.ts';
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
  readonly reason?: string;
  readonly notCopiedYet?: readonly string[];
}

export async function act(shell: Shell, file: string, options: ImportOptions): Promise<void> {
  const pipeline = await openToRun(shell, file);
  knownStores(pipeline, [options.store]);
  const files = options.file.map((one) => fileAsGiven(shell, one));
  const newest = options.newest === undefined ? undefined : amongGiven(files, fileAsGiven(shell, options.newest));
  const feeds = storeFeeds(
    { kind: 'given', files, newest },
    { columns: columnsOf(options.set), fillDown: options.fillDown },
  );
  const shown = showProgress(shell, pipeline, openLog(shell, options, 'import'));
  const narrowing = { stores: [options.store] };
  const work = () =>
    runPipeline({
      pipeline,
      home: stateHome(shell.environment),
      narrowing,
      feeds: { store: options.store, feeds },
      simulate: options.dryRun,
      yes: options.yes,
      takeOver: options.takeOver,
      takeOverReason: reasonIfGiven(options.reason),
      // What it copies first into a new ledger is of this version.
      prover: dailyProof,
      linker: linkQueued,
      proof: 'never',
      notCopiedYet: knownStores(pipeline, options.notCopiedYet),
      signal: shell.signal,
      now: shell.now,
      progress: shown.take,
    }).finally(() => shown.end());
  const summary = options.dryRun === true ? await work() : await tellingAfterwards(shell, pipeline, narrowing, work);
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
