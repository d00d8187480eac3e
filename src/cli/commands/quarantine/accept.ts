import { type Command, InvalidArgumentError } from 'commander';
import { examples } from '../../examples.ts';
import { lazily } from '../../lazily.ts';
import { withOutput } from '../../output.ts';
import { reasonOption } from '../../reason-option.ts';
import { withSelection } from '../../selection-options.ts';
import type { Shell } from '../../shell.ts';

export function registerAccept(quarantine: Command, shell: Shell): void {
  const command = quarantine
    .command('accept')
    .argument('<pipeline>', 'the pipeline file')
    .argument('[id]', 'the id of a quarantined record, in its own store or in the primary')
    .description(
      'Says that a quarantined record is right: with the cents by which it differs, or as it stands in the primary.',
    )
    .addOption(reasonOption().makeOptionMandatory())
    .option('--all', 'all orders whose total alone differs, by no more than --up-to says')
    .option('--up-to <amount>', 'with --all: the largest difference, such as 0.05', amount)
    .option('--leave-in-books', 'what was to be done in the primary first is not done: it stays in the books as it is')
    .option('--dry-run', 'say what would go into the books, and accept nothing')
    .option('--yes', 'accept it without asking, though money is left over: an overpayment, or an open amount');
  withOutput(withSelection(command))
    .addHelpText(
      'after',
      examples(
        'quarantine accept pipelines/au-stores.yaml N11177 --reason "rounded at the till, says the bookkeeper"',
        'quarantine accept pipelines/au-stores.yaml --all --up-to 0.05 --reason "rounded at the till"',
      ),
    )
    .action(lazily(shell, () => import('../../actions/quarantine/accept.ts')));
}

/** Its text: amounts are nothing that the help of all commands should have to load. */
function amount(text: string): string {
  if (/^\s*\+?(\d{1,30}(\.\d{0,20})?|\.\d{1,20})\s*$/.test(text)) return text;
  throw new InvalidArgumentError('Expected an amount, such as 0.05.');
}
