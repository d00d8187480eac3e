import { addSeconds, type Instant } from '../../model/time.ts';
import type { NetoClient } from '../../neto/client.ts';
import { listOrders } from '../../neto/orders.ts';
import type { ReadOptions } from '../../neto/records.ts';
import { BEGINNING } from './beginning.ts';

const DAY = 86_400;

/**
 * Ids of orders of all times, at most so many of each: last week, the four weeks before it, the sixteen before those, and so on
 * back to the beginning. What a store's numbers ever began with shows in them without reading all of them.
 * @throws ConsolidatorError
 */
export async function sampleOrderIds(
  client: NetoClient,
  { now, perWindow }: { readonly now: Instant; readonly perWindow: number },
  options: ReadOptions = {},
): Promise<string[]> {
  const ids = new Set<string>();
  let to: Instant | undefined;
  for (let days = 7; to === undefined || to > BEGINNING; days *= 4) {
    const start = addSeconds(now, -days * DAY);
    const from = start > BEGINNING ? start : BEGINNING;
    const window = { placedFrom: from, placedTo: to, limit: perWindow, pageSize: Math.min(perWindow, 500) };
    for await (const { orders } of listOrders(client, window, options)) for (const { id } of orders) ids.add(id);
    to = from;
  }
  return [...ids];
}
