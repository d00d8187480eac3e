import type { MonthResult } from './simulate.ts';

/** What was planted, what is as it must be, and what is not. */
export function monthTable(result: MonthResult): string {
  const { kinds, compared, violations, runs, ended, faults, happenings, postponed, milliseconds } = result;
  const width = Math.max(...kinds.map(({ kind }) => kind.length));
  const rows = kinds.map(
    ({ kind, planted, right }) => `  ${kind.padEnd(width)} ${String(planted).padStart(8)} ${String(right).padStart(8)}`,
  );
  return [
    `${'  orders that are'.padEnd(width + 2)}  planted    right`,
    ...rows,
    '',
    `compared: ${Object.entries(compared)
      .map(([what, count]) => `${what} ${count}`)
      .join(', ')}`,
    `runs ${runs} (${Object.entries(ended)
      .map(([status, count]) => `${status} ${count}`)
      .join(', ')}), happenings ${happenings}, waits for a copy ${postponed}, faults ${faults}`,
    `${Math.round(milliseconds / 1000)} s, ${(milliseconds / runs).toFixed(0)} ms a run`,
    violations.length === 0 ? '0 violations' : `${violations.length} violations:`,
    ...violations.slice(0, 100).map((one) => `  ${one}`),
  ].join('\n');
}
