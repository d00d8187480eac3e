import type { Command } from 'commander';
import { examples } from '../examples.ts';
import { lazily } from '../lazily.ts';
import { withOutput } from '../output.ts';
import { withLog } from '../progress/log-option.ts';
import type { Shell } from '../shell.ts';

const meaning = `
What it looks at:
  keys (with and without the user name), rights, clocks, time zones, currency and tax rate; every name in the
  pipeline file (payment and shipping methods, warehouse, products, sales channel) in the primary; and, by a short plan
  over the latest 100 orders of each secondary, what a run would make of them: which would be quarantined and why, what the
  primary lacks, and what a person should know before the first run.

It only reads, the primary too. It ends with 0 where nothing has to be mended first, and with 1 where something has.`;

export function registerCheck(program: Command, shell: Shell): void {
  const command = program
    .command('check')
    .argument('<pipeline>', 'the pipeline file')
    .description('Looks whether a pipeline would run well, and says what to mend, where, and how.')
    .option('--quiet', 'leave out what is right');
  withOutput(withLog(command))
    .addHelpText('after', meaning)
    .addHelpText(
      'after',
      examples('check pipelines/au-stores.yaml', 'check pipelines/au-stores.yaml --output json | jq .status'),
    )
    .action(lazily(shell, () => import('../actions/check.ts')));
}
