import { type Command, InvalidArgumentError, Option } from 'commander';
import { examples } from '../examples.ts';
import { lazily } from '../lazily.ts';
import { withNarrowing } from '../narrowing-options.ts';
import { withOutput } from '../output.ts';
import { withLog } from '../progress/log-option.ts';
import { reasonOption } from '../reason-option.ts';
import type { Shell } from '../shell.ts';

export function registerExport(program: Command, shell: Shell): void {
  const command = withNarrowing(program.command('export').argument('<pipeline>', 'the pipeline file'))
    .description("Writes what a run would copy as files for Neto's import wizard. Nothing counts as loaded by that.")
    .addOption(new Option('--format <format>', 'csv or xml').choices(['csv', 'xml']).default('csv'))
    .option('--out <folder>', 'the folder for the files of the batch')
    .option('--batch <number>', 'write an earlier batch again, byte for byte')
    .option('--mark-exported', 'mark the orders as exported to accounting, so that they never reach Xero')
    .option('--mode <rights>', 'rights of the files, as chmod counts them, such as 640 (600 when left out)', rights)
    .option('--force', 'replace files of the same name');
  withOutput(withLog(command))
    .addHelpText(
      'after',
      examples(
        'export pipelines/au-stores.yaml --format csv --out feeds/',
        'export pipelines/au-stores.yaml --batch 3 --out feeds/      # the same files again',
        'export confirm pipelines/au-stores.yaml --batch 3           # after the import in the primary',
      ),
    )
    .action(lazily(shell, () => import('../actions/export.ts')));

  withOutput(
    command
      .enablePositionalOptions()
      .command('confirm')
      .argument('<pipeline>', 'the pipeline file')
      .description('Looks up in the primary what of an export has arrived, and frees the rest for the next export.')
      .requiredOption('--batch <number>', 'the batch, as its manifest names it')
      .addOption(reasonOption()),
  ).action(lazily(shell, () => import('../actions/confirm-export.ts')));
}

/** Whoever makes them may always read and write them, and nobody runs them. */
function rights(text: string): number {
  if (!/^6[046][046]$/.test(text)) throw new InvalidArgumentError('Expected three digits such as 600, 640 or 644.');
  return Number.parseInt(text, 8);
}
