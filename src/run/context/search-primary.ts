import { isZero } from '../../model/money.ts';
import { isApproved, type Order } from '../../model/order.ts';
import { daysBefore } from '../../model/time.ts';
import { listOrders, readOrders } from '../../neto/orders.ts';
import { primaryHost } from './context.ts';
import type { OrderRun } from './parts.ts';

const LOOK_BACK_DAYS = 60;
const MOST_ORDERS = 300;

/**
 * Learns from the primary's own orders how it reads their fields, before the first copy that depends on it is written:
 * what is more than cents could not be set right afterwards, nor are cents where the primary ignores OrderRounding. A
 * few pages, at most once a run.
 * @throws ConsolidatorError
 */
export async function searchPrimary(context: OrderRun, gstPercent: Order['orderTax']): Promise<void> {
  const { primary, readings, rounding, cut: signal } = context;
  const host = primaryHost(context);
  if (!readings.beginSearch(host)) return;
  // A till's rounding could be taken for a reading, so no more is learned than has to be.
  const cents = rounding.known() === 'ignored';
  const placedFrom = daysBefore(context.now(), LOOK_BACK_DAYS);
  for await (const page of listOrders(primary, { placedFrom, limit: MOST_ORDERS }, { signal })) {
    const ids = page.orders.map(({ id }) => id);
    const { orders } = await readOrders(primary, ids, { signal, onUnreadable: () => {} });
    const telling = orders.filter((order) => isApproved(order) && (cents || hasTaxedShipping(order)));
    for (const order of telling) await readings.teach(host, order, gstPercent);
  }
  await readings.save();
}

/** Whose copy may come to dollars more or less (U23). */
function hasTaxedShipping({ taxInclusive, shippingTotal, shippingTax }: Order): boolean {
  return !taxInclusive && !isZero(shippingTotal) && !isZero(shippingTax);
}
