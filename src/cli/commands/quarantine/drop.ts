import type { Command } from 'commander';
import { examples } from '../../examples.ts';
import { lazily } from '../../lazily.ts';
import { withOutput } from '../../output.ts';
import { withSelection } from '../../selection-options.ts';
import type { Shell } from '../../shell.ts';

export function registerDrop(quarantine: Command, shell: Shell): void {
  const command = quarantine
    .command('drop')
    .argument('<pipeline>', 'the pipeline file')
    .argument('[id]', 'the id of a quarantined record, in its own store or in the primary')
    .description(
      'Leaves a quarantined record out for good, with what belongs to it; nothing in the primary is changed.',
    )
    .requiredOption('--reason <text>', 'why; it is kept with the record, so name nobody in it')
    .option('--all', 'all that wait for the one reason that --code names, as far as the other options select them');
  withOutput(withSelection(command))
    .addHelpText(
      'after',
      examples(
        'quarantine drop pipelines/au-stores.yaml N11177 --reason "a test order of ours"',
        'quarantine drop pipelines/au-stores.yaml 665 --store west --entity payments --reason "of zero"',
        'quarantine drop pipelines/au-stores.yaml --all --code payment-zero --reason "of zero"',
      ),
    )
    .action(lazily(shell, () => import('../../actions/quarantine/drop.ts')));
}
