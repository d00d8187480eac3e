import { readdir } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import type { Pipeline } from '../../../config/pipeline.ts';
import { type KeyTable, readKeyTable } from '../../../config/stored/key-table.ts';
import { readStored } from '../../../config/stored/stored-pipeline.ts';
import type { RunEnd } from '../../../fleet/jobs/end-run.ts';
import { work } from '../../../fleet/jobs/worker.ts';
import { SharedRequestLog } from '../../../fleet/limits/shared-request-log.ts';
import { applyPipeline, storedPipeline } from '../../../fleet/pipelines/stored-pipelines.ts';
import { ConsolidatorError } from '../../../model/errors.ts';
import { linkQueued } from '../../../operations/link/link-queued.ts';
import { dailyProof } from '../../../proof/daily-proof.ts';
import { runPipeline } from '../../../run/run.ts';
import type { RunSummary } from '../../../run/summary.ts';
import { shareRequestLog } from '../../../session/open-run.ts';
import { personHere } from '../../../session/person-here.ts';
import { stateHome } from '../../../session/state-home.ts';
import { announcing } from '../../announcing.ts';
import { openPipeline } from '../../pipeline-file.ts';
import { type Shell, signalCode } from '../../shell.ts';
import { fleetAddress, type OpenFleet, withFleet } from './open-fleet.ts';

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
  const files = await pipelinesOfFolder(shell, options.pipelines);
  await withFleet(
    environment,
    async (fleet) => {
      await storeNames(fleet, files);
      // All workers together keep the limit of a store.
      const outdated = new AbortController();
      const requestLog = new SharedRequestLog(fleet.database, { onNewer: (error) => outdated.abort(error) });
      const unshare = shareRequestLog(stateHome(environment), requestLog);
      const name = `${hostname()}:${process.pid}`;
      shell.note(`Worker ${name} takes up to ${concurrency} runs at once from ${fleet.database.name}. Ctrl-C ends it.`);
      const run = (pipeline: string, stopping: AbortSignal) =>
        runOne(shell, { fleet, table, files }, pipeline, stopping);
      try {
        await work({
          ...fleet,
          name,
          concurrency,
          run,
          say: (line) => shell.note(line),
          signal,
          outdated: outdated.signal,
        });
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

interface Around {
  readonly fleet: OpenFleet;
  readonly table: KeyTable | undefined;
  readonly files: ReadonlyMap<string, Pipeline>;
}

async function runOne(shell: Shell, around: Around, name: string, signal: AbortSignal): Promise<RunEnd> {
  const beganAt = new Date();
  const pipeline = await pipelineOf(shell, around, name);
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
    });
    await announcer.ended(summary);
    return endOf(summary, beganAt);
  } catch (error) {
    if (!(error instanceof ConsolidatorError && error.code === 'pipeline-locked')) await announcer.notBegun(error);
    throw error;
  }
}

/** Read anew for each run, so that what was stored or changed since holds. */
async function pipelineOf(shell: Shell, { fleet, table, files }: Around, name: string): Promise<Pipeline> {
  const stored = await storedPipeline(fleet, name);
  if (stored.text === null) {
    const file = files.get(name)?.file;
    if (file !== undefined) return openPipeline({ ...shell }, file);
    throw new ConsolidatorError(
      'config-unreadable',
      `The pipeline ${name} is in a folder that this worker was not given. Give it: \`worker --pipelines DIR\`.`,
    );
  }
  if (table === undefined)
    throw new ConsolidatorError(
      'environment-missing',
      `The pipeline ${name} is in the database, and this worker has no table of keys. Set NETO_CONSOLIDATOR_KEYS to a file such as keys.yaml, as docs/fleet.md shows.`,
    );
  const folder = path.join(stateHome(shell.environment), 'fleet');
  return readStored({ name, text: stored.text }, table, { ledger: fleetAddress(shell.environment), folder });
}

function endOf(summary: RunSummary, beganAt: Date): RunEnd {
  const { run, status, quarantine, differences, problems, requests } = summary;
  return {
    run,
    outcome: status,
    problems: [...new Set(problems.map(({ code }) => code))],
    quarantined: quarantine.length,
    differences: differences.length,
    requests: Object.values(requests).reduce((sum, one) => sum + one, 0),
    beganAt,
    ...(status === 'stopped' ? { goesOn: { afterSeconds: 0 } } : {}),
  };
}

async function keyTable({ environment }: Shell): Promise<KeyTable | undefined> {
  const file = environment['NETO_CONSOLIDATOR_KEYS'] ?? '';
  return /\.ya?ml$/.test(file) ? readKeyTable(file, environment) : undefined;
}

/** By the name that each says. */
async function pipelinesOfFolder(shell: Shell, given: string | undefined): Promise<ReadonlyMap<string, Pipeline>> {
  const files = new Map<string, Pipeline>();
  if (given === undefined) return files;
  const folder = path.resolve(shell.folder, given);
  const names = (await readdir(folder)).filter((name) => /\.ya?ml$/.test(name)).sort();
  for (const name of names) {
    const file = path.join(folder, name);
    const pipeline = await openPipeline({ ...shell }, file);
    const other = files.get(pipeline.name);
    if (other !== undefined)
      throw new ConsolidatorError(
        'usage',
        `${other.file} and ${file} are both called ${pipeline.name}. Give each pipeline its own \`name\`.`,
      );
    files.set(pipeline.name, pipeline);
  }
  return files;
}

/** The fleet knows of a file what it takes to keep time for it; the file itself stays with the workers. */
async function storeNames(fleet: OpenFleet, files: ReadonlyMap<string, Pipeline>): Promise<void> {
  for (const [name, { primary, schedule = null }] of files) {
    const stored = { name, text: null, primaryHost: primary.host, schedule, timeZone: primary.timezone };
    await applyPipeline(fleet, stored, { who: personHere() });
  }
}
