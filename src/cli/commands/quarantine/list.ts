import type { Command } from 'commander';
import { examples } from '../../examples.ts';
import { lazily } from '../../lazily.ts';
import { withOutput } from '../../output.ts';
import { withSelection } from '../../selection-options.ts';
import type { Shell } from '../../shell.ts';

export function registerList(quarantine: Command, shell: Shell): void {
  const command = quarantine
    .command('list')
    .argument('<pipeline>', 'the pipeline file')
    .description('Lists what is quarantined, by reason, with what can be done.');
  withOutput(withSelection(command))
    .addHelpText(
      'after',
      examples(
        'quarantine list pipelines/au-stores.yaml',
        'quarantine list pipelines/au-stores.yaml --store west --code total-unexplained',
      ),
    )
    .action(lazily(shell, () => import('../../actions/quarantine/list.ts')));
}
