import type { Command } from 'commander';
import { examples } from '../examples.ts';
import { lazily } from '../lazily.ts';
import { withOutput } from '../output.ts';
import { reasonOption } from '../reason-option.ts';
import type { Shell } from '../shell.ts';

export function registerAdopt(program: Command, shell: Shell): void {
  const command = program
    .command('adopt')
    .argument('<pipeline>', 'the pipeline file')
    .description(
      'Links copies that another recipe made, where all that must agree with their source does. Writes nothing to any store.',
    )
    .option('--store <name...>', 'only these secondary stores')
    .option('--dry-run', 'say what would be linked, and link nothing')
    .addOption(reasonOption());
  withOutput(command)
    .addHelpText(
      'after',
      examples('adopt pipelines/au-stores.yaml --dry-run', 'adopt pipelines/au-stores.yaml --store west'),
    )
    .action(lazily(shell, () => import('../actions/adopt.ts')));
}
