import { singular } from '../../model/entities.ts';
import { formatMoney } from '../../model/money.ts';
import { type ReasonCode, reasons } from '../../model/reasons.ts';
import type { OpenQuarantine } from '../../run/summary.ts';
import { counted } from './amounts.ts';
import { indent } from './paragraph.ts';
import { table } from './table.ts';

/** Ids named for each reason; the rest is counted. */
const NAMED = 6;
/** Records told of one by one. */
const TOLD = 50;

/** What is held, by store and reason: which records, what happened, what to do. */
export function heldText(held: readonly OpenQuarantine[], named = NAMED): string {
  const groups = Map.groupBy(held, ({ store, entity, code }) => JSON.stringify([store, entity, code]));
  return [...groups.values()].map((group) => groupText(group, named)).join('\n');
}

/** Each with its own reason, where nothing was kept that `quarantine show` could tell it of. */
export function heldReasons(held: readonly OpenQuarantine[]): string {
  const told = held
    .slice(0, TOLD)
    .map(({ store, entity, sourceId, code, reason }) =>
      indent(`${store}: ${singular[entity]} ${sourceId}: ${reason} (${code})`, 2),
    );
  return [...told, ...(held.length > TOLD ? [`  ... and ${held.length - TOLD} more`] : [])].join('\n');
}

function groupText(group: readonly OpenQuarantine[], named: number): string {
  const [first] = group;
  if (first === undefined) return '';
  const { store, entity, code, remedy } = first;
  const meaning = Object.hasOwn(reasons, code) ? reasons[code as ReasonCode].meaning : first.reason;
  return [
    `  ${store}: ${counted(group.length, singular[entity], entity)} ${code}: ${namesOf(group, named)}`,
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
    return [[store, counted(group.length, singular[entity], entity), code, namesOf(group, NAMED)]];
  });
  return table([{ title: 'store' }, { title: 'what' }, { title: 'why' }, { title: 'which' }], rows);
}

function namesOf(group: readonly OpenQuarantine[], most: number): string {
  const named = group.slice(0, most).map(nameOf).join(', ');
  return group.length > most ? `${named} and ${group.length - most} more` : named;
}

function nameOf({ sourceId, amount }: OpenQuarantine): string {
  return amount === null ? sourceId : `${sourceId} (${formatMoney(amount)})`;
}
