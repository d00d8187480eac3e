import { singular } from '../../entities/registry.ts';
import { counted, money } from '../../model/amounts-text.ts';
import { dayWords } from '../../model/day-words.ts';
import type { Choice } from '../todo/choices.ts';
import { sumOf } from '../todo/choices.ts';
import type { Thing, ToDecide } from '../todo/things.ts';
import { indent } from './table.ts';

/** Records told one by one; the rest is counted. */
const TOLD = 5;

/**
 * Each thing to do with its choices, for a bookkeeper.
 * @param names of the primary, by what is mapped to them; those that were not asked for are left out
 */
export function todoText(
  pipeline: string,
  things: readonly Thing[],
  names: Readonly<Record<string, readonly string[]>>,
): string {
  if (things.length === 0) return `Nothing to do for ${pipeline}.`;
  const blocks = things.map((thing, place) => thingLines(thing, place + 1, names).join('\n'));
  return [`${counted(things.length, 'thing')} to do for ${pipeline}`, ...blocks].join('\n\n');
}

function thingLines(thing: Thing, number: number, names: Readonly<Record<string, readonly string[]>>): string[] {
  const head = (words: string): string => `${number}. ${words}`;
  switch (thing.kind) {
    case 'yes':
      return [
        head(`${thing.store}: ${counted(thing.orders, 'order')} ${thing.orders === 1 ? 'waits' : 'wait'} for your yes`),
        indent('They are read and not copied, since they are many that are older than the last whole run.', 3),
        `   - Copy them: ${thing.command}`,
      ];
    case 'difference':
      return [
        head(`${thing.store}: the two sides differ`),
        indent(thing.message, 3),
        indent(`To do: ${thing.remedy}`, 3),
      ];
    case 'decision':
      return [head(title(thing)), ...decisionLines(thing, names)];
  }
}

type Decided = Extract<Thing, { kind: 'decision' }>;

function title({ store, entity, value, records, code }: Decided): string {
  const [first] = records;
  if (records.length === 1 && first !== undefined)
    return `${store} ${singular(entity)} ${recordWords(first)}: ${code}${value === '' ? '' : ` (${JSON.stringify(value)})`}`;
  return `${store}: ${sumOf(records)}: ${code} (${JSON.stringify(value)})`;
}

function recordWords({ sourceId, parent, targetId, day, amount, customer }: ToDecide): string {
  const parts = [
    `${sourceId}${parent === null ? '' : ` of ${parent}`}${targetId === null ? '' : ` (${targetId})`}`,
    ...(day === null ? [] : [dayWords(day)]),
    ...(amount === null ? [] : [money(amount)]),
    ...(customer === null ? [] : [customer]),
  ];
  return parts.join(', ');
}

function decisionLines(thing: Decided, names: Readonly<Record<string, readonly string[]>>): string[] {
  const { meaning, records, followers, remedy, choices } = thing;
  const [first] = records;
  const own = records.length === 1 && first !== undefined && first.reason !== '' ? [indent(first.reason, 3)] : [];
  const some = records.length === 1 ? [] : records.slice(0, TOLD).map((record) => `   ${recordWords(record)}`);
  const more = records.length > TOLD ? [`   and ${records.length - TOLD} more`] : [];
  return [
    indent(meaning, 3),
    ...own,
    ...some,
    ...more,
    ...(followers.length === 0 ? [] : [indent(`Waits for it, and follows by itself: ${sumOf(followers)}.`, 3)]),
    indent(`To do: ${remedy}`, 3),
    ...choices.flatMap((choice) => choiceLines(choice, names)),
  ];
}

function choiceLines(
  { kind, words, effect, command }: Choice,
  names: Readonly<Record<string, readonly string[]>>,
): string[] {
  const what = kind === 'map' ? (/ map (\S+) /.exec(command)?.[1] ?? '') : '';
  const known = names[what];
  const listed =
    known === undefined
      ? []
      : [indent(`The primary has: ${known.map((name) => JSON.stringify(name)).join(', ') || 'none'}.`, 5)];
  return [`   - ${words}. ${effect}`, ...listed, `     ${command}`];
}
