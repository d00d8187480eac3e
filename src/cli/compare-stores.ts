import path from 'node:path';
import type { Pipeline } from '../config/pipeline.ts';
import { keeperOf } from '../ledger/open/keeper-of.ts';
import { ConsolidatorError } from '../model/errors.ts';
import { handLinks } from '../proof/hand-links.ts';
import { type ReconcileOptions, reconcile } from '../reconcile/reconcile.ts';
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
