import { Argument, type Command } from 'commander';
import { completionScript, shells } from '../completion.ts';
import type { Shell } from '../shell.ts';

const meaning = `
To have it in each new shell:
  bash   neto-consolidator completion bash >> ~/.bashrc
  zsh    neto-consolidator completion zsh  >> ~/.zshrc
  fish   neto-consolidator completion fish >> ~/.config/fish/config.fish`;

export function registerCompletion(program: Command, shell: Shell): void {
  program
    .command('completion')
    .addArgument(new Argument('<shell>', 'whose').choices(shells))
    .description('Prints what lets a shell complete commands, options and file names at the TAB key.')
    .addHelpText('after', meaning)
    .action((name: (typeof shells)[number]) => shell.print(completionScript(program, name)));
}
