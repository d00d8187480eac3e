import { singular } from '../../model/entities.ts';
import { formatMoney } from '../../model/money.ts';
import { type ReasonCode, reasons } from '../../model/reasons.ts';
import type { OpenQuarantine } from '../../pipeline/run/summary.ts';
import { counted } from './amounts.ts';
import { indent } from './paragraph.ts';
import { table } from './table.ts';

/** Ids named for each reason; the rest is counted. */
const NAMED = 6;

/** What is held, by store and reason: which records, what happened, what to do. */
export function heldText(held: readonly OpenQuarantine[]): string {
  const groups = Map.groupBy(held, ({ store, entity, code }) => JSON.stringify([store, entity, code]));
  return [...groups.values()].map(groupText).join('\n');
}

function groupText(group: readonly OpenQuarantine[]): string {
  const [first] = group;
  if (first === undefined) return '';
  const { store, entity, code, remedy } = first;
  const meaning = Object.hasOwn(reasons, code) ? reasons[code as ReasonCode].meaning : first.reason;
  return [
    `  ${store}: ${counted(group.length, singular[entity], entity)} ${code}: ${namesOf(group)}`,
    indent(meaning, 6),
    indent(`To do: ${remedy}`, 6),
  ].join('\n');
}

/** The same in one line for each store and reason. */
export function heldTable(held: readonly OpenQuarantine[]): string {
  const groups = Map.groupBy(held, ({ store, entity, code }) => JSON.stringify([store, entity, code]));
  const rows = [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { store, entity, code } = first;
    return [[store, counted(group.length, singular[entity], entity), code, namesOf(group)]];
  });
  return table([{ title: 'store' }, { title: 'what' }, { title: 'why' }, { title: 'which' }], rows);
}

function namesOf(group: readonly OpenQuarantine[]): string {
  const named = group.slice(0, NAMED).map(nameOf).join(', ');
  return group.length > NAMED ? `${named} and ${group.length - NAMED} more` : named;
}

function nameOf({ sourceId, amount }: OpenQuarantine): string {
  return amount === null ? sourceId : `${sourceId} (${formatMoney(amount)})`;
}
