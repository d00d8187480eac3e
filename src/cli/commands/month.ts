import { type Command, InvalidArgumentError } from 'commander';
import { type Month, parseMonth } from '../../month/month.ts';
import { examples } from '../examples.ts';
import { lazily } from '../lazily.ts';
import { withOutput } from '../output.ts';
import { withLog } from '../progress/log-option.ts';
import type { Shell } from '../shell.ts';

export function registerMonth(program: Command, shell: Shell): void {
  const command = program
    .command('month')
    .argument('<month>', 'such as 2026-10', month)
    .argument('[pipeline]', 'the pipeline file; may be left out where pipelines/ holds only one')
    .description(
      'Writes what a month is closed by: sales, GST by tax code, payments, credits, what to allocate by hand, each order; both stores are asked.',
    )
    .requiredOption('--out <folder>', 'a page to print and tables for a spreadsheet go there')
    .option('--force', 'replace files of their names that are of something else')
    .option('--allow-empty', 'a store that shows no order at all is really empty');
  withOutput(withLog(command))
    .addHelpText(
      'after',
      examples(
        'month 2026-10 pipelines/au-stores.yaml --out october',
        'month 2026-10 --out october --output json | jq .state',
      ),
    )
    .action(lazily(shell, () => import('../actions/month.ts')));
}

function month(text: string): Month {
  const parsed = parseMonth(text);
  if (parsed === undefined) throw new InvalidArgumentError('It takes a month, such as 2026-10.');
  return parsed;
}
