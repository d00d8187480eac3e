import { ConsolidatorError } from '../model/errors.ts';
import { storeIdentity } from '../model/store-identity.ts';
import { type Proof, unexplainedIn } from '../run/proof.ts';
import type { RunSummary } from '../run/summary.ts';
import { type PipelineRunOptions, PipelineRuns } from './pipeline-run.ts';
import type { ScheduledJob } from './scheduler.ts';

/**
 * A pipeline as a job of the scheduler.
 * @throws ConsolidatorError `config-invalid` when the file has no `schedule`
 */
export function pipelineJob(options: PipelineRunOptions): ScheduledJob {
  const { name, schedule, primary, file } = options.pipeline;
  if (schedule === undefined) {
    const sentence = `${file}:1:1: "schedule" is missing; expected a cron line of five fields; add it, for example schedule: "*/15 * * * *"`;
    throw new ConsolidatorError('config-invalid', sentence);
  }
  const runs = new PipelineRuns(options);
  return {
    name,
    cron: schedule,
    timeZone: primary.timezone,
    // Two runs that write into one primary exclude each other, and the second would only fail.
    lane: storeIdentity(primary.host),
    run: async (signal) => outcomeOf(await runs.run(signal)),
    afterwards: (signal) => runs.afterwards(signal),
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
