import { ConsolidatorError } from '../../model/errors.ts';
import { linkQueued } from '../../operations/link/link-queued.ts';
import { dailyProof } from '../../proof/daily-proof.ts';
import { pipelineJob } from '../../schedule/pipeline-job.ts';
import { systemScheduleClock } from '../../schedule/schedule-clock.ts';
import { runSchedule, type ScheduledJob } from '../../schedule/scheduler.ts';
import { stateHome } from '../../session/state-home.ts';
import { announcing, openToRun } from '../announcing.ts';
import { openPipeline } from '../pipeline-file.ts';
import { type LogFile, openLog } from '../progress/log-file.ts';
import type { LogOption } from '../progress/log-option.ts';
import { type Shell, signalCode, typed } from '../shell.ts';
import { traced } from '../tracing/traced.ts';

interface ScheduleCommandOptions extends LogOption {
  readonly onceNow?: boolean;
}

export async function act(shell: Shell, files: string[], options: ScheduleCommandOptions): Promise<void> {
  refuseBesideFleet(shell.environment);
  const log = openLog(shell, options, 'schedule');
  const jobs = await Promise.all(files.map((file) => jobOf(shell, file, log)));
  refuseTwice(jobs);
  const clock = shell.scheduleTime?.clock ?? systemScheduleClock;
  const { signal, note: say } = shell;
  await traced(shell, () => runSchedule({ jobs, clock, signal, say, onceNow: options.onceNow })).finally(() =>
    log.end(),
  );
  if (shell.signal.aborted) shell.end(signalCode(shell.signal.reason));
}

async function jobOf(shell: Shell, file: string, log: LogFile): Promise<ScheduledJob> {
  // Its own, since another pipeline may have another primary with another clock.
  const own: Shell = { ...shell, file };
  const read = () => openPipeline(own, file);
  const pipeline = await openToRun(own, file);
  // Messages name the file as it was given.
  const job = pipelineJob({
    pipeline: { ...pipeline, file },
    read,
    home: stateHome(shell.environment),
    now: shell.now,
    progress: log.of(pipeline.name),
    between: shell.scheduleTime?.between,
    prover: dailyProof,
    linker: linkQueued,
    announcing: (current, signal) => announcing({ ...own, signal }, current),
  });
  return { ...job, run: async (signal) => typed(own, await job.run(signal)) };
}

/**
 * In a fleet workers keep the time themselves: a second clock would run each pipeline twice as often, and outside of the limit that all
 * workers keep together.
 * @throws ConsolidatorError `usage`
 */
function refuseBesideFleet({ NETO_CONSOLIDATOR_DATABASE: address = '' }: NodeJS.ProcessEnv): void {
  if (address === '') return;
  throw new ConsolidatorError(
    'usage',
    'NETO_CONSOLIDATOR_DATABASE names the database of a fleet, and there each worker starts runs by their cron lines itself: `neto-consolidator worker --pipelines FOLDER`. To run these files here and without the fleet, start `schedule` without that variable.',
  );
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
