import type { StoredOrder } from './records/order-record.ts';
import type { StoreState } from './state.ts';

/** Without an address the store has nobody to write to. */
function addressOf(state: StoreState, order: StoredOrder): string {
  const account = order.Username === '' ? '' : (state.customer(order.Username)?.EmailAddress ?? '');
  if (state.switches.mailsGoTo === 'account' && account !== '') return account;
  return order.Email !== '' || !state.switches.mailsCustomer ? order.Email : account;
}

export function sendMail(state: StoreState, order: StoredOrder, reason: string): void {
  const to = addressOf(state, order);
  if (to !== '') state.recordMail({ at: state.now(), to, reason, orderId: order.OrderID });
}

/** Status templates go out even for orders that nobody approved yet: no source says that approval holds them back. */
export function mailOnStatus(state: StoreState, order: StoredOrder): void {
  const template = state.config.settings.mailOnStatus[order.OrderStatus];
  if (template !== undefined) sendMail(state, order, `status ${order.OrderStatus}: ${template}`);
}
