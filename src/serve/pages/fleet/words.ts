import type { PipelineStanding } from '../../../fleet/status/fleet-status.ts';
import type { FleetVerdict } from '../../../fleet/status/verdicts.ts';
import { agoSince } from '../words.ts';

/** How a pipeline of a fleet stands, in a few words, and how they look. */
export const verdictWords: Readonly<Record<FleetVerdict, readonly [words: string, look: 'good' | 'warn' | 'bad']>> = {
  dead: ['Laid aside', 'bad'],
  unable: ['No worker can run it', 'bad'],
  failed: ['The last run failed', 'bad'],
  differences: ['Does not add up', 'bad'],
  late: ['Late', 'bad'],
  open: ['Something to do', 'warn'],
  'not-run': ['Not run yet', 'warn'],
  good: ['Nothing to do', 'good'],
  paused: ['Paused', 'warn'],
};

export const nowWords: Readonly<Record<PipelineStanding['now'], string>> = {
  runs: 'runs now',
  waits: 'waits for a worker',
  idle: '',
};

/** What became of its last run. @param now milliseconds since 1970 */
export function lastRunWords({ lastRun }: PipelineStanding, now: number): string {
  if (lastRun === null) return 'none yet';
  const { run, outcome, problems, endedAt } = lastRun;
  if (problems.length > 0 && problems.every((code) => code === 'first-run-unconfirmed'))
    return `run ${run ?? ''} waits for your yes to older orders, ${agoSince(endedAt.getTime(), now)}`;
  const name = run === null ? 'did not begin' : `run ${run} ${outcomes[outcome] ?? outcome}`;
  const why = problems.map((code) => whyWords[code] ?? code);
  return [`${name}, ${agoSince(endedAt.getTime(), now)}`, ...why].join('; ');
}

const outcomes: Readonly<Record<string, string>> = {
  good: 'was good',
  open: 'left something open',
  differences: 'found differences',
  failed: 'failed',
  stopped: 'was stopped',
};

/** Codes that people meet most often, in words; others stand as they are, to be looked up in docs/errors.md. */
const whyWords: Readonly<Record<string, string>> = {
  'first-run-unconfirmed': 'it waits for your yes to older orders',
  'pipeline-locked': 'another process had it',
  'config-invalid': 'the pipeline has a mistake',
};

/** How far behind it is. @param now milliseconds since 1970 */
export function readWords({ readUpTo, lastRun }: PipelineStanding, now: number): string {
  if (lastRun === null) return '';
  return readUpTo === null ? 'not all of it yet' : agoSince(readUpTo.getTime(), now);
}

/** What waits for somebody, as its last run has left it; null: there was none. */
export function toDoOf({ lastRun }: PipelineStanding): number | null {
  return lastRun === null ? null : (lastRun.toDo ?? lastRun.quarantined + lastRun.differences);
}
