import type { Command } from 'commander';
import { examples } from '../examples.ts';
import { lazily } from '../lazily.ts';
import type { Shell } from '../shell.ts';

export function registerDemo(program: Command, shell: Shell): void {
  program
    .command('demo')
    .description(
      'Plays the whole job with three made-up stores on this machine. Takes seconds, leaves nothing behind unless it is told to keep them.',
    )
    .option(
      '--keep [folder]',
      'leave the stores running for a day, with their pipeline, in a new folder (neto-consolidator-demo)',
    )
    .option('--stop [folder]', 'end the stores that were kept; the folder stays')
    .option('--force', 'with --keep: begin anew in the folder of a kept demo that has ended')
    .addHelpText('after', examples('demo', 'demo --keep', 'demo --stop'))
    .action(lazily(shell, () => import('../actions/demo.ts')));
}
