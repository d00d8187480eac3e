import { type Command, Option } from 'commander';
import { examples } from '../examples.ts';
import { lazily } from '../lazily.ts';
import { withOutput } from '../output.ts';
import { reasonOption } from '../reason-option.ts';
import type { Shell } from '../shell.ts';

export function registerDoctor(program: Command, shell: Shell): void {
  const command = program
    .command('doctor')
    .argument('<pipeline>', 'the pipeline file')
    .description('Looks whether the ledger is sound; backs it up, restores it, or makes it anew when it is lost.')
    .option('--online', 'also look up copies in the primary, picked at random')
    .option('--sample <number>', 'how many copies of each store to look up', Number, 200)
    .addOption(
      new Option('--backup <file>', 'write a copy of the ledger, also while a run goes on').conflicts([
        'restore',
        'rebuild',
      ]),
    )
    .addOption(
      new Option(
        '--restore [file]',
        'put a backup in the place of the ledger; without a file: list the backups that there are',
      ).conflicts('rebuild'),
    )
    .option('--yes', 'with --restore, --rebuild, --moved, --restored: do it without asking')
    .option('--rebuild', "make the map anew from what the primary's copies say of themselves")
    .addOption(
      new Option('--moved', 'the ledger was moved here, and goes on here alone').conflicts([
        'restored',
        'backup',
        'restore',
        'rebuild',
      ]),
    )
    .addOption(
      new Option('--restored', 'the ledger was put back by hand, and goes on as it is').conflicts([
        'backup',
        'restore',
        'rebuild',
      ]),
    )
    .addOption(
      new Option(
        '--close-store <name>',
        'settle, by looking, what a store has left open that was taken out of the pipeline file',
      ).conflicts(['moved', 'restored', 'backup', 'restore', 'rebuild']),
    )
    .option('--installation <id>', 'with --rebuild, where the primary holds copies of several installations')
    .addOption(reasonOption('with --restore, --rebuild, --moved, --restored, --close-store: '));
  withOutput(command)
    .addHelpText(
      'after',
      examples(
        'doctor pipelines/au-stores.yaml',
        'doctor pipelines/au-stores.yaml --online --sample 500',
        'doctor pipelines/au-stores.yaml --backup backups/monday.db',
        'doctor pipelines/au-stores.yaml --restore',
        'doctor pipelines/au-stores.yaml --restore 2026-11-29T081503Z-daily.db',
        'doctor pipelines/au-stores.yaml --rebuild',
        'doctor pipelines/au-stores.yaml --moved         # after it was copied to another machine',
      ),
    )
    .action(lazily(shell, () => import('../actions/doctor.ts')));
}
