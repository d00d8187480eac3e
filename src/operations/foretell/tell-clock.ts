import type { Telling } from '../findings/telling.ts';
import type { Simulation } from './simulate.ts';

/** What to do about each, as a run warns of it. */
const remedies: Readonly<Record<string, string>> = {
  'clock-untold': 'Keep the clock of this machine right (NTP).',
  'own-clock-wrong': 'Set the clock of this machine (NTP).',
  'clock-differs':
    "Compare both with the time on a telephone. Runs pass over nothing, but the store's own stamps follow its clock.",
};

/** Whether a store's clock and this machine's agree; what is worse has been told as a problem of the run. */
export function reportClock({ findings, pipeline }: Telling, store: string, { summary }: Simulation): void {
  const told = summary.warnings.filter((warning) => warning.store === store && Object.hasOwn(remedies, warning.code));
  for (const { code, message } of told) findings.warn('clock', store, message, remedies[code] ?? '');
  const ownIsWrong = summary.warnings.some(({ code }) => code === 'own-clock-wrong');
  if (ownIsWrong || findings.isTold('clock', store)) return;
  const most = pipeline.load.clockToleranceSeconds;
  findings.ok('clock', store, `Its clock and this machine's differ by no more than ${most} s.`);
}

/** Whether a warning of a run is about a clock. */
export function isOfClock(code: string): boolean {
  return Object.hasOwn(remedies, code);
}
