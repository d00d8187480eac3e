import type { Command } from 'commander';
import { examples } from '../examples.ts';
import { lazily } from '../lazily.ts';
import type { Shell } from '../shell.ts';

export function registerLedger(program: Command, shell: Shell): void {
  const ledger = program
    .command('ledger')
    .usage('<verb> [options]')
    .helpCommand(false)
    .description('Carries the ledger from a file into a database, and back.');
  ledger
    .command('move')
    .argument('<pipeline>', 'the pipeline file')
    .requiredOption('--to <place>', `a path, or the variable with the address of a database: '\${LEDGER_URL}'`)
    .description(
      'Carries the ledger to another place, proves that it is the same there, and marks the one that is left.',
    )
    .addHelpText(
      'after',
      examples(
        `ledger move pipelines/au-stores.yaml --to '\${LEDGER_URL}'`,
        'ledger move pipelines/au-stores.yaml --to state/au-stores.db',
      ),
    )
    .action(lazily(shell, () => import('../actions/move-ledger.ts')));
}
