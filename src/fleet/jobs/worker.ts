import { once } from 'node:events';
import { ConsolidatorError } from '../../model/errors.ts';
import { pause } from '../../model/pause.ts';
import { refuseNewer } from '../database/schema.ts';
import { type Asking, askForRun } from './ask-for-run.ts';
import { claimPrimary, endRun, giveWay, leaveToOthers, noteNotBegun, type RunEnd } from './end-run.ts';
import { RUNS, type RunJob, type RunOfPipeline, STARTS } from './jobs.ts';
import { letGoUnlessActive } from './let-go.ts';
import { sendAllAskedAgain } from './send-all-asked-again.ts';
import { forgetUnable } from './unable-workers.ts';

export interface WorkerOptions extends Asking {
  /** As it is shown: which machine and process. */
  readonly name: string;
  /** Runs at once in this process; each may be of another primary. */
  readonly concurrency: number;
  /** How often it looks for work. */
  readonly pollMilliseconds?: number;
  /**
   * One run of a pipeline. What it throws is tried again, unless trying again can't help; by `environment-missing` it is left to
   * workers whose machine has what this one lacks.
   * @param signal to end between two steps: the worker is stopped, or the job was given to another worker
   */
  readonly run: (pipeline: string, signal: AbortSignal) => Promise<RunEnd>;
  readonly say: (line: string) => void;
  /** Ends the work: nothing new is taken, and what goes on ends between two steps and is queued again. */
  readonly signal: AbortSignal;
  /** The same, once something else has noticed in the middle of a run that a newer version is here; its reason is the error. */
  readonly outdated?: AbortSignal;
}

/** What ends by itself may be tried again at once; what a person or another run holds, a little later. */
const LATER_SECONDS = 5;
/** What this machine lacks another one may have, which takes it by chance: soon, as one of them has it. Where none has, it is looked anew now and then. */
const LEFT_SECONDS = 3;
const SOON_TIMES = 10;
const LEFT_LONG_SECONDS = 60;
const STOP_WITHIN_MILLISECONDS = 60_000;
const SWEEP_EVERY_MILLISECONDS = 5000;

/**
 * Takes runs, and turns the moments of cron lines into runs, until it is told to stop.
 * @throws ConsolidatorError `ledger-newer` when a newer version has changed the database: it takes nothing more up, and what goes on
 *   ends between two steps
 */
export async function work(options: WorkerOptions): Promise<void> {
  const { boss, signal, outdated, concurrency, pollMilliseconds = 1000 } = options;
  const ended = new AbortController();
  let fault: unknown;
  const end = (error?: unknown): void => {
    fault ??= error;
    ended.abort();
  };
  const stopping = AbortSignal.any([signal, ended.signal]);
  const isOutdated = (): void => end(outdated?.reason);
  if (outdated?.aborted === true) isOutdated();
  outdated?.addEventListener('abort', isOutdated, { once: true });
  const handling: Handling = { options, stopping, end, left: new Map() };
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
    return [await handle(handling, job)];
  });
  await boss.work<RunOfPipeline>(STARTS, polling, async ([job]) => {
    if (job !== undefined) await start(options, job.data.pipeline);
  });
  const sweeping = sweep(options, stopping, end);
  if (!stopping.aborted) await once(stopping, 'abort');
  await boss.stop({ graceful: true, timeout: STOP_WITHIN_MILLISECONDS, close: false });
  await sweeping;
  // Whoever reads on learns that it has ended by its silence.
  if (handling.left.size > 0) await forgetUnable(options.database, options.name, null).catch(() => {});
  outdated?.removeEventListener('abort', isOutdated);
  if (fault !== undefined) throw fault;
}

type Handled = {
  readonly id: string;
  readonly status: 'completed' | 'failed' | 'deadletter';
  readonly output?: object;
};

export interface Handling {
  readonly options: WorkerOptions;
  readonly stopping: AbortSignal;
  /** Ends the whole worker. */
  readonly end: (error: unknown) => void;
  /** How often it has left a pipeline to others since it last ran it. */
  readonly left: Map<string, number>;
}

