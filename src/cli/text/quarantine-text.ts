import { plural, singular } from '../../entities/kinds.ts';
import { counted, money } from '../../model/amounts-text.ts';
import { methodKey } from '../../model/method-names.ts';
import { type ReasonCode, reasons } from '../../model/reasons.ts';
import { mapLine, mappingFor } from '../../operations/map/mappings.ts';
import type { OpenQuarantine } from '../../run/summary.ts';
import { indent, table } from './table.ts';

/** Ids named for each reason; the rest is counted. */
const NAMED = 6;
/** Records told of one by one. */
const TOLD = 50;

/** What is quarantined, by store and reason: which records, what happened, what to do. */
export function quarantinedText(quarantined: readonly OpenQuarantine[], file: string, named = NAMED): string {
  const groups = Map.groupBy(quarantined, groupOf);
  return [...groups.values()].map((group) => groupText(group, file, named)).join('\n');
}

/** Each with its own reason, where nothing was kept that `quarantine show` could tell it of. */
export function quarantinedReasons(quarantined: readonly OpenQuarantine[]): string {
  const told = quarantined
    .slice(0, TOLD)
    .map(({ store, entity, sourceId, code, reason }) =>
      indent(`${store}: ${singular(entity)} ${sourceId}: ${withoutId(reason, sourceId)} (${code})`, 2),
    );
  return [...told, ...(quarantined.length > TOLD ? [`  ... and ${quarantined.length - TOLD} more`] : [])].join('\n');
}

/** Some reasons name the record that they are about themselves. */
function withoutId(reason: string, sourceId: string): string {
  const named = `${sourceId}: `;
  return reason.startsWith(named) ? reason.slice(named.length) : reason;
}

/** Reasons about one value of the record, which its sentence quotes: what is done about it is done for all that have it. */
const OF_A_VALUE: readonly string[] = [
  'shipping-method-unmapped',
  'payment-method-unmapped',
  'payment-kind-unhandled',
] satisfies ReasonCode[];

/** Of a value that a map has changed, the one that its store has. */
function quarantinedValue({ code, reason }: OpenQuarantine): string {
  if (!OF_A_VALUE.includes(code)) return '';
  return / makes of ("(?:[^"\\]|\\.)*")/.exec(reason)?.[1] ?? /"(?:[^"\\]|\\.)*"/.exec(reason)?.[0] ?? '';
}

function groupOf(one: OpenQuarantine): string {
  return JSON.stringify([one.store, one.entity, one.code, methodKey(textOf(quarantinedValue(one)))]);
}

function textOf(quoted: string): string {
  return quoted === '' ? '' : String(JSON.parse(quoted));
}

function codeWords(one: OpenQuarantine): string {
  const value = quarantinedValue(one);
  return value === '' ? one.code : `${one.code} (${value})`;
}

/** So few are told of one by one. */
const FEW = 3;

function groupText(group: readonly OpenQuarantine[], file: string, named: number): string {
  const [first] = group;
  if (first === undefined) return '';
  const { store, entity, code, remedy } = first;
  const meaning = Object.hasOwn(reasons, code) ? reasons[code as ReasonCode].meaning : first.reason;
  const [what, name] = [mappingFor(code), textOf(quarantinedValue(first))];
  return [
    `  - ${store}: ${counted(group.length, singular(entity), plural(entity))} ${codeWords(first)}: ${namesOf(group, named)}`,
    indent(meaning, 4),
    ...(group.length > FEW
      ? []
      : group.map(({ sourceId, reason }) =>
          indent(reason.startsWith(`${sourceId}: `) ? reason : `${sourceId}: ${reason}`, 4),
        )),
    ...(what === undefined || name === ''
      ? [indent(`To do: ${remedy}`, 4)]
      : [
          indent('To do: say what it is in the primary:', 4),
          `      ${mapLine({ what, name, store }, file)}`,
          indent(`Or: ${remedy}`, 4),
        ]),
  ].join('\n');
}

/** The same in one line for each store and reason. */
export function quarantinedTable(quarantined: readonly OpenQuarantine[]): string {
  const groups = Map.groupBy(quarantined, groupOf);
  const rows = [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { store, entity } = first;
    return [[store, counted(group.length, singular(entity), plural(entity)), codeWords(first), namesOf(group, NAMED)]];
  });
  return table([{ title: 'store' }, { title: 'what' }, { title: 'why' }, { title: 'which' }], rows);
}

function namesOf(group: readonly OpenQuarantine[], most: number): string {
  const named = group.slice(0, most).map(nameOf).join(', ');
  return group.length > most ? `${named} and ${group.length - most} more` : named;
}

function nameOf({ sourceId, amount }: OpenQuarantine): string {
  return amount === null ? sourceId : `${sourceId} (${money(amount)})`;
}
