import type { Command } from 'commander';
import { examples } from '../../examples.ts';
import { lazily } from '../../lazily.ts';
import { withOutput } from '../../output.ts';
import { reasonOption } from '../../reason-option.ts';
import { withSelection } from '../../selection-options.ts';
import type { Shell } from '../../shell.ts';

export function registerRetry(quarantine: Command, shell: Shell): void {
  const command = quarantine
    .command('retry')
    .argument('<pipeline>', 'the pipeline file')
    .argument('[id...]', 'ids of quarantined or dropped records, in their own store or in the primary')
    .description(
      'Gives quarantined records back to the next run, which judges and copies them anew; dropped ones too, by their id.',
    )
    .option('--all', 'all that are quarantined, as far as the other options select them')
    .addOption(reasonOption())
    .option('--another', 'what may be it in the primary is another one: copy it all the same');
  withOutput(withSelection(command))
    .addHelpText(
      'after',
      '\nIt ends with 3 where one that was named stays quarantined, since to try it again would come to the same.',
    )
    .addHelpText(
      'after',
      examples(
        'quarantine retry pipelines/au-stores.yaml N11177',
        'quarantine retry pipelines/au-stores.yaml --all --code shipping-method-unmapped',
      ),
    )
    .action(lazily(shell, () => import('../../actions/quarantine/retry.ts')));
}
