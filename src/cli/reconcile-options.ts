import path from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Pipeline } from '../config/pipeline.ts';
import { keeperOf } from '../ledger/open/keeper-of.ts';
import { ConsolidatorError } from '../model/errors.ts';
import type { LocalDate } from '../model/time.ts';
import { handLinks } from '../proof/hand-links.ts';
import { type ReconcileOptions, reconcile } from '../reconcile/reconcile.ts';
import type { Reconciliation } from '../reconcile/result.ts';
import { readXeroColumns, readXeroFile, xeroColumns } from '../reconcile/xero-file.ts';
import { stateHome } from '../session/state-home.ts';
import { day } from './narrowing-options.ts';
import { type LogOption, openLog } from './progress/log-file.ts';
import { showProgress } from './progress/show.ts';
import type { Shell } from './shell.ts';

export interface ComparisonOptions extends LogOption {
  readonly from?: LocalDate;
  readonly to?: LocalDate;
  readonly grace: number;
  readonly xeroCsv?: string;
  readonly xeroColumns: string;
  readonly allowEmpty?: boolean;
}

/** Adds what can be said about a comparison of the stores. */
export function withComparison(command: Command): Command {
  const headings = Object.entries(xeroColumns).map((pair) => pair.join('='));
  return command
    .option('--from <day>', 'first day, by accounting date, as YYYY-MM-DD', day)
    .option('--to <day>', 'last day', day)
    .option('--grace <minutes>', 'what was changed so shortly before is under way, not wrong', minutes, 0)
    .option('--xero-csv <file>', "Xero's export of invoices, as a third side")
    .addOption(
      new Option('--xero-columns <names>', `headings of that file that are others than ${headings.join(', ')}`).default(
        headings.join(','),
        'as Xero exports them',
      ),
    )
    .option('--allow-empty', 'a store that shows no order at all is really empty');
}

/** @throws ConsolidatorError where a store or the file from Xero can't be read */
export async function compare(shell: Shell, pipeline: Pipeline, options: ComparisonOptions): Promise<Reconciliation> {
  const columns = readXeroColumns(options.xeroColumns);
  const file = options.xeroCsv === undefined ? undefined : path.resolve(shell.folder, options.xeroCsv);
  const xero = file === undefined ? undefined : await readXeroFile(file, columns);
  const shown = showProgress(shell, pipeline, openLog(shell, options, 'reconcile'));
  return reconcile({
    pipeline,
    home: stateHome(shell.environment),
    from: options.from,
    to: options.to,
    graceMinutes: options.grace,
    allowEmpty: options.allowEmpty,
    xero,
    ...(await toldByLedger(pipeline)),
    progress: shown.take,
    signal: shell.signal,
    now: shell.now,
  }).finally(() => shown.end());
}

type Told = Pick<ReconcileOptions, 'links' | 'history'>;

/** A ledger that is lost, or can't be read, is no reason not to compare: then nothing is known of links and back-fills. */
export async function toldByLedger(pipeline: Pipeline): Promise<Told> {
  const keeper = keeperOf(pipeline);
  if (!(await keeper.exists())) return {};
  try {
    const ledger = await keeper.openToLook();
    try {
      const history = Map.groupBy(await ledger.historySlices(), ({ store }) => store);
      return { links: await handLinks(ledger), history };
    } finally {
      await ledger.close();
    }
  } catch (error) {
    if (!(error instanceof ConsolidatorError)) throw error;
    return {};
  }
}

function minutes(text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new InvalidArgumentError('It takes a whole number of minutes.');
  return Number(text);
}
