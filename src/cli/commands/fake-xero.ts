import { type Command, Option } from 'commander';
import { describeXeroSwitches } from '../../fake-xero/describe-switches.ts';
import { examples } from '../examples.ts';
import { lazily } from '../lazily.ts';
import { positive } from '../narrowing-options.ts';
import { withOutput } from '../output.ts';
import { wholePort } from '../port-option.ts';
import type { Shell } from '../shell.ts';
import { indent } from '../text/table.ts';

const people = `
To play people in it, at its control port: book an invoice, void it, pay one, close a period, run
the export at once, see what was asked for.
  curl -s http://127.0.0.1:4012/createInvoice \\
    -d '[{"number": "N1", "contact": "Jo Example",
      "date": "2026-11-24", "total": "119.95"}]'
  curl -s http://127.0.0.1:4012/voidInvoice \\
    -d '["N1"]'
  curl -s http://127.0.0.1:4012/addPayment \\
    -d '[{"document": "N2", "amount": "50",
      "date": "2026-11-25", "reference": "ch_1"}]'
  curl -s http://127.0.0.1:4012/setOrganisation \\
    -d '[{"periodLockDate": "2026-09-30"}]'
  curl -s http://127.0.0.1:4012/exportNow \\
    -d '[]'
  curl -s http://127.0.0.1:4012/requests \\
    -d '[]'
A command that it does not have is answered with the names of all that it has.`;

export function registerFakeXero(program: Command, shell: Shell): void {
  const command = program
    .command('fake-xero')
    .description(
      "Starts a Xero organisation on this machine, to try the look into the books on. It is read as Xero is, refuses what Xero refuses, and takes what Neto's export would send from a fake store.",
    )
    .option('--port <number>', 'where its books are read; 0 takes any free port', wholePort, 0)
    .option('--identity-port <number>', 'where tokens are fetched', wholePort, 0)
    .option('--control-port <number>', 'where people are played', wholePort, 0)
    .option('--primary <address>', 'the fake store whose orders are exported, such as http://127.0.0.1:4001')
    .addOption(new Option('--every <minutes>', 'how often the export runs').argParser(positive).default(1, '1'))
    .option('--invoice-prefix <text>', 'what the export puts before the numbers of invoices', '')
    .option('--credit-note-prefix <text>', 'what it puts before the numbers of credit notes', '')
    .option('--switch <name=value...>', 'how it behaves where Xero and the export are not documented; see below');
  withOutput(command)
    .addHelpText('after', '\nThe key of the fake store is taken from FAKE_STORE_KEY.')
    .addHelpText('after', people)
    .addHelpText('after', () => `\nSwitches:\n${switchesText()}`)
    .addHelpText(
      'after',
      examples(
        'fake-xero --port 4010 --identity-port 4011 --control-port 4012',
        'fake-xero --primary http://127.0.0.1:4001 --every 5 --switch mode=batched --switch lockDates=local-midnight',
      ),
    )
    .action(lazily(shell, () => import('../actions/fake-xero.ts')));
}

/** Every switch with its settings, the default first named, and what it changes. */
function switchesText(): string {
  return describeXeroSwitches()
    .map(({ name, meaning, settings }) => `  ${name}=${settings[0]}  (${settings.join(' | ')})\n${indent(meaning, 6)}`)
    .join('\n');
}
