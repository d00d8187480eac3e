import { counted } from '../../model/amounts-text.ts';
import type { CheckReport, Finding } from '../../operations/findings/finding.ts';
import { indent } from './table.ts';

const MARGIN = 8;

const words = { ok: 'ok', warn: 'look', problem: 'MEND' } as const;

/** What a check found, store by store. @param file the pipeline file as it was given */
export function checkReport(report: CheckReport, file: string): string {
  const groups = Map.groupBy(report.findings, ({ store }) => store);
  const sections = [...groups].map(([store, findings]) =>
    ['', store, ...findings.map((finding) => findingText(finding, file))].join('\n'),
  );
  return [headline(report), ...sections, '', lastLine(report, file)].join('\n');
}

function headline({ pipeline, findings }: CheckReport): string {
  const number = (severity: Finding['severity']) => findings.filter((finding) => finding.severity === severity).length;
  const [problems, warnings] = [number('problem'), number('warn')];
  if (problems > 0) return `${pipeline}: ${counted(problems, 'thing')} to mend first, ${warnings} to look at.`;
  return warnings > 0
    ? `${pipeline}: nothing to mend, ${counted(warnings, 'thing')} to look at.`
    : `${pipeline}: all is well.`;
}

function findingText({ severity, topic, message, remedy, place }: Finding, file: string): string {
  const text = indent(`${topic}: ${message}`, MARGIN);
  const lines = [`  ${words[severity]}`.padEnd(MARGIN) + text.slice(MARGIN)];
  if (remedy !== '') lines.push(indent(`To do: ${remedy}`, MARGIN));
  if (place !== undefined) lines.push(indent(`${file}:${place.line}:${place.column} ${place.key}`, MARGIN));
  return lines.join('\n');
}

function lastLine({ status }: CheckReport, file: string): string {
  if (status === 'problem') return `Mend these, then: neto-consolidator check ${file}`;
  return `What a run would do: neto-consolidator plan ${file}`;
}
