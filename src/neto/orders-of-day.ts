import type { Order } from '../model/order.ts';
import { addSeconds, type Instant, type LocalDate, startOfDay } from '../model/time.ts';
import type { NetoClient } from './client.ts';
import { listOrders, readOrders } from './orders.ts';

const DAY = 86_400;
/** As many orders as one request for details takes. */
const DETAILS = 100;

/** All orders of the primary that were placed or invoiced on a day. @throws ConsolidatorError */
export async function readOrdersOfDay(
  primary: NetoClient,
  day: LocalDate,
  signal: AbortSignal | undefined,
): Promise<readonly Order[]> {
  // A day to each side: in which zone a store's filters are is not known.
  const from: Instant = addSeconds(startOfDay(day, primary.timeZone), -DAY);
  const to: Instant = addSeconds(startOfDay(day, primary.timeZone), 2 * DAY);
  const ids = new Set<string>();
  for (const window of [
    { placedFrom: from, placedTo: to },
    { invoicedFrom: from, invoicedTo: to },
  ]) {
    for await (const { orders } of listOrders(primary, window, { signal })) for (const { id } of orders) ids.add(id);
  }
  const all: Order[] = [];
  const wanted = [...ids];
  for (let start = 0; start < wanted.length; start += DETAILS) {
    const options = { signal, onUnreadable: () => {} };
    all.push(...(await readOrders(primary, wanted.slice(start, start + DETAILS), options)).orders);
  }
  return all;
}
