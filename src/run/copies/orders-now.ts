import type { Order } from '../../model/order.ts';
import type { OrderOrigin } from '../../model/origin.ts';
import type { Payment } from '../../model/payment.ts';
import type { Return } from '../../model/rma.ts';
import type { Instant } from '../../model/time.ts';
import { listOrigins, type OrderState, readExportedIds, readOrderStates, readOrders } from '../../neto/orders.ts';
import { readPaymentsOfOrders } from '../../neto/payments.ts';
import { readRmasOfOrders } from '../../neto/rmas.ts';
import type { ReadingRun } from '../context/parts.ts';

type Asking = Pick<ReadingRun, 'primary' | 'signal'>;

/** The rows hold little beside notes and references. */
const ROWS_PER_ORDER = 2;

/** Orders as the primary shows them now; absent ones are left out. @throws ConsolidatorError */
export async function ordersNow({ primary, signal }: Asking, ids: readonly string[]): Promise<readonly Order[]> {
  return (await readOrders(primary, ids, { signal })).orders;
}

/** The same, without those that can't be read. */
export async function readableOrdersNow(
  { primary, signal }: Asking,
  ids: readonly string[],
): Promise<readonly Order[]> {
  return (await readOrders(primary, ids, { signal, onUnreadable: () => {} })).orders;
}

/** With their status, total, account and payments alone, by id in upper case. @throws ConsolidatorError */
export function statesNow(
  { primary, signal }: Asking,
  ids: readonly string[],
): Promise<ReadonlyMap<string, OrderState>> {
  return readOrderStates(primary, ids, { signal });
}

/** Ids, in upper case, of those that the primary shows as exported to the books. @throws ConsolidatorError */
export function exportedNow({ primary, signal }: Asking, ids: readonly string[]): Promise<ReadonlySet<string>> {
  return readExportedIds(primary, ids, { signal });
}

/** What all orders that changed since then say of where they came from, page by page. @throws ConsolidatorError */
export function originsSince({ primary, signal }: Asking, updatedFrom: Instant): AsyncIterable<readonly OrderOrigin[]> {
  const window = { updatedFrom, pageSize: ROWS_PER_ORDER * primary.pageSize };
  return listOrigins(primary, window, { signal, onUnreadable: () => {} });
}

/** The payments that stand on these orders. @throws ConsolidatorError */
export async function paymentsNow({ primary, signal }: Asking, orderIds: readonly string[]): Promise<Payment[]> {
  return (await readPaymentsOfOrders(primary, orderIds, { signal })).payments;
}

/** The returns that stand on these orders. @throws ConsolidatorError */
export function returnsNow({ primary, signal }: Asking, orderIds: readonly string[]): Promise<Return[]> {
  return readRmasOfOrders(primary, orderIds, { signal });
}
