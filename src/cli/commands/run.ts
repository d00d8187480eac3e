import type { Command } from 'commander';
import { examples } from '../examples.ts';
import { lazily } from '../lazily.ts';
import { notCopiedYet, withNarrowing } from '../narrowing-options.ts';
import { withOutput } from '../output.ts';
import { withLog } from '../progress/log-option.ts';
import { reasonOption } from '../reason-option.ts';
import type { Shell } from '../shell.ts';

export function registerRun(program: Command, shell: Shell): void {
  const command = withNarrowing(program.command('run').argument('<pipeline>', 'the pipeline file'))
    .description('Copies what is new in the secondary stores into the primary, once and to the cent.')
    .option('--yes', 'go on although more than 200 orders are older than the last whole run of their store')
    .option('--allow-empty', 'a store that shows no order at all is really empty')
    .option('--proof', 'compare both sides anew at the end of this run, whether it is due or not')
    .option('--no-proof', 'leave the daily comparison of both sides to a later run')
    .option('--take-over', 'copies that another installation made are ours from now on')
    .addOption(reasonOption('with --take-over: '))
    .addOption(notCopiedYet());
  withOutput(withLog(command))
    .addHelpText(
      'after',
      examples(
        'run pipelines/au-stores.yaml',
        'run pipelines/au-stores.yaml --limit 5          # try it with five orders of each store',
        'run pipelines/au-stores.yaml --store west --order N11177',
        'run pipelines/au-stores.yaml --output json | jq .status',
      ),
    )
    .action(lazily(shell, () => import('../actions/run.ts')));
}
