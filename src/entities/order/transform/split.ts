import type { Order } from '../../../model/order.ts';
import { type PrefixMap, rewriteOrderId } from '../../../model/order-id.ts';
import { lowerKey } from '../../../model/text-key.ts';

/**
 * The order that this one was split off or combined from: the one it names, else the one whose number it bears with a
 * suffix (`N1354-1`). Looks behind the prefix, since prefixes may hold digits and hyphens themselves (`DEMO12-100`).
 * @returns its id in their common store; undefined for an order of its own
 */
export function originOfSplit(order: Pick<Order, 'id' | 'relatedOrderId'>, prefix: PrefixMap): string | undefined {
  const { id, relatedOrderId } = order;
  if (relatedOrderId !== '' && lowerKey(relatedOrderId) !== lowerKey(id)) return relatedOrderId;
  const rewritten = rewriteOrderId(id, prefix);
  if (rewritten.kind === 'refused') return undefined;
  const suffix = id.indexOf('-', rewritten.sourcePrefix.length);
  return suffix === -1 ? undefined : id.slice(0, suffix);
}

/** For people: AddOrder has no field for the order that another belongs to (reference, section 2.2). */
export function splitNote(order: Pick<Order, 'id' | 'relatedOrderId'>, store: string, prefix: PrefixMap): string[] {
  const origin = originOfSplit(order, prefix);
  if (origin === undefined) return [];
  const rewritten = rewriteOrderId(origin, prefix);
  const name = rewritten.kind === 'rewritten' ? `${rewritten.id} (${store} ${origin})` : `${store} ${origin}`;
  return [`Belongs to ${name}, which it was split off or combined with`];
}
