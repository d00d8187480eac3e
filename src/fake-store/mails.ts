import type { StoredOrder } from './records/order-record.ts';
import type { StoreState } from './state.ts';

/** Without an address on the order the store has nobody to write to. */
export function sendMail(state: StoreState, order: StoredOrder, reason: string): void {
  if (order.Email !== '') state.recordMail({ at: state.now(), to: order.Email, reason, orderId: order.OrderID });
}

/** Status templates go out even for orders that nobody approved yet: no source says that approval holds them back. */
export function mailOnStatus(state: StoreState, order: StoredOrder): void {
  const template = state.config.settings.mailOnStatus[order.OrderStatus];
  if (template !== undefined) sendMail(state, order, `status ${order.OrderStatus}: ${template}`);
}
