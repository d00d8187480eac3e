import type { Pipeline } from '../config/pipeline.ts';
import { ConsolidatorError } from '../model/errors.ts';
import type { RunOptions } from '../run/options.ts';
import { type Proof, unexplainedIn } from '../run/proof.ts';
import { runPipeline } from '../run/run.ts';
import type { RunSummary } from '../run/summary.ts';
import type { ScheduledJob } from './scheduler.ts';

interface PipelineJobOptions {
  readonly pipeline: Pipeline;
  /** Reads the file anew before each run, so that changed rules and keys hold from the next run on. */
  readonly read: () => Promise<Pipeline>;
  readonly home: string;
  readonly now?: (() => number) | undefined;
  readonly progress?: RunOptions['progress'];
  readonly between?: RunOptions['between'];
  /** Makes the daily comparison of both sides; left out: none is made. */
  readonly prover?: RunOptions['prover'];
  /** Links what people have queued; left out: it stays queued. */
  readonly linker?: RunOptions['linker'];
  /** Told how each run went, once that is said; may not fail. Of a file that can't be read any more it is the one before. */
  readonly announcing?: ((pipeline: Pipeline, signal: AbortSignal) => RunAnnouncer) | undefined;
}

interface RunAnnouncer {
  ended(summary: RunSummary): Promise<void>;
  notBegun(error: unknown): Promise<void>;
}

/**
 * A pipeline as a job of the scheduler.
 * @throws ConsolidatorError `config-invalid` when the file has no `schedule`
 */
export function pipelineJob({
  pipeline,
  read,
  home,
  now,
  progress,
  between,
  prover,
  linker,
  announcing,
}: PipelineJobOptions): ScheduledJob {
  const { name, schedule, primary, file } = pipeline;
  if (schedule === undefined) {
    const sentence = `${file}:1:1: "schedule" is missing; expected a cron line of five fields; add it, for example schedule: "*/15 * * * *"`;
    throw new ConsolidatorError('config-invalid', sentence);
  }
  let known = pipeline;
  let tell: ((announcer: RunAnnouncer) => Promise<void>) | undefined;
  const run = async (signal: AbortSignal): Promise<string> => {
    try {
      known = await read();
      const summary = await runPipeline({ pipeline: known, home, now, progress, between, prover, linker, signal });
      tell = (announcer) => announcer.ended(summary);
      return outcomeOf(summary);
    } catch (error) {
      tell = (announcer) => announcer.notBegun(error);
      throw error;
    }
  };
  return {
    name,
    cron: schedule,
    timeZone: primary.timezone,
    // Two runs that write into one primary exclude each other, and the second would only fail.
    lane: primary.host,
    run,
    async afterwards(signal) {
      const telling = tell;
      tell = undefined;
      if (announcing !== undefined) await telling?.(announcing(known, signal));
    },
  };
}

/** One line on how a run went. */
function outcomeOf({ run, status, stores, quarantine, problems, differences, proof }: RunSummary): string {
  const sums = { read: 0, created: 0, updated: 0 };
  for (const entities of Object.values(stores)) {
    for (const counts of Object.values(entities)) {
      sums.read += counts.read;
      sums.created += counts.created;
      sums.updated += counts.updated;
    }
  }
  const parts = [`read ${sums.read}`, `created ${sums.created}`, `updated ${sums.updated}`];
  if (quarantine.length > 0) parts.push(`in quarantine ${quarantine.length}`);
  if (differences.length > 0) parts.push(`differences ${differences.length}`);
  if (proof !== null) parts.push(proofOutcome(proof));
  const trouble = problems.map(({ message }) => message.replaceAll('\n', '; ')).join(' | ');
  return `run ${run} ${status}: ${parts.join(', ')}${trouble === '' ? '' : `; ${trouble}`}`;
}

function proofOutcome(proof: Proof): string {
  const open = proof.stores.filter(({ state }) => state !== 'done').map(({ store, state }) => `${store} ${state}`);
  const differences = unexplainedIn(proof).length;
  const verdict = differences === 0 ? 'no difference' : `${differences} unexplained`;
  return `proof of ${proof.day} ${[verdict, ...open].join(', ')}`;
}
