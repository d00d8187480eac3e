import type { Command } from 'commander';
import { examples } from '../examples.ts';
import { lazily } from '../lazily.ts';
import { withOutput } from '../output.ts';
import type { Shell } from '../shell.ts';

export function registerTodo(program: Command, shell: Shell): void {
  const command = program
    .command('todo')
    .argument('[pipeline]', 'the pipeline file; may be left out where pipelines/ holds only one')
    .description(
      'Lists what somebody must do, each decision once, with what follows from each choice and the line to type.',
    )
    .option('--store <name>', 'only of this secondary store')
    .option('--code <reason>', 'only what waits for this reason')
    .option('--seen', 'what was decided and could not be done is told no more: you have seen it')
    .option('--offline', 'do not ask the primary for the names that something can be mapped to');
  withOutput(command)
    .addHelpText('after', examples('todo pipelines/au-stores.yaml', 'todo --store west --code payment-method-unmapped'))
    .action(lazily(shell, () => import('../actions/todo.ts')));
}
