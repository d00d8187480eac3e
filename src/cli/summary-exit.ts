import { errorCodes } from '../model/error-codes.ts';
import { exitCodeOfSummary, type RunSummary } from '../run/summary.ts';
import { type Shell, signalCode } from './shell.ts';

/** The exit code that a run would end with that nobody said yes to. */
export function exitCodeOfPlan(summary: RunSummary, shell: Pick<Shell, 'signal'>): number {
  const { unconfirmed = [], problems, status } = summary;
  if (unconfirmed.length === 0 || status === 'stopped') return exitCodeOfRun(summary, shell);
  const asked = unconfirmed.map(({ store }) => ({ store, code: 'first-run-unconfirmed', message: '' }));
  return exitCodeOfRun({ status: 'failed', problems: [...problems, ...asked] }, shell);
}

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
