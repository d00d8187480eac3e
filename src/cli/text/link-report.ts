import { singular } from '../../model/entities.ts';
import { keyedInParts } from '../../operations/link/keyed-in-parts.ts';
import type { LinkMoney, LinkReport } from '../../operations/link/report.ts';
import { money } from './amounts.ts';
import { table } from './table.ts';

/** @param file the pipeline file as it was given */
export function linkText(report: LinkReport, file: string): string {
  const { store, entity, fields, differences, paired, unpaired } = report;
  return [
    table(
      [{ title: '' }, { title: `${store} ${singular[entity]}` }, { title: 'primary' }],
      fields.map(({ name, source, primary }) => [name, source, primary]),
    ),
    ...part(
      'Must agree, and does not:',
      differences.map(({ field, meant, held }) => `${field}: ${meant} in its store, ${held} in the primary`),
    ),
    ...part('Stands for one another:', paired.map(moneyText)),
    ...part('On one side alone:', unpaired.map(moneyText)),
    '',
    ...resultText(report, file),
    ...(report.result === 'different' ? [] : restText(report, file)),
  ].join('\n');
}

function resultText({ result, store, sourceId, as, entity }: LinkReport, file: string): string[] {
  const name = `${store} ${singular[entity]} ${sourceId}`;
  if (result === 'linked')
    return [`Linked: ${as.join(' + ')} stands for ${name}. It is followed from now on, and never written to.`];
  if (result === 'would-be-linked') return [`Nothing was linked: ${as.join(' + ')} would stand for ${name}.`];
  return [
    'Nothing was linked. Set it right in the primary and link again; or, if it is right as it is:',
    `  neto-consolidator link ${file} ${sourceId} --as ${as.join(',')} --accept-differences --reason "…"`,
  ];
}

/** What is there in parts is not to be entered once more. */
function restText({ unpaired, as }: LinkReport, file: string): string[] {
  return keyedInParts(unpaired).map(({ source: { entity, sourceId, amount }, ids }) => {
    const what = `${singular[entity]} ${sourceId} of ${money(amount)}`;
    const link = (names: string) => `neto-consolidator link ${file} ${sourceId} --entity ${entity} --as ${names}`;
    return ids.length > 0
      ? `Perhaps ${ids.join(' + ')} there is ${what}: ${link(ids.join(','))}`
      : `${as.join(', ')} still lacks ${what}: enter it there, then link it: ${link('<id>')}`;
  });
}

function part(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`)];
}

function moneyText({ entity, sourceId, ids, amount, method, day }: LinkMoney): string {
  const what = `${money(amount)} by ${method || 'no method'} on ${day ?? 'no day'}`;
  const here = ids.length === 0 ? 'not in the primary' : `${ids.join(' + ')} in the primary`;
  const there = sourceId === null ? 'not in its store' : `${sourceId} in its store`;
  return `${singular[entity]} of ${what}: ${there}, ${here}`;
}
