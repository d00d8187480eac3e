import type { Command } from 'commander';
import { examples } from '../examples.ts';
import { lazily } from '../lazily.ts';
import { withOutput } from '../output.ts';
import type { Shell } from '../shell.ts';

const meaning = `
What the reference of the Neto API leaves open, runs see by the way: each first record that is read back, each page, each answer
tells something. This shows what is known of each store, since when, and from which kind of record, and what is still open.
Runs ask the stores nothing for it, and nothing that a run writes depends on it.

The file of --share holds words and numbers of this program alone: no address, name, id or amount, and months instead of days.
It can be shown to anybody: put it beside a question or a report about this program.`;

export function registerProfile(program: Command, shell: Shell): void {
  const command = program
    .command('profile')
    .argument('<pipeline>', 'the pipeline file')
    .description('Shows what your stores are like: what runs have learned of how their API behaves. Asks no store.')
    .option('--store <name>', 'of this store alone, by its name in the pipeline file, or primary')
    .option('--share <file>', 'write the same to a file that anybody may see')
    .option('--force', 'replace the file of --share')
    .option(
      '--ask',
      'ask the primary first, by one read, what no run asks: whether it finds orders by external reference',
    );
  withOutput(command)
    .addHelpText('after', meaning)
    .addHelpText(
      'after',
      examples('profile pipelines/au-stores.yaml', 'profile pipelines/au-stores.yaml --share our-stores.json'),
    )
    .action(lazily(shell, () => import('../actions/profile.ts')));
}
