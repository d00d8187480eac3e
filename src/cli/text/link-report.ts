import { singular } from '../../entities/kinds.ts';
import { money } from '../../model/amounts-text.ts';
import { commandLine, shellWord } from '../../model/command-lines.ts';
import { sameText, textKey } from '../../model/text-key.ts';
import { keyedInParts, type LinkDifference, type LinkMoney, type LinkReport } from '../../operations/link/report.ts';
import { table } from './table.ts';

/** Fields of a copy that the rules of its store make: the store itself may show another value of them. */
const MADE_BY_RULES = /\b(sku|lines|username|e-mail|method|warehouse|status)\b/i;

const CONTACT = " (Xero's contact is that of the account)";

/** Another buyer and another total: nothing but a number that somebody typed speaks for it. */
function looksLikeAnother({ entity, fields }: LinkReport): boolean {
  const differs = (name: string): boolean =>
    fields.some((one) => one.name === name && textKey(one.source) !== textKey(one.primary));
  return entity === 'orders' && differs('name') && differs('total');
}

/** @param file the pipeline file as it was given */
export function linkText(report: LinkReport, file: string): string {
  const { store, entity, fields, differences, paired, unpaired } = report;
  return [
    table(
      [{ title: '' }, { title: `${store} ${singular(entity)}` }, { title: 'primary' }],
      fields.map(({ name, source, primary }) => [name, source, primary]),
    ),
    ...part('Must agree, and does not:', differences.map(differenceText)),
    ...part(
      report.result === 'linked' ? 'Stands for one another:' : 'Would stand for one another:',
      paired.map(moneyText),
    ),
    ...part('On one side alone:', unpaired.map(moneyText)),
    '',
    ...resultText(report, file),
    ...(report.result === 'different' ? [] : restText(report, file)),
  ].join('\n');
}

function differenceText({ field, meant, held, inStore }: LinkDifference): string {
  if (inStore !== undefined && !sameText(inStore, meant))
    return `${field} is ${held} in the primary; its store has ${inStore}, which the pipeline makes ${meant}${field === 'account' ? CONTACT : ''}`;
  return MADE_BY_RULES.test(field)
    ? `${field}: its copy would have ${meant}, the primary has ${held}`
    : `${field}: ${meant} in its store, ${held} in the primary`;
}

function resultText(report: LinkReport, file: string): string[] {
  const { result, store, sourceId, as, entity } = report;
  const name = `${store} ${singular(entity)} ${sourceId}`;
  if (result === 'linked')
    return [`Linked: ${as.join(' + ')} stands for ${name}. It is followed from now on, and never written to.`];
  if (result === 'queued')
    return [
      `Queued: a run goes on now. Once it has ended, ${as.join(' + ')} stands for ${name}, if both are still so.`,
    ];
  if (result === 'would-be-linked') return [`Nothing was linked: ${as.join(' + ')} would stand for ${name}.`];
  if (looksLikeAnother(report))
    return [
      `Nothing was linked. ${as.join(' + ')} does not look like ${name}: it has another buyer and another total. See whether it is the right number.`,
    ];
  return [
    'Nothing was linked. Set it right in the primary and link again; or, if it is right as it is:',
    `  ${commandLine('neto-consolidator link', [file, sourceId], `--as ${shellWord(as.join(','))} --accept-differences --reason "…"`)}`,
  ];
}

/** What is there in parts is not to be entered once more. */
function restText({ store, unpaired, as }: LinkReport, file: string): string[] {
  return keyedInParts(unpaired).map(({ source: { entity, sourceId, amount }, ids }) => {
    const what = `${singular(entity)} ${sourceId} of ${money(amount)}`;
    const link = (names: string) =>
      commandLine('neto-consolidator link', [file, sourceId], `--store ${store} --entity ${entity} --as ${names}`);
    return ids.length > 0
      ? `Perhaps ${ids.join(' + ')} there is ${what}: ${link(shellWord(ids.join(',')))}`
      : `${as.join(', ')} still lacks ${what}: enter it there, then link it: ${link('"…"')}`;
  });
}

function part(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`)];
}

function moneyText({ entity, sourceId, ids, amount, method, day }: LinkMoney): string {
  const what = `${money(amount)} by ${method || 'no method'} on ${day ?? 'no day'}`;
  const here = ids.length === 0 ? 'not in the primary' : `${ids.join(' + ')} in the primary`;
  const there = sourceId === null ? 'not in its store' : `${sourceId} in its store`;
  return `${singular(entity)} of ${what}: ${there}, ${here}`;
}
