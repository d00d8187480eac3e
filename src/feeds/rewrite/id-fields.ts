import { fieldKey } from '../field-key.ts';

/** What a column or element holds: an order id, or an order id, a hyphen and the line's place (`N10007-1`). */
export type IdKind = 'order' | 'line';

/** Names as `fieldKey` makes them, of Neto's exports, import tables and API documents. */
const known: ReadonlyMap<string, IdKind> = new Map([
  ['orderid', 'order'],
  ['parentorderid', 'order'],
  ['relatedorderid', 'order'],
  ['orderlineid', 'line'],
  ['orderlinereference', 'line'],
  ['linereference', 'line'],
]);

/** @param more names that the user gave; they may hold order ids or line references */
export function idKindOf(name: string, more: readonly string[]): IdKind | undefined {
  const key = fieldKey(name);
  return known.get(key) ?? (more.some((one) => fieldKey(one) === key) ? 'line' : undefined);
}
