import type { Command } from 'commander';
import { examples } from '../examples.ts';
import { lazily } from '../lazily.ts';
import { day, positive } from '../narrowing-options.ts';
import { withOutput } from '../output.ts';
import { withLog } from '../progress/log-option.ts';
import type { Shell } from '../shell.ts';

const meaning = `
Orders count by their day in the books (invoice date, else the day placed), in the store's own calendar. Their payments
and returns come along. A slice that is finished stays so: after a stop or a kill, the same command goes on where it was.
The watermarks of the ordinary runs don't move. Between two slices, and in the middle of a long one, a scheduled run gets
its turn.

With --already-in-accounting the copies are marked as exported, and approved only once the primary shows the mark; a
closed period does not hold them. The mark belongs to the days: whatever is copied of them later has it too, and copies
that were made before without it are given it, or named where they can't be any more (exit code 3). Neto has no such mark
for payments and returns: returns of days before \`since\` are left out, and payments are for the start date of the
connection with the accounting program to keep back.`;

export function registerBackfill(program: Command, shell: Shell): void {
  const command = program
    .command('backfill')
    .argument('<pipeline>', 'the pipeline file')
    .description(
      'Copies orders of one store that are older than `since`, in slices of a month that can be gone on with.',
    )
    .requiredOption('--store <name>', 'the secondary store')
    .requiredOption('--from <date>', 'the first day, as YYYY-MM-DD', day)
    .requiredOption('--to <date>', 'the last day, as YYYY-MM-DD; before `since`', day)
    .option('--slice-days <number>', 'days of each slice, instead of a calendar month', positive)
    .option('--max-per-minute <number>', 'requests to the primary per minute, at most', positive)
    .option('--already-in-accounting', 'the books have these orders: keep their copies from being exported')
    .option('--dry-run', 'say what would be copied, and write nothing')
    .option('--again', 'read slices again that are finished')
    .option('--yes', 'go on although more than 200 orders would be copied');
  withOutput(withLog(command))
    .addHelpText('after', meaning)
    .addHelpText(
      'after',
      examples(
        'backfill pipelines/au-stores.yaml --store west --from 2025-07-01 --to 2026-06-30 --dry-run',
        'backfill pipelines/au-stores.yaml --store west --from 2025-07-01 --to 2026-06-30 --already-in-accounting --max-per-minute 60 --yes',
      ),
    )
    .action(lazily(shell, () => import('../actions/backfill.ts')));
}
