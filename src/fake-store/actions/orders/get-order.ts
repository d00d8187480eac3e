import { listReply, type Reply } from '../../protocol/reply.ts';
import type { StoredOrder } from '../../records/order-record.ts';
import type { StoreState } from '../../state.ts';
import { mapsOf, textOf, type ValueMap } from '../../value.ts';
import { filterOf, selectorsOf, type Test, wanted } from '../filter.ts';
import { pageOf } from '../paging.ts';
import { orderFilter } from './order-filter.ts';
import { orderView } from './order-view.ts';

function isVisible(state: StoreState, order: StoredOrder): boolean {
  const key = order.OrderID.toLowerCase();
  const reads = state.readsUntilVisible.get(key);
  if (reads === undefined) return true;
  if (reads > 1) state.readsUntilVisible.set(key, reads - 1);
  else state.readsUntilVisible.delete(key);
  return false;
}

/** Oldest first; by number when orders are asked for by id, so that not all have to be looked at. */
function find(state: StoreState, filter: ValueMap, matches: Test<StoredOrder>): StoredOrder[] {
  const ids = new Set(wanted(filter, 'OrderID').map((id) => id.toLowerCase()));
  const candidates = ids.size === 0 ? [...state.orders()] : [...ids].flatMap((id) => state.order(id) ?? []);
  if (ids.size > 0) candidates.sort((a, b) => compareText(a.DatePlaced, b.DatePlaced));
  return candidates.filter((order) => matches(order) && isVisible(state, order));
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** The side effect of UpdateResults: it marks every order that was returned, for all clients of the store. */
function markReturned(state: StoreState, filter: ValueMap, orders: readonly StoredOrder[]): void {
  const [update] = mapsOf(filter.UpdateResults);
  if (update === undefined) return;
  const exportStatus = textOf(update.ExportStatus);
  const exportedToWms = textOf(update.ExportedToWMS);
  for (const order of orders) {
    state.putOrder({
      ...order,
      ExportStatus: exportStatus || order.ExportStatus,
      ExportedToWMS: exportedToWms || order.ExportedToWMS,
    });
  }
}

export function getOrder(state: StoreState, body: ValueMap): Reply {
  const filter = filterOf(body);
  const matches = orderFilter(state, filter);
  if (matches === undefined) return listReply('Order', []);
  const page = pageOf(find(state, filter, matches), filter, state.switches);
  const rows = page.map(orderView(state, selectorsOf(filter)));
  markReturned(state, filter, page);
  return listReply('Order', rows);
}
