import type { Command } from 'commander';
import { examples } from '../examples.ts';
import { lazily } from '../lazily.ts';
import { notCopiedYet } from '../narrowing-options.ts';
import { withOutput } from '../output.ts';
import { withLog } from '../progress/log-option.ts';
import { reasonOption } from '../reason-option.ts';
import type { Shell } from '../shell.ts';

export function registerImport(program: Command, shell: Shell): void {
  const command = program
    .command('import')
    .argument('<pipeline>', 'the pipeline file')
    .description("Copies what feed files hold into the primary, by the same rules and ledger as the store's own API.")
    .requiredOption('--store <name>', 'the secondary that the files are of')
    .requiredOption('--file <files...>', 'exports of orders, customers, products or payments: CSV, tab text or XML')
    .option(
      '--set <column=value>',
      'a value for a column that the files lack, such as "Tax Inclusive=Yes"',
      collect,
      [],
    )
    .option('--newest <file>', 'of files that hold a record in different states, the one that holds')
    .option('--fill-down', "an order's empty cells mean what its first row has, as other platforms export")
    .option('--dry-run', 'show what would be done, and write nothing')
    .option('--yes', 'go on although this first run would create more than 200 orders')
    .option('--take-over', 'copies that another installation made are ours from now on')
    .addOption(reasonOption('with --take-over: '))
    .addOption(notCopiedYet());
  withOutput(withLog(command))
    .addHelpText(
      'after',
      examples(
        'import pipelines/au-stores.yaml --store west --file orders.csv --dry-run',
        'import pipelines/au-stores.yaml --store west --file orders.csv customers.csv',
        'import pipelines/au-stores.yaml --store west --file orders.csv --set "Tax Inclusive=Yes" --set "Approved=Yes"',
      ),
    )
    .action(lazily(shell, () => import('../actions/import.ts')));
}

function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}
