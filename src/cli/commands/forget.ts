import path from 'node:path';
import type { Command } from 'commander';
import type { Pipeline } from '../../config/pipeline.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { BY_A_PERSON } from '../../ledger/run-entry.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import type { NetoClient } from '../../neto/client.ts';
import { forgetShopper } from '../../operations/forget/forget.ts';
import type { ForgetReport } from '../../operations/forget/report.ts';
import { openSharedRequestLog, openStore, Resources } from '../../session/open-run.ts';
import { stateHome } from '../../session/state-home.ts';
import { AsksYes } from '../ask.ts';
import { examples } from '../examples.ts';
import { changeLedger, readLedger } from '../open-ledger.ts';
import { type OutputOption, printResult, withOutput } from '../output.ts';
import { openPipeline } from '../pipeline-file.ts';
import type { Shell } from '../shell.ts';
import { changesIn, forgetText } from '../text/forget-text.ts';

interface ForgetCommand extends OutputOption {
  readonly email: string;
  readonly in?: readonly string[];
  readonly offline?: boolean;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
}

const meaning = `
What goes: the content of quarantined records and of what is still to be judged; what the ledger's own backups hold of the
shopper; open export batches; the rows, page elements and lines about them in files that this program wrote (exports, months, reports,
comparisons) and in those of --in. Records stay, with their ids and amounts, and are still counted; the rows of others stay as they are.

Where it can't be told for certain whose something is (a number without a store, a name alone, a file in no rows), the file stays as it
is there and is named, with exit code 3.

What can't go is listed: the orders and accounts in the stores themselves, what Xero has, files that a store was read from, and
copies of any of these that were made elsewhere. The audit names the records, and who did it; the address is kept nowhere.`;

export function registerForget(program: Command, shell: Shell): void {
  const command = program
    .command('forget')
    .argument('<pipeline>', 'the pipeline file')
    .description('Takes one shopper out of all that this program has kept of them, and says what can not go.')
    .requiredOption('--email <address>', "the shopper's e-mail address, in any case")
    .option('--in <path...>', 'files and folders to look through, beside those that this program knows that it wrote')
    .option('--offline', 'ask no store for their orders and accounts')
    .option('--dry-run', 'say what would go, and change nothing')
    .option('--yes', 'take it out without asking');
  withOutput(command)
    .addHelpText('after', meaning)
    .addHelpText(
      'after',
      examples(
        'forget pipelines/au-stores.yaml --email jane@example.com --dry-run',
        'forget pipelines/au-stores.yaml --email jane@example.com --in october feeds/west/done --yes',
      ),
    )
    .action(async (file: string, options: ForgetCommand) => {
      const email = options.email.trim();
      if (!/^[^\s@]+@[^\s@]+$/.test(email))
        throw new ConsolidatorError('usage', '--email takes an e-mail address, such as jane@example.com.');
      const pipeline = await openPipeline(shell, file);
      const forget = (ledger: Ledger, resources: Resources, dryRun: boolean): Promise<ForgetReport> =>
        forgetShopper({
          ...{ pipeline, ledger, email, dryRun, run: BY_A_PERSON, signal: shell.signal },
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
    });
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
  const requestLog = openSharedRequestLog(stateHome(shell.environment), resources);
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
