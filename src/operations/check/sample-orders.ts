import type { Order } from '../../model/order.ts';
import { addSeconds, type Instant } from '../../model/time.ts';
import type { NetoClient, RequestOptions } from '../../neto/client.ts';
import { listOrders, readOrders } from '../../neto/orders.ts';

/** Orders looked at in each store, at most. */
export const SAMPLE = 500;
const DETAILS = 100;
const DAY = 86_400;

export interface SampledIds {
  readonly ids: readonly string[];
  /** They were placed then or later. */
  readonly from: Instant;
  /** Whether these are all since the beginning that was asked for. */
  readonly all: boolean;
}

/**
 * Ids of the orders placed last. No order of a listing is documented, so the windows go back in time, each four times as
 * long as the one before, until there are enough. @throws ConsolidatorError
 */
export async function sampleIds(
  client: NetoClient,
  since: Instant,
  now: Instant,
  options: RequestOptions = {},
): Promise<SampledIds> {
  const ids = new Set<string>();
  let to: Instant | undefined;
  for (let days = 7; ; days *= 4) {
    const start = addSeconds(now, -days * DAY);
    const from = start > since ? start : since;
    const window = { placedFrom: from, placedTo: to, limit: SAMPLE - ids.size };
    for await (const { orders } of listOrders(client, window, options)) for (const { id } of orders) ids.add(id);
    if (ids.size >= SAMPLE) return { ids: [...ids].slice(0, SAMPLE), from, all: false };
    if (from === since) return { ids: [...ids], from, all: true };
    to = from;
  }
}

export interface Sample extends SampledIds {
  readonly orders: readonly Order[];
  /** Ids of orders with a field that can't be read. */
  readonly unreadable: readonly string[];
}

/** The same orders in full. @throws ConsolidatorError */
export async function sampleOrders(
  client: NetoClient,
  since: Instant,
  now: Instant,
  options: RequestOptions = {},
): Promise<Sample> {
  const sampled = await sampleIds(client, since, now, options);
  const unreadable: string[] = [];
  const orders: Order[] = [];
  for (let start = 0; start < sampled.ids.length; start += DETAILS) {
    const page = await readOrders(client, sampled.ids.slice(start, start + DETAILS), {
      ...options,
      onUnreadable: ({ id }) => unreadable.push(id),
    });
    orders.push(...page.orders);
  }
  return { ...sampled, orders, unreadable };
}