/** One job that was taken: its run, and what becomes of the job. */
export async function handle(handling: Handling, job: RunJob): Promise<Handled> {
  const { options, stopping, end, left } = handling;
  const { database, name, run, say } = options;
  const { pipeline } = job.data;
  const beganAt = new Date();
  try {
    await refuseNewer(database);
    if (await letGoUnlessActive(options, job)) {
      say(`${pipeline}: not begun, since it is paused or was taken away`);
      return { id: job.id, status: 'completed' };
    }
    if (!(await claimPrimary(options, job))) {
      await giveWay(options, job);
      return { id: job.id, status: 'completed' };
    }
    const result = await run(pipeline, AbortSignal.any([stopping, job.signal]));
    if (left.delete(pipeline)) await forgetUnable(database, name, pipeline);
    // A newer version may have come meanwhile, whose tables this one does not know.
    await refuseNewer(database);
    const isOurs = await endRun(options, job, result, name);
    say(
      isOurs
        ? `${pipeline}: run ${result.run ?? '-'} ${result.outcome}`
        : `${pipeline}: another worker has taken this run over`,
    );
    return { id: job.id, status: 'completed', output: { run: result.run, outcome: result.outcome } };
  } catch (error) {
    const code = codeOf(error);
    if (code === 'environment-missing') return leave(handling, job, error);
    say(`${pipeline}: ${code}: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`);
    const none = { run: null, outcome: code, problems: [code], quarantined: 0, differences: 0, requests: 0, beganAt };
    if (code === 'ledger-newer') return leaveToNewer(job, error, end);
    if (code === 'pipeline-locked' || code === 'lease-lost') return comeLater(options, job, none);
    return tryAgain(options, job, none, isHopeless(error));
  }
}

/** A worker of that version goes on with it; this one ends, and writes nothing more. */
function leaveToNewer(job: RunJob, error: unknown, end: (error: unknown) => void): Handled {
  end(error);
  return { id: job.id, status: 'failed', output: { outcome: codeOf(error) } };
}

async function leave({ options, left }: Handling, job: RunJob, error: unknown): Promise<Handled> {
  const { name, say } = options;
  const { pipeline } = job.data;
  const before = left.get(pipeline) ?? 0;
  left.set(pipeline, before + 1);
  const lacks = error instanceof Error ? error.message.replaceAll('\n', '; ') : String(error);
  if (before === 0) say(`${pipeline}: left to other workers: ${lacks}`);
  const seconds = before < SOON_TIMES ? LEFT_SECONDS : LEFT_LONG_SECONDS;
  try {
    await leaveToOthers(options, job, { worker: name, lacks }, seconds);
    return { id: job.id, status: 'completed' };
  } catch {
    return { id: job.id, status: 'failed', output: { outcome: 'environment-missing' } };
  }
}

/** Another process has the pipeline, which is no failure of it. */
async function comeLater(options: WorkerOptions, job: RunJob, none: RunEnd): Promise<Handled> {
  try {
    await endRun(options, job, { ...none, goesOn: { afterSeconds: LATER_SECONDS } }, options.name);
    return { id: job.id, status: 'completed' };
  } catch {
    return unheard(job, none);
  }
}

/** It did not begin: after a pause it is tried again, unless that can't help. */
async function tryAgain(options: WorkerOptions, job: RunJob, none: RunEnd, isInVain: boolean): Promise<Handled> {
  // What can't be noted costs the view of the fleet a line.
  await noteNotBegun(options, job.data.pipeline, none, options.name).catch(() => {});
  return { ...unheard(job, none), ...(isInVain ? { status: 'deadletter' } : {}) };
}

/** Where the database does not answer, the job is given to another worker when no heartbeat comes any more. */
function unheard({ id }: RunJob, { outcome }: RunEnd): Handled {
  return { id, status: 'failed', output: { outcome } };
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

async function sweep(options: WorkerOptions, stopping: AbortSignal, end: (error: unknown) => void): Promise<void> {
  while (!stopping.aborted) {
    try {
      await refuseNewer(options.database);
      await sendAllAskedAgain(options);
    } catch (error) {
      // All else that does not work now does the next time.
      if (codeOf(error) === 'ledger-newer') end(error);
    }
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
  'ledger-not-ours',
  'first-run-unconfirmed',
]);

function codeOf(error: unknown): string {
  return error instanceof ConsolidatorError ? error.code : 'internal';
}
