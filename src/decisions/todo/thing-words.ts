import { singular } from '../../entities/kinds.ts';
import { counted, money } from '../../model/amounts-text.ts';
import { askedOrdersLines } from '../../model/asked-orders.ts';
import { dayWords } from '../../model/day-words.ts';
import { sumOf } from './choices.ts';
import type { Decided, Thing, ToDecide } from './things.ts';

/** Records told one by one; the rest is counted. */
const TOLD = 5;

type Deciding = Extract<Thing, { kind: 'decision' }>;
type Waiting = Extract<Thing, { kind: 'yes' }>;

/** `west: 2 orders wait for your yes` */
export function waitingTitle({ store, orders }: Waiting): string {
  return `${store}: ${counted(orders, 'order')} ${orders === 1 ? 'waits' : 'wait'} for your yes`;
}

export const waitingWords =
  'They are read and not copied, since they are many that are older than the last whole run, or this is the first one.';

/** What they come to, from when to when, and some of them. */
export function waitingLines({ comesTo }: Waiting): string[] {
  return comesTo === undefined ? [] : askedOrdersLines(comesTo);
}

export function decisionTitle({ store, entity, value, records, code }: Decided): string {
  const [first] = records;
  if (records.length === 1 && first !== undefined)
    return `${store} ${singular(entity)} ${recordWords(first)}: ${code}${value === '' ? '' : ` (${JSON.stringify(value)})`}`;
  return `${store}: ${sumOf(records)}: ${code} (${JSON.stringify(value)})`;
}

/** The same without its code, for where the meaning of that stands beside it. */
export function decisionSubject({ store, entity, value, records }: Decided): string {
  const [first] = records;
  if (records.length === 1 && first !== undefined) return `${store} ${singular(entity)} ${recordWords(first)}`;
  return `${store}: ${sumOf(records)} (${JSON.stringify(value)})`;
}

/** What was found, of a single record; nothing where several share a decision. */
export function foundWords({ records }: Deciding): string[] {
  const [first] = records;
  return records.length === 1 && first !== undefined && first.reason !== '' ? [first.reason] : [];
}

/** Those of a decision about several. */
export function recordLines({ records }: Deciding): string[] {
  const some = records.length === 1 ? [] : records.slice(0, TOLD).map(recordWords);
  return records.length > TOLD ? [...some, `and ${records.length - TOLD} more`] : some;
}

export function followerWords({ followers }: Deciding): string[] {
  return followers.length === 0 ? [] : [`Waits for it, and follows by itself: ${sumOf(followers)}.`];
}

/** `west order N100 (W100), 10 July, 11.00: shipping-method-unmapped ("Pallet"), with 1 payment (11.00)` */
export function decidedWords(decided: Decided): string {
  const { followers } = decided;
  return `${decisionTitle(decided)}${followers.length === 0 ? '' : `, with ${sumOf(followers)}`}`;
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

/** The names to choose from, where a line of `map` leaves a place for one. */
export function primaryHas(names: readonly string[]): string {
  return `The primary has: ${names.map((name) => JSON.stringify(name)).join(', ') || 'none'}.`;
}
