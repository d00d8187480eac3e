import { errorCodes } from '../model/error-codes.ts';
import { exitCodeOfSummary, type RunSummary } from '../run/summary.ts';
import { type Shell, signalCode } from './shell.ts';

/** The exit code that stands for a run; one that could not begin ends as the errors it met do. */
export function exitCodeOfRun(
  summary: Pick<RunSummary, 'status' | 'problems'>,
  { signal }: Pick<Shell, 'signal'>,
): number {
  if (summary.status === 'stopped') return signalCode(signal.reason);
  const exits = new Set(summary.problems.map(({ code }) => exitOf(code)));
  const [exit] = exits;
  return summary.status === 'failed' && exits.size === 1 && exit !== undefined ? exit : exitCodeOfSummary(summary);
}

function exitOf(code: string): number {
  return Object.hasOwn(errorCodes, code) ? errorCodes[code as keyof typeof errorCodes].exit : 1;
}
