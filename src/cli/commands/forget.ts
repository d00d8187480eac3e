import type { Command } from 'commander';
import { examples } from '../examples.ts';
import { lazily } from '../lazily.ts';
import { withOutput } from '../output.ts';
import { reasonOption } from '../reason-option.ts';
import type { Shell } from '../shell.ts';

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
    .option('--yes', 'take it out without asking')
    .addOption(reasonOption());
  withOutput(command)
    .addHelpText('after', meaning)
    .addHelpText(
      'after',
      examples(
        'forget pipelines/au-stores.yaml --email jane@example.com --dry-run',
        'forget pipelines/au-stores.yaml --email jane@example.com --in october feeds/west/done --yes',
      ),
    )
    .action(lazily(shell, () => import('../actions/forget.ts')));
}
