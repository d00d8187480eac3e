import type { Command } from 'commander';
import { examples } from '../examples.ts';
import { lazily } from '../lazily.ts';
import { withOutput } from '../output.ts';
import type { Shell } from '../shell.ts';

export function registerRewrite(program: Command, shell: Shell): void {
  const command = program
    .command('rewrite')
    .argument('<file>', 'a CSV, tab-delimited or XML file of any size')
    .description("Changes the prefix of a feed file's order ids, and no other byte of it.")
    .requiredOption('--prefix <source=target>', 'such as N=W; may be given several times', collect)
    .requiredOption('--out <file>', 'the file to write; it appears when all of it is right')
    .option('--column <name>', 'a further column or element that holds order ids or line references', collect, [])
    .option('--keep-other', 'keep ids that begin with another prefix, or with the target prefix already')
    .option('--force', 'replace the file to write where it is there already');
  withOutput(command)
    .addHelpText(
      'after',
      examples(
        'rewrite orders.csv --prefix N=W --out west-orders.csv',
        'rewrite orders.xml --prefix N=W --prefix SFX=X --out west-orders.xml',
        'rewrite tracking.csv --prefix N=W --column "Line Ref" --out west-tracking.csv',
      ),
    )
    .action(lazily(shell, () => import('../actions/rewrite.ts')));
}

function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}
