import type { Command } from 'commander';
import { examples } from '../../examples.ts';
import { lazily } from '../../lazily.ts';
import { withOutput } from '../../output.ts';
import { withSelection } from '../../selection-options.ts';
import type { Shell } from '../../shell.ts';

export function registerShow(quarantine: Command, shell: Shell): void {
  const command = quarantine
    .command('show')
    .argument('<pipeline>', 'the pipeline file')
    .argument('<id>', "the record's id in its own store, or its copy's")
    .description('Shows one quarantined record: why, what can be done, and what was done with it so far.')
    .option('--payload', 'the whole record as it was read; it holds what is personal');
  withOutput(withSelection(command))
    .addHelpText(
      'after',
      examples(
        'quarantine show pipelines/au-stores.yaml N11177',
        'quarantine show pipelines/au-stores.yaml 665 --store west --entity payments --payload',
      ),
    )
    .action(lazily(shell, () => import('../../actions/quarantine/show.ts')));
}
