import type { Command } from 'commander';
import { examples } from '../examples.ts';
import { lazily } from '../lazily.ts';
import { notCopiedYet, positive, withNarrowing } from '../narrowing-options.ts';
import { withOutput } from '../output.ts';
import { withLog } from '../progress/log-option.ts';
import type { Shell } from '../shell.ts';

export function registerPlan(program: Command, shell: Shell): void {
  const command = withNarrowing(program.command('plan').argument('<pipeline>', 'the pipeline file'))
    .description(
      'Says what a run would do, from both sides as they are now. Writes nothing, and ends with the exit code that the run would end with.',
    )
    .option('--samples <number>', 'orders of each store to show', positive, 5)
    .option('--allow-empty', 'a store that shows no order at all is really empty')
    .option('--take-over', 'look at it as if copies of another installation were ours')
    .addOption(notCopiedYet());
  withOutput(withLog(command))
    .addHelpText(
      'after',
      examples(
        'plan pipelines/au-stores.yaml',
        'plan pipelines/au-stores.yaml --store west --since 2026-10-01 --samples 20',
        'plan pipelines/au-stores.yaml --order N11177',
      ),
    )
    .action(lazily(shell, () => import('../actions/plan.ts')));
}
