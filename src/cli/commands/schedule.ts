import type { Command } from 'commander';
import { examples } from '../examples.ts';
import { lazily } from '../lazily.ts';
import { withLog } from '../progress/log-option.ts';
import type { Shell } from '../shell.ts';

const meaning = `
Each pipeline runs by the cron line of its key \`schedule\`, in the time zone of its primary. No pipeline overlaps with
itself: starts that come while it runs are skipped, and made up for by one run. Pipelines with one primary wait for each
other; others run side by side. A run that fails does not end the schedule. The file is read anew before each run; a
changed \`schedule\` holds from the next start of the command. In a fleet (NETO_CONSOLIDATOR_DATABASE) workers keep the time
themselves, and this command is refused: see \`worker\`.

Ctrl-C (or SIGTERM) ends it cleanly: a running pipeline stops between two steps first.
More than 200 orders of a store that are older than its last whole run are not copied here: run once by hand, with --yes.`;

export function registerSchedule(program: Command, shell: Shell): void {
  const command = program
    .command('schedule')
    .argument('<pipeline...>', 'the pipeline files')
    .description('Runs pipelines by their cron lines until it is stopped, with one line on the standard error per run.')
    .option('--once-now', 'run each pipeline at once too, before its first start');
  withLog(command)
    .addHelpText('after', meaning)
    .addHelpText(
      'after',
      examples('schedule pipelines/au-stores.yaml', 'schedule pipelines/*.yaml --once-now 2>> consolidator.log'),
    )
    .action(lazily(shell, () => import('../actions/schedule.ts')));
}
