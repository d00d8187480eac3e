import type { Command } from 'commander';
import { examples } from '../examples.ts';
import { lazily } from '../lazily.ts';
import { withOutput } from '../output.ts';
import type { Shell } from '../shell.ts';

export function registerNotify(program: Command, shell: Shell): void {
  const command = program
    .command('notify')
    .argument('<pipeline>', 'the pipeline file')
    .description('Says who is told when something needs somebody, and whether the last message to them arrived.')
    .option('--test', 'send a test to each of them, and say what became of it');
  withOutput(command)
    .addHelpText(
      'after',
      examples('notify pipelines/au-stores.yaml --test', 'notify pipelines/au-stores.yaml --output json'),
    )
    .action(lazily(shell, () => import('../actions/notify.ts')));
}
