import { mailOnStatus } from '../../mails.ts';
import type { StoredOrder } from '../../records/order-record.ts';
import type { StoreState } from '../../state.ts';
import { moveStock } from '../../stock.ts';
import { utcToLocal } from '../../time.ts';
import { Refused } from '../refused.ts';

const PACKED: readonly string[] = ['Pack', 'Pending Pickup', 'Pending Dispatch', 'Dispatched'];

/** Refuses what the panel does not let staff do; whether the API does, is a switch's matter. */
export function checkStatus(state: StoreState, order: StoredOrder, before: string | undefined): void {
  if (state.switches.statusRules === 'none' || order.OrderStatus === before) return;
  const isApproved = order.CompleteStatus === 'Approved';
  if (PACKED.includes(order.OrderStatus) && !isApproved) {
    throw new Refused(`Order ${order.OrderID} is not approved and cannot be set to ${order.OrderStatus}`);
  }
  if (order.OrderStatus !== 'Cancelled') return;
  if (isApproved || before === 'Dispatched' || state.paymentsOf(order.OrderID).length > 0) {
    throw new Refused(`Order ${order.OrderID} is approved, dispatched or paid and cannot be cancelled`);
  }
}

/** What follows from an order's new status. `before` is undefined for a new order. */
export function enterStatus(state: StoreState, order: StoredOrder, before: string | undefined): void {
  if (order.OrderStatus === before) return;
  if (order.OrderStatus === 'Dispatched') complete(state, order);
  moveStock(state, order, before, order.OrderStatus);
  mailOnStatus(state, order);
}

function complete(state: StoreState, order: StoredOrder): void {
  order.DateCompletedUTC = state.now();
  order.DateCompleted = utcToLocal(order.DateCompletedUTC, state.config.timezone).slice(0, 10);
  if (order.DateInvoiced === '') order.DateInvoiced = order.DateCompleted;
}
