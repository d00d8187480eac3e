import { type Command, Option } from 'commander';
import { examples } from '../examples.ts';
import { lazily } from '../lazily.ts';
import { day, positive } from '../narrowing-options.ts';
import { wholePort } from '../port-option.ts';
import { withLog } from '../progress/log-option.ts';
import { reasonOption } from '../reason-option.ts';
import type { Shell } from '../shell.ts';

export function registerXero(program: Command, shell: Shell): void {
  const xero = program
    .command('xero')
    .usage('<verb> [options]')
    .helpCommand(false)
    .description('The books: connects an ordinary app to them, and confirms what was learned of the export.');
  xero
    .command('connect')
    .argument('<pipeline>', 'the pipeline file, with `xero.tokenFile`')
    .description(
      'Opens the page of Xero on which somebody lets the app read the books, and keeps the tokens in the file that the pipeline names.',
    )
    .option('--port <number>', 'where Xero sends the browser back to, on this machine', wholePort, 8700)
    .option('--organisation <name>', 'which one, where access was given to several: its name or id')
    .addOption(
      new Option('--minutes <count>', 'how long to wait for the sign-in').argParser(positive).default(10, '10'),
    )
    .option('--no-open', 'only say the address, and open no browser')
    .addHelpText(
      'after',
      examples('xero connect pipelines/au-stores.yaml', 'xero connect pipelines/au-stores.yaml --no-open --port 8701'),
    )
    .action(lazily(shell, () => import('../actions/connect-xero.ts')));
  xero
    .command('confirm')
    .argument('<pipeline>', 'the pipeline file')
    .description(
      'Writes what the export puts before the numbers of orders, as the invoices in Xero show it, into the pipeline file (`xero.invoicePrefix`).',
    )
    .addOption(reasonOption())
    .addHelpText('after', examples('xero confirm pipelines/au-stores.yaml'))
    .action(lazily(shell, () => import('../actions/confirm-prefix.ts')));
  const accept = xero
    .command('accept')
    .argument('<pipeline>', 'the pipeline file')
    .argument('<number>', 'of the order in the primary, which is the number of its invoice')
    .description(
      'Lets what differs in Xero of one order stand as it is, with a reason: as the last look has shown it, else as a look at the month of the order shows it now. Once it changes it is told anew.',
    )
    .addOption(reasonOption().makeOptionMandatory())
    .option('--from <day>', 'look anew, at the invoices of this day and later, as YYYY-MM-DD', day)
    .option('--to <day>', 'and up to this one', day);
  withLog(accept)
    .addHelpText(
      'after',
      examples(
        'xero accept pipelines/au-stores.yaml W11177 --reason "corrected by a journal"',
        'xero accept pipelines/au-stores.yaml W11177 --from 2026-03-01 --to 2026-03-31 --reason "two names, one buyer"',
      ),
    )
    .action(lazily(shell, () => import('../actions/accept-in-books.ts')));
}
