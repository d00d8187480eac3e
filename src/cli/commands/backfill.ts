import type { Command } from 'commander';
import type { LocalDate } from '../../model/time.ts';
import { backfill } from '../../operations/backfill/backfill.ts';
import type { BackfillEvent } from '../../operations/backfill/options.ts';
import { dailyProof } from '../../proof/daily-proof.ts';
import { stateHome } from '../../session/state-home.ts';
import { examples } from '../examples.ts';
import { day, positive } from '../narrowing-options.ts';
import { type OutputOption, printResult, withOutput } from '../output.ts';
import { knownStores, openPipeline } from '../pipeline-file.ts';
import { type LogOption, openLog, withLog } from '../progress/log-file.ts';
import type { Shell } from '../shell.ts';
import { exitCodeOfRun } from '../summary-exit.ts';
import { backfillReport } from '../text/backfill-report.ts';

interface BackfillCommand extends OutputOption, LogOption {
  readonly store: string;
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly sliceDays?: number;
  readonly maxPerMinute?: number;
  readonly alreadyInAccounting?: boolean;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly again?: boolean;
}

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
    .action(async (file: string, options: BackfillCommand) => {
      const pipeline = await openPipeline(shell, file);
      knownStores(pipeline, [options.store]);
      const log = openLog(shell, options, 'backfill');
      const report = await backfill({
        ...options,
        progress: log.take,
        prover: dailyProof,
        pipeline,
        home: stateHome(shell.environment),
        signal: shell.signal,
        now: shell.now,
        tell: (event) => shell.note(lineOf(event)),
      }).finally(() => log.end());
      printResult(shell, options, report, () => backfillReport(report, file));
      const exit = exitCodeOfRun(report, shell);
      shell.end(exit === 0 && report.unmarked.length > 0 ? 3 : exit);
    });
}

function lineOf(event: BackfillEvent): string {
  switch (event.kind) {
    case 'slice':
      return `Slice ${event.number} of ${event.of}: ${event.slice.from} to ${event.slice.to}`;
    case 'slice-done': {
      const { from, to, state, stores } = event.report;
      const created = Object.values(stores).reduce((sum, { orders }) => sum + (orders?.created ?? 0), 0);
      const what = { done: 'copied', planned: 'would be copied', open: 'copied so far', 'done-before': 'copied' }[
        state
      ];
      return `  ${from} to ${to}: ${created} orders ${what}`;
    }
    case 'waits':
      return event.why === 'busy'
        ? '  Another run holds the pipeline: waiting for it to end.'
        : '  Another run was turned away meanwhile: making room for it.';
  }
}
