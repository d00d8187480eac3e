import type { Command } from 'commander';
import { counted } from '../../model/amounts-text.ts';
import { examples } from '../examples.ts';
import type { Shell } from '../shell.ts';

export function registerDemo(program: Command, shell: Shell): void {
  program
    .command('demo')
    .description('Plays the whole job with three made-up stores on this machine. Takes seconds, leaves nothing behind.')
    .addHelpText('after', examples('demo'))
    .action(async () => {
      const began = performance.now();
      // Its stores are nothing that other commands should have to load.
      const { playDemo } = await import('../demo/demo.ts');
      await playDemo(shell);
      const seconds = Math.max(1, Math.round((performance.now() - began) / 1000));
      shell.print(`
The demo is over (${counted(seconds, 'second')}); its stores and its folder are gone. Where to look next:
  README.md                    set it up for your own stores
  pipelines/demo.yaml          the pipeline file that was just run
  docs/configuration.md        every key of a pipeline file
  docs/promises.md             what the program promises, and the tests that prove it
  neto-consolidator --help     all commands`);
    });
}
