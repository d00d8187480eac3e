import type { Command } from 'commander';
import { examples } from '../examples.ts';
import { lazily } from '../lazily.ts';
import { withOutput } from '../output.ts';
import type { Shell } from '../shell.ts';

export function registerTrace(program: Command, shell: Shell): void {
  const command = program
    .command('trace')
    .argument('<order>', "the order's id, in its own store or in the primary")
    .argument('[pipeline]', 'the pipeline file; may be left out where pipelines/ holds only one')
    .description(
      'Follows one order: both sides as they are now, its payments and customer, what was done when, and why it is where it is.',
    )
    .option('--store <name>', 'only the order of this secondary store: two stores may use one number')
    .option('--offline', 'ask no store; tell what the ledger knows');
  withOutput(command)
    .addHelpText(
      'after',
      examples('trace N11177 pipelines/au-stores.yaml', 'trace W11177', 'trace N1001 --store west --output json'),
    )
    .action(lazily(shell, () => import('../actions/trace.ts')));
}
