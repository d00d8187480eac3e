import type { Command } from 'commander';
import { examples } from '../examples.ts';
import { lazily } from '../lazily.ts';
import { positive } from '../narrowing-options.ts';
import { withOutput } from '../output.ts';
import type { Shell } from '../shell.ts';

export function registerStatus(program: Command, shell: Shell): void {
  const command = program
    .command('status')
    .argument('<pipeline>', 'the pipeline file')
    .description('Says what happened lately, how far each store is read, and what is stuck. Asks no store.');
  withOutput(command)
    .option(
      '--within <minutes>',
      'for a health check: end with 1 where no run is that new and none is going on',
      positive,
    )
    .addHelpText(
      'after',
      examples(
        'status pipelines/au-stores.yaml',
        'status pipelines/au-stores.yaml --output json',
        'status pipelines/au-stores.yaml --within 60',
      ),
    )
    .action(lazily(shell, () => import('../actions/status.ts')));
}
