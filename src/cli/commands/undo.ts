import { type Command, InvalidArgumentError } from 'commander';
import { examples } from '../examples.ts';
import { lazily } from '../lazily.ts';
import { withOutput } from '../output.ts';
import { reasonOption } from '../reason-option.ts';
import type { Shell } from '../shell.ts';

export function registerUndo(program: Command, shell: Shell): void {
  const command = program
    .command('undo')
    .argument('<pipeline>', 'the pipeline file')
    .description(
      "Takes back a run's copies: those that are unpaid and not in the books are cancelled; the rest is listed with what a person must do.",
    )
    .requiredOption('--run <id>', 'the run, as `status` lists it', runId)
    .option('--dry-run', 'say what would be taken back, and change nothing')
    .option('--yes', 'take it back without asking')
    .addOption(reasonOption());
  withOutput(command)
    .addHelpText(
      'after',
      examples('undo pipelines/au-stores.yaml --run 12 --dry-run', 'undo pipelines/au-stores.yaml --run 12 --yes'),
    )
    .action(lazily(shell, () => import('../actions/undo.ts')));
}

function runId(text: string): number {
  const id = Number(text);
  if (!Number.isInteger(id) || id < 1) throw new InvalidArgumentError('Expected the number of a run, such as 12.');
  return id;
}
