import { isZero } from '../../model/money.ts';
import type { Order } from '../../model/order.ts';
import { daysBefore } from '../../model/time.ts';
import { listOrders, readOrders } from '../../neto/orders.ts';
import { primaryHost, type RunContext } from './context.ts';

const LOOK_BACK_DAYS = 60;
const MOST_ORDERS = 300;

/** Whether it is a matter of the reading by how much more than cents its copy may come to something else (U23). */
export function hasTaxedShipping({ taxInclusive, shippingTotal, shippingTax }: Order): boolean {
  return !taxInclusive && !isZero(shippingTotal) && !isZero(shippingTax);
}

/**
 * Learns from the primary's own orders whether the shipping of tax-exclusive ones holds its tax, before the first copy
 * that depends on it is written: it could not be set right afterwards. A few pages, once a run, until it is known.
 * @throws ConsolidatorError
 */
export async function searchPrimary(context: RunContext, gstPercent: Order['orderTax']): Promise<void> {
  const { primary, readings, cut: signal } = context;
  const host = primaryHost(context);
  const known = await readings.of(host);
  if (known.knows('shippingTax') || !readings.beginSearch(host)) return;
  const placedFrom = daysBefore(context.now(), LOOK_BACK_DAYS);
  for await (const page of listOrders(primary, { placedFrom, limit: MOST_ORDERS }, { signal })) {
    const ids = page.orders.map(({ id }) => id);
    const { orders } = await readOrders(primary, ids, { signal, onUnreadable: () => {} });
    for (const order of orders.filter(hasTaxedShipping)) await readings.teach(host, order, gstPercent);
    if (known.knows('shippingTax')) break;
  }
  await readings.save();
}
