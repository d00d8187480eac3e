import { mailOnStatus } from '../../mails.ts';
import type { StoredOrder } from '../../records/order-record.ts';
import type { StoreState } from '../../state.ts';
import { moveStock } from '../../stock.ts';
import { utcToLocal } from '../../time.ts';

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
