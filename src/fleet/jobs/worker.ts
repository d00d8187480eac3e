import { once } from 'node:events';
import { ConsolidatorError } from '../../model/errors.ts';
import { pause } from '../../model/pause.ts';
import { refuseNewer } from '../database/schema.ts';
import { type Asking, askForRun } from './ask-for-run.ts';
import { claimPrimary, endRun, giveWay, noteNotBegun, type RunEnd } from './end-run.ts';
import { RUNS, type RunJob, type RunOfPipeline, STARTS } from './jobs.ts';
import { sendAllAskedAgain } from './send-all-asked-again.ts';

export interface WorkerOptions extends Asking {
  /** As it is shown: which machine and process. */
  readonly name: string;
  /** Runs at once in this process; each may be of another primary. */
  readonly concurrency: number;
  /** How often it looks for work. */
  readonly pollMilliseconds?: number;
  /**
   * One run of a pipeline. What it throws is tried again, unless trying again can't help.
   * @param signal to end between two steps: the worker is stopped, or the job was given to another worker
   */
  readonly run: (pipeline: string, signal: AbortSignal) => Promise<RunEnd>;
  readonly say: (line: string) => void;
  /** Ends the work: nothing new is taken, and what goes on ends between two steps and is queued again. */
  readonly signal: AbortSignal;
}

/** What ends by itself may be tried again at once; what a person or another run holds, a little later. */
const LATER_SECONDS = 30;
const STOP_WITHIN_MILLISECONDS = 60_000;
const SWEEP_EVERY_MILLISECONDS = 5000;

/**
 * Takes runs, and turns the moments of cron lines into runs, until it is told to stop.
 * @throws ConsolidatorError `ledger-newer` when a newer version has changed the database: it takes nothing more up
 */
export async function work(options: WorkerOptions): Promise<void> {
  const { boss, signal, concurrency, pollMilliseconds = 1000 } = options;
  const ended = new AbortController();
  let fault: unknown;
  const end = (error?: unknown): void => {
    fault ??= error;
    ended.abort();
  };
  const stopping = AbortSignal.any([signal, ended.signal]);
  const polling = { pollingIntervalSeconds: Math.max(0.5, pollMilliseconds / 1000) };

  const taking = {
    ...polling,
    localConcurrency: concurrency,
    groupConcurrency: 1,
    includeMetadata: true,
    perJobResults: true,
  } as const;
  await boss.work<RunOfPipeline, unknown, typeof taking>(RUNS, taking, async ([job]) => {
    if (job === undefined) return [];
    return [await handle(options, job, stopping, end)];
  });
  await boss.work<RunOfPipeline>(STARTS, polling, async ([job]) => {
    if (job !== undefined) await start(options, job.data.pipeline);
  });
  const sweeping = sweep(options, stopping);
  if (!stopping.aborted) await once(stopping, 'abort');
  await boss.stop({ graceful: true, timeout: STOP_WITHIN_MILLISECONDS, close: false });
  await sweeping;
  if (fault !== undefined) throw fault;
}

type Handled = {
  readonly id: string;
  readonly status: 'completed' | 'failed' | 'deadletter';
  readonly output?: object;
};

/** One job that was taken: its run, and what becomes of the job. */
export async function handle(
  options: WorkerOptions,
  job: RunJob,
  stopping: AbortSignal,
  end: (error: unknown) => void,
): Promise<Handled> {
  const { database, name, run, say } = options;
  const { id } = job;
  const { pipeline } = job.data;
  const beganAt = new Date();
  try {
    await refuseNewer(database);
  } catch (error) {
    if (error instanceof ConsolidatorError && error.code === 'ledger-newer') end(error);
    return { id, status: 'failed', output: { outcome: codeOf(error) } };
  }
  try {
    if (!(await claimPrimary(options, job))) {
      await giveWay(options, job);
      return { id, status: 'completed' };
    }
    const result = await run(pipeline, AbortSignal.any([stopping, job.signal]));
    const isOurs = await endRun(options, job, result, name);
    say(
      isOurs
        ? `${pipeline}: run ${result.run ?? '-'} ${result.outcome}`
        : `${pipeline}: another worker has taken this run over`,
    );
    return { id, status: 'completed', output: { run: result.run, outcome: result.outcome } };
  } catch (error) {
    const code = codeOf(error);
    say(`${pipeline}: ${code}: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`);
    return notBegun(options, job, { code, beganAt, isHopeless: isHopeless(error) });
  }
}

async function notBegun(
  options: WorkerOptions,
  job: RunJob,
  {
    code,
    beganAt,
    isHopeless: hopeless,
  }: { readonly code: string; readonly beganAt: Date; readonly isHopeless: boolean },
): Promise<Handled> {
  const none = { run: null, outcome: code, problems: [code], quarantined: 0, differences: 0, requests: 0, beganAt };
  try {
    if (code === 'pipeline-locked') {
      await endRun(options, job, { ...none, goesOn: { afterSeconds: LATER_SECONDS } }, options.name);
      return { id: job.id, status: 'completed' };
    }
    await noteNotBegun(options, job.data.pipeline, none, options.name);
  } catch {
    // The database does not answer: the job is given to another worker when no heartbeat comes any more.
  }
  return { id: job.id, status: hopeless ? 'deadletter' : 'failed', output: { outcome: code } };
}

async function start(options: WorkerOptions, pipeline: string): Promise<void> {
  try {
    const asked = await askForRun(options, pipeline, 'schedule');
    if (asked === 'after-this-run') options.say(`${pipeline}: its start came while a run goes on; one more follows it`);
  } catch (error) {
    // It was taken away since: its cron line is, too.
    if (!(error instanceof ConsolidatorError && error.code === 'not-found')) throw error;
  }
}

async function sweep(options: WorkerOptions, stopping: AbortSignal): Promise<void> {
  while (!stopping.aborted) {
    // What does not work now does the next time.
    await sendAllAskedAgain(options).catch(() => {});
    await pause(SWEEP_EVERY_MILLISECONDS, stopping);
  }
}

/** What is wrong with the pipeline itself stays wrong until somebody mends it. */
function isHopeless(error: unknown): boolean {
  return error instanceof ConsolidatorError && hopeless.has(error.code);
}
const hopeless: ReadonlySet<string> = new Set([
  'config-invalid',
  'config-unreadable',
  'environment-missing',
  'ledger-not-ours',
  'first-run-unconfirmed',
]);

function codeOf(error: unknown): string {
  return error instanceof ConsolidatorError ? error.code : 'internal';
}
