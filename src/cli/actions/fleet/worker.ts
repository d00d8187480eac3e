import { hostname } from 'node:os';
import type { Pipeline } from '../../../config/pipeline.ts';
import { toldThings } from '../../../decisions/todo/things.ts';
import type { RunEnd } from '../../../fleet/jobs/end-run.ts';
import { work } from '../../../fleet/jobs/worker.ts';
import { SharedRequestLog } from '../../../fleet/limits/shared-request-log.ts';
import { applyPipeline, storedPipeline } from '../../../fleet/pipelines/stored-pipelines.ts';
import { keeperOf } from '../../../ledger/open/keeper-of.ts';
import { ConsolidatorError } from '../../../model/errors.ts';
import { millisecondsOf } from '../../../model/time.ts';
import { linkQueued } from '../../../operations/link/link-queued.ts';
import { dailyProof } from '../../../proof/daily-proof.ts';
import { runPipeline } from '../../../run/run.ts';
import type { RunSummary } from '../../../run/summary.ts';
import { shareRequestLog } from '../../../session/open-run.ts';
import { personHere } from '../../../session/person-here.ts';
import { stateHome } from '../../../session/state-home.ts';
import { readDecisions } from '../../../verdict/taken.ts';
import { announcing } from '../../announcing.ts';
import { type Shell, signalCode } from '../../shell.ts';
import { traced } from '../../tracing/traced.ts';
import { filesOfFolder } from './files-of-folder.ts';
import { type OpenFleet, withFleet } from './open-fleet.ts';
import { keyTable, type OwnSources, pipelineOf } from './pipeline-of.ts';

interface WorkerCommandOptions {
  readonly concurrency: number;
  readonly pipelines?: string;
  /** undefined: it turns cron lines into runs, too. */
  readonly timekeeping: boolean;
}

export async function act(shell: Shell, options: WorkerCommandOptions): Promise<void> {
  const { environment, signal } = shell;
  const { concurrency, timekeeping } = options;
  const table = await keyTable(shell);
  const inFolder = await filesOfFolder(shell, options.pipelines);
  const files = new Map([...inFolder].map(([name, { file }]) => [name, file]));
  await withFleet(
    environment,
    async (fleet) => {
      if (table === undefined && options.pipelines === undefined) throw withoutPipelines(environment);
      await storeNames(fleet, inFolder);
      // All workers together keep the limit of a store.
      const outdated = new AbortController();
      const requestLog = new SharedRequestLog(fleet.database, { onNewer: (error) => outdated.abort(error) });
      const unshare = shareRequestLog(stateHome(environment), requestLog);
      const name = `${hostname()}:${process.pid}`;
      shell.note(`Worker ${name} takes up to ${concurrency} runs at once from ${fleet.database.name}. Ctrl-C ends it.`);
      const run = (pipeline: string, stopping: AbortSignal) =>
        runOne(shell, { fleet, table, files }, pipeline, stopping);
      try {
        const say = (line: string): void => shell.note(line);
        await traced(shell, () => work({ ...fleet, name, concurrency, run, say, signal, outdated: outdated.signal }));
      } finally {
        unshare();
        await requestLog.settled();
      }
    },
    {
      schedule: timekeeping,
      connections: concurrency + 5,
      onTrouble: ({ message }) => shell.note(`The engine of the jobs says: ${message}`),
    },
  );
  if (signal.aborted) shell.end(signalCode(signal.reason));
}

/** It could take a run, and do none, whichever pipelines there are. */
function withoutPipelines({ NETO_CONSOLIDATOR_KEYS: keys = '' }: NodeJS.ProcessEnv): ConsolidatorError {
  const found = keys === '' ? 'is not set' : `names ${keys}, which is no table of keys (its name ends in .yaml)`;
  return new ConsolidatorError(
    'environment-missing',
    `This worker has no keys for any pipeline: NETO_CONSOLIDATOR_KEYS ${found}, and no folder is given. Set it to a file such as keys.yaml, for pipelines in the database, or give \`--pipelines FOLDER\`; docs/fleet.md shows both.`,
  );
}

interface Around extends OwnSources {
  readonly fleet: OpenFleet;
}

async function runOne(shell: Shell, around: Around, name: string, signal: AbortSignal): Promise<RunEnd> {
  const beganAt = new Date();
  const stored = await storedPipeline(around.fleet, name);
  const pipeline = await pipelineOf(shell, around, stored);
  const own: Shell = { ...shell, file: name, signal };
  const announcer = announcing(own, pipeline);
  try {
    const summary = await runPipeline({
      pipeline,
      home: stateHome(shell.environment),
      now: shell.now,
      prover: dailyProof,
      linker: linkQueued,
      signal,
      yes: stored.yesBy !== null,
    });
    await announcer.ended(summary);
    const toDo = await toDoOf(pipeline, shell.now);
    return { ...endOf(summary, pipeline, beganAt), toDo, yesBy: stored.yesBy ?? undefined };
  } catch (error) {
    // Whoever has it tells how it goes.
    const isOthers = error instanceof ConsolidatorError && ['pipeline-locked', 'lease-lost'].includes(error.code);
    if (!isOthers) await announcer.notBegun(error);
    throw error;
  }
}

function endOf(summary: RunSummary, { secondaries }: Pipeline, beganAt: Date): RunEnd {
  const { run, status, quarantine, differences, problems, requests } = summary;
  return {
    run,
    outcome: status,
    problems: [...new Set(problems.map(({ code }) => code))],
    quarantined: quarantine.length,
    differences: differences.length,
    requests: Object.values(requests).reduce((sum, one) => sum + one, 0),
    beganAt,
    readUpTo: readUpTo(summary, secondaries),
    ...(status === 'stopped' ? { goesOn: { afterSeconds: 0 } } : {}),
  };
}

/** @returns undefined where one of its stores was not read to the end */
function readUpTo({ bound }: RunSummary, secondaries: Pipeline['secondaries']): Date | undefined {
  const each = secondaries.map(({ name }) => bound[name]);
  const [first] = each.filter((at) => at !== undefined).toSorted();
  return first === undefined || each.includes(undefined) ? undefined : new Date(millisecondsOf(first));
}

/** What costs the view of the fleet a number costs the run nothing. */
async function toDoOf(pipeline: Pipeline, now: () => number): Promise<number | undefined> {
  try {
    const ledger = await keeperOf(pipeline).openToLook({ now });
    try {
      const decisions = await readDecisions(ledger, pipeline);
      const { things } = await toldThings(ledger, pipeline, { file: pipeline.file, now: now(), decisions, most: 0 });
      return decisions.open.length + things.filter(({ kind }) => kind !== 'decision').length;
    } finally {
      await ledger.close();
    }
  } catch {
    return undefined;
  }
}

/** The fleet knows of a file what it takes to keep time for it; the file itself stays with the workers. */
async function storeNames(fleet: OpenFleet, files: ReadonlyMap<string, Pipeline>): Promise<void> {
  for (const [name, { primary, schedule = null }] of files) {
    const stored = { name, text: null, primaryHost: primary.host, schedule, timeZone: primary.timezone };
    await applyPipeline(fleet, stored, { who: personHere() });
  }
}
