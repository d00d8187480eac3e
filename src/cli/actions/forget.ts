import path from 'node:path';
import type { Pipeline } from '../../config/pipeline.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { BY_A_PERSON } from '../../ledger/run-entry.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import type { NetoClient } from '../../neto/client.ts';
import { forgetShopper } from '../../operations/forget/forget.ts';
import type { ForgetReport } from '../../operations/forget/report.ts';
import { openSharedRequestLog, openStore } from '../../session/open-run.ts';
import { Resources } from '../../session/resources.ts';
import { stateHome } from '../../session/state-home.ts';
import { AsksYes } from '../ask.ts';
import { changeLedger, readLedger } from '../open-ledger.ts';
import { type OutputOption, printResult } from '../output.ts';
import { openPipeline } from '../pipeline-file.ts';
import { reasonIfGiven } from '../reason.ts';
import type { Shell } from '../shell.ts';
import { changesIn, forgetText } from '../text/forget-text.ts';

interface ForgetCommand extends OutputOption {
  readonly reason?: string;
  readonly email: string;
  readonly in?: readonly string[];
  readonly offline?: boolean;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
}

export async function act(shell: Shell, file: string, options: ForgetCommand): Promise<void> {
  const email = options.email.trim();
  if (!/^[^\s@]+@[^\s@]+$/.test(email))
    throw new ConsolidatorError('usage', '--email takes an e-mail address, such as jane@example.com.');
  const reason = reasonIfGiven(options.reason);
  const pipeline = await openPipeline(shell, file);
  const forget = (ledger: Ledger, resources: Resources, dryRun: boolean): Promise<ForgetReport> =>
    forgetShopper({
      ...{ pipeline, ledger, email, dryRun, reason, run: BY_A_PERSON, signal: shell.signal },
      paths: (options.in ?? []).map((one) => path.resolve(shell.folder, one)),
      open: options.offline === true ? undefined : clientsOf(shell, pipeline, resources),
    });
  const planned = await readLedger(shell, pipeline, (ledger, resources) => forget(ledger, resources, true));
  const wanted = options.dryRun !== true && (await isWanted(shell, planned, options));
  const report = wanted
    ? await within((resources) => changeLedger(shell, pipeline, (ledger) => forget(ledger, resources, false)))
    : planned;
  printResult(shell, options, report, () => forgetText(report, file));
  if (report.pending.length + report.left.mayHold.length + report.left.unreadable.length > 0) shell.end(3);
}

async function within<Result>(use: (resources: Resources) => Promise<Result>): Promise<Result> {
  const resources = new Resources();
  try {
    return await use(resources);
  } finally {
    await resources.close();
  }
}

/** Each opened when it is first asked. */
function clientsOf(shell: Shell, pipeline: Pipeline, resources: Resources): (store: string) => NetoClient {
  const requestLog = openSharedRequestLog(
    { home: stateHome(shell.environment), database: pipeline.database },
    resources,
  );
  return (store) => {
    const connection = [pipeline.primary, ...pipeline.secondaries].find(({ name }) => name === store);
    if (connection === undefined) throw new RangeError(`The pipeline has no store ${store}`);
    return openStore(connection, { readOnly: true }, { requestLog, progress: () => {} }, resources);
  };
}

/** @throws ConsolidatorError `usage` where nobody is there to say yes */
async function isWanted(shell: Shell, planned: ForgetReport, { yes }: ForgetCommand): Promise<boolean> {
  const changes = changesIn(planned);
  if (changes === undefined) return false;
  if (yes === true) return true;
  if (shell.ask === undefined)
    throw new AsksYes(`This would take the shopper out of ${changes}, for good. Nothing was changed.`);
  shell.note(forgetText(planned, shell.file ?? ''));
  return shell.ask(`Take the shopper out of ${changes}, for good?`);
}
