import { primaryHas } from '../../decisions/todo/thing-words.ts';
import { counted } from '../../model/amounts-text.ts';
import { shellWord } from '../../model/command-lines.ts';
import type { CheckReport, Finding, Topic } from '../../operations/findings/finding.ts';
import { mapLine } from '../../operations/map/mappings.ts';
import { indent } from './table.ts';

const MARGIN = 4;

/** In the order in which somebody reads them. */
const parts = [
  { severity: 'problem', title: 'MEND FIRST' },
  { severity: 'warn', title: 'Look at' },
  { severity: 'ok', title: 'Right' },
] as const;

/** What a check found: what is to be mended, of all stores, before all else. @param file the pipeline file as it was given */
export function checkReport(report: CheckReport, file: string): string {
  const sections = parts.map(({ severity, title }) => {
    const findings = report.findings.filter((finding) => finding.severity === severity);
    return findings.length === 0 ? '' : ['', title, ...findings.map((one) => findingText(one, file))].join('\n');
  });
  return [headline(report), ...sections.filter(Boolean), '', lastLine(report, file)].join('\n');
}

function headline({ pipeline, findings }: CheckReport): string {
  const number = (severity: Finding['severity']) => findings.filter((finding) => finding.severity === severity).length;
  const [problems, warnings] = [number('problem'), number('warn')];
  if (problems > 0) return `${pipeline}: ${counted(problems, 'thing')} to mend first, ${warnings} to look at.`;
  return warnings > 0
    ? `${pipeline}: nothing to mend, ${counted(warnings, 'thing')} to look at.`
    : `${pipeline}: all is well.`;
}

/** The JSON has an older word for products. */
function topicWords(topic: Topic): string {
  return topic === 'articles' ? 'products' : topic;
}

function findingText({ store, topic, message, remedy, place, mapping }: Finding, file: string): string {
  return [
    indent(`- ${store}, ${topicWords(topic)}: ${message}`, 2),
    ...(mapping === undefined
      ? []
      : [
          indent('To do: say what it is in the primary:', MARGIN),
          ...(mapping.names === undefined ? [] : [indent(primaryHas(mapping.names), MARGIN + 2)]),
          `      ${mapLine({ ...mapping, store }, file)}`,
        ]),
    ...(remedy === '' ? [] : [indent(`${mapping === undefined ? 'To do' : 'Or'}: ${remedy}`, MARGIN)]),
    ...(place === undefined ? [] : [indent(`${file}:${place.line}:${place.column} ${place.key}`, MARGIN)]),
  ].join('\n');
}

function lastLine({ status }: CheckReport, file: string): string {
  if (status === 'problem') return `Mend these, then: neto-consolidator check ${shellWord(file)}`;
  return `What a run would do: neto-consolidator plan ${shellWord(file)}`;
}
