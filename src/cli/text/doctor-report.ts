import { counted } from '../../model/amounts-text.ts';
import type { DoctorFinding } from '../../operations/doctor/finding.ts';
import { indent } from './table.ts';

const marks: Readonly<Record<DoctorFinding['severity'], string>> = { ok: 'ok', warn: 'look', problem: 'BAD' };

/** What the doctor found, the worst last, where it is read first. */
export function doctorReport(pipeline: string, findings: readonly DoctorFinding[]): string {
  const rank = ['ok', 'warn', 'problem'];
  const sorted = [...findings].sort((a, b) => rank.indexOf(a.severity) - rank.indexOf(b.severity));
  const problems = findings.filter(({ severity }) => severity === 'problem').length;
  return [
    ...sorted.flatMap(({ severity, message, remedy }) => [
      `${marks[severity].padEnd(5)} ${message}`,
      ...(remedy === '' ? [] : [indent(remedy, 6)]),
    ]),
    '',
    problems === 0
      ? findings.every(({ severity }) => severity !== 'ok')
        ? `${pipeline}: there is nothing to examine.`
        : `${pipeline}: the ledger is sound.`
      : `${pipeline}: ${counted(problems, 'problem')}.`,
  ].join('\n');
}
