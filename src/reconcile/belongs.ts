import type { Order } from '../model/order.ts';
import type { PrefixMap } from '../model/order-id.ts';
import { isSameStore, sourceOf } from '../model/origin.ts';
import { lowerKey, upperKey } from '../model/text-key.ts';
import type { FixedRules } from '../transform/rules.ts';

/** Why an order of the primary counts as one of a secondary's, and which order of that store it stands for. */
export interface Belonging {
  readonly store: string;
  /** null where only the sales channel says so. */
  readonly sourceId: string | null;
  readonly by: 'link' | 'origin' | 'number' | 'channel';
}

/** What people have entered in the primary by hand and linked: by number there, in upper case. Nothing on it says so. */
export type HandLinks = ReadonlyMap<string, { readonly store: string; readonly sourceId: string }>;

export const noLinks: HandLinks = new Map();

/** @returns undefined for the primary's own orders */
export function belongingOf(
  order: Pick<Order, 'id' | 'internalNotes' | 'lines' | 'salesChannel'>,
  stores: readonly FixedRules[],
  links: HandLinks = noLinks,
): Belonging | undefined {
  const linked = links.get(sameId(order.id));
  if (linked !== undefined && stores.some(({ store }) => store === linked.store)) return { ...linked, by: 'link' };
  const origin = sourceOf(order);
  const named = origin && stores.find((rules) => isSameStore(origin, rules));
  if (origin !== undefined && named !== undefined) {
    return { store: named.store, sourceId: origin.sourceId, by: 'origin' };
  }
  for (const { store, prefix } of stores) {
    const sourceId = sourceIdOf(order.id, prefix);
    if (sourceId !== undefined) return { store, sourceId, by: 'number' };
  }
  const channel = order.salesChannel.toLowerCase();
  const owner = stores.find(
    ({ orders }) => orders.salesChannel !== '' && orders.salesChannel.toLowerCase() === channel,
  );
  return owner === undefined ? undefined : { store: owner.store, sourceId: null, by: 'channel' };
}

/** The declared prefixes read backwards: `W11177` → `N11177`. @returns undefined for ids outside of the range */
export function sourceIdOf(targetId: string, prefixes: PrefixMap): string | undefined {
  const id = lowerKey(targetId);
  for (const [source, target] of Object.entries(prefixes)) {
    const rest = targetId.slice(target.length);
    // Target prefixes don't begin like one another, so at most one fits.
    if (id.startsWith(lowerKey(target)) && /^\d+(-\d+)?$/.test(rest)) return source + rest;
  }
  return undefined;
}

/** Upper and lower case of an order id are the same order to a shop and to Xero. */
export function sameId(id: string): string {
  return upperKey(id);
}
