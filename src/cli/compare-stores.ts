import path from 'node:path';
import type { Pipeline } from '../config/pipeline.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { keeperOf } from '../ledger/open/keeper-of.ts';
import { ConsolidatorError } from '../model/errors.ts';
import { labelledDifferences } from '../proof/label-differences.ts';
import { toldByLedger } from '../proof/told-by-ledger.ts';
import { compareBooks } from '../reconcile/reconcile.ts';
import type { Reconciliation } from '../reconcile/result.ts';
import { readXeroColumns } from '../reconcile/xero-columns.ts';
import { readXeroFile } from '../reconcile/xero-file.ts';
import { stateHome } from '../session/state-home.ts';
import { openLog } from './progress/log-file.ts';
import { showProgress } from './progress/show.ts';
import type { ComparisonOptions } from './reconcile-options.ts';
import type { Shell } from './shell.ts';

/** @throws ConsolidatorError where a store or the file from Xero can't be read */
export async function compare(shell: Shell, pipeline: Pipeline, options: ComparisonOptions): Promise<Reconciliation> {
  const columns = readXeroColumns(options.xeroColumns);
  const file = options.xeroCsv === undefined ? undefined : path.resolve(shell.folder, options.xeroCsv);
  const xero = file === undefined ? undefined : await readXeroFile(file, columns);
  const shown = showProgress(shell, pipeline, openLog(shell, options, 'reconcile'));
  const books = await compareBooks({
    pipeline,
    home: stateHome(shell.environment),
    from: options.from,
    to: options.to,
    graceMinutes: options.grace,
    allowEmpty: options.allowEmpty,
    xero,
    live: options.xero,
    ...(await toldByOwnLedger(pipeline)),
    progress: shown.take,
    signal: shell.signal,
    now: shell.now,
  }).finally(() => shown.end());
  // Only now, so that a mistake in the ledger can't hide itself.
  const differences = await lookedAt(pipeline, (ledger) => labelledDifferences(books, ledger));
  return { ...books.reconciliation, ...(differences === undefined ? {} : { differences }) };
}

export async function toldByOwnLedger(pipeline: Pipeline): ReturnType<typeof toldByLedger> {
  return (await lookedAt(pipeline, toldByLedger)) ?? {};
}

/** A ledger that is lost, or can't be read, is no reason not to compare: then nothing is known of what it would say. */
async function lookedAt<Seen>(pipeline: Pipeline, look: (ledger: Ledger) => Promise<Seen>): Promise<Seen | undefined> {
  const keeper = keeperOf(pipeline);
  if (!(await keeper.exists())) return undefined;
  try {
    const ledger = await keeper.openToLook();
    try {
      return await look(ledger);
    } finally {
      await ledger.close();
    }
  } catch (error) {
    if (!(error instanceof ConsolidatorError)) throw error;
    return undefined;
  }
}
