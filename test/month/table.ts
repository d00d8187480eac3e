import type { MonthResult } from './simulate.ts';

/** What was planted, what is as it must be, and what is not. */
export function monthTable(result: MonthResult): string {
  const { kinds, compared, violations, runs, ended, faults, happenings, jumps, postponed, milliseconds } = result;
  const { proofs, proofLabels, plots, xero } = result;
  const width = Math.max(...kinds.map(({ kind }) => kind.length));
  const line = (name: string, ...cells: readonly (string | number)[]): string =>
    `  ${name.padEnd(width)} ${cells.map((cell) => String(cell).padStart(9)).join('')}`;
  return [
    line('', '', '', 'to be', '', 'to', ''),
    line('orders', 'planted', 'right', 'held', 'held', 'differ', 'found'),
    ...kinds.map((one) => line(one.kind, one.planted, one.right, one.toBeHeld, one.held, one.toDiffer, one.differ)),
    '',
    `compared: ${Object.entries(compared)
      .map(([what, count]) => `${what} ${count}`)
      .join(', ')}`,
    `runs ${runs} (${Object.entries(ended)
      .map(([status, count]) => `${status} ${count}`)
      .join(', ')}), happenings ${happenings}, waits for a copy ${postponed}, faults ${faults}, wrong clocks ${jumps}`,
    `planted besides: ${Object.entries(plots)
      .map(([what, count]) => `${what} ${count}`)
      .join(', ')}`,
    `proofs ${proofs} (${Object.entries(proofLabels)
      .map(([label, count]) => `${label} ${count}`)
      .join(', ')})`,
    ...(xero === undefined ? [] : [xero]),
    `${Math.round(milliseconds / 1000)} s, ${(milliseconds / runs).toFixed(0)} ms a run`,
    violations.length === 0 ? '0 violations' : `${violations.length} violations:`,
    ...violations.slice(0, 100).map((one) => `  ${one}`),
  ].join('\n');
}
