import { addSeconds, type Instant } from '../../model/time.ts';
import type { NetoClient } from '../../neto/client.ts';
import { headsPerPage, listOrders } from '../../neto/orders.ts';
import type { ReadOptions } from '../../neto/records.ts';

const DAY = 86_400;

export interface LatestWindow {
  readonly since: Instant;
  readonly now: Instant;
  /** Ids wanted, at most. */
  readonly limit: number;
}

/**
 * Ids of the orders placed last. No order of a listing is documented, so the windows go back in time, each four times as
 * long as the one before, until there are enough. @throws ConsolidatorError
 */
export async function latestOrderIds(
  client: NetoClient,
  { since, now, limit }: LatestWindow,
  options: ReadOptions = {},
): Promise<string[]> {
  const ids = new Set<string>();
  const pageSize = headsPerPage(client);
  let to: Instant | undefined;
  for (let days = 7; ; days *= 4) {
    const start = addSeconds(now, -days * DAY);
    const from = start > since ? start : since;
    const window = { placedFrom: from, placedTo: to, limit: limit - ids.size, pageSize };
    for await (const { orders } of listOrders(client, window, options)) for (const { id } of orders) ids.add(id);
    if (ids.size >= limit || from === since) return [...ids].slice(0, limit);
    to = from;
  }
}
