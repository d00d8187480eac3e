import type { Command } from 'commander';
import { closest } from '../../config/problems.ts';
import { ConsolidatorError } from '../../model/errors.ts';

/** `help run` says what `run --help` says; both are typed. */
export function registerHelp(program: Command): void {
  program
    .command('help')
    .argument('[command...]', 'a command, such as `run` or `quarantine drop`')
    .description('Says what a command does, and what can be given to it.')
    .action((words: readonly string[]) => {
      let at = program;
      for (const word of words) {
        const next = at.commands.find((command) => command.name() === word);
        if (next === undefined) throw unknown(at, word);
        at = next;
      }
      at.outputHelp();
    });
}

function unknown(at: Command, word: string): ConsolidatorError {
  const names = at.commands.map((command) => command.name());
  const near = closest(word, names);
  const known = names.length === 0 ? '' : ` There are ${names.join(', ')}.`;
  const hint = near === undefined ? known : ` Did you mean ${near}?`;
  return new ConsolidatorError('usage', `There is no command ${JSON.stringify(word)}.${hint}`);
}
