import type { Command } from 'commander';
import { ConsolidatorError } from '../../model/errors.ts';
import { dailyProof } from '../../proof/daily-proof.ts';
import { pipelineJob } from '../../schedule/pipeline-job.ts';
import { systemScheduleClock } from '../../schedule/schedule-clock.ts';
import { runSchedule, type ScheduledJob } from '../../schedule/scheduler.ts';
import { stateHome } from '../../session/state-home.ts';
import { announcing } from '../announcing.ts';
import { examples } from '../examples.ts';
import { openPipeline } from '../pipeline-file.ts';
import { type LogFile, type LogOption, openLog, withLog } from '../progress/log-file.ts';
import { type Shell, signalCode, typed } from '../shell.ts';

interface ScheduleCommandOptions extends LogOption {
  readonly onceNow?: boolean;
}

const meaning = `
Each pipeline runs by the cron line of its key \`schedule\`, in the time zone of its primary. No pipeline overlaps with
itself: starts that come while it runs are skipped, and made up for by one run. Pipelines with one primary wait for each
other; others run side by side. A run that fails does not end the schedule. The file is read anew before each run; a
changed \`schedule\` holds from the next start of the command.

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
    .action(async (files: string[], options: ScheduleCommandOptions) => {
      const log = openLog(shell, options, 'schedule');
      const jobs = await Promise.all(files.map((file) => jobOf(shell, file, log)));
      refuseTwice(jobs);
      await runSchedule({
        jobs,
        clock: systemScheduleClock,
        signal: shell.signal,
        say: shell.note,
        onceNow: options.onceNow,
      }).finally(() => log.end());
      if (shell.signal.aborted) shell.end(signalCode(shell.signal.reason));
    });
}

async function jobOf(shell: Shell, file: string, log: LogFile): Promise<ScheduledJob> {
  // Its own, since another pipeline may have another primary with another clock.
  const own: Shell = { ...shell, file };
  const read = () => openPipeline(own, file);
  const pipeline = await read();
  // Messages name the file as it was given.
  const job = pipelineJob({
    pipeline: { ...pipeline, file },
    read,
    home: stateHome(shell.environment),
    now: shell.now,
    progress: log.of(pipeline.name),
    prover: dailyProof,
    announcing: (current) => announcing(own, current),
  });
  return { ...job, run: async (signal) => typed(own, await job.run(signal)) };
}

/** @throws ConsolidatorError `usage` where one name stands for two, whose lines could not be told apart */
function refuseTwice(jobs: readonly ScheduledJob[]): void {
  const names = jobs.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice === undefined) return;
  throw new ConsolidatorError(
    'usage',
    `Two of the pipelines are called ${twice}. Give each file once, and each pipeline its own \`name\`.`,
  );
}
