import { listReply, type Reply } from '../../protocol/reply.ts';
import type { StoredOrder } from '../../records/order-record.ts';
import type { StoreState } from '../../state.ts';
import { mapsOf, readBoolean, textOf, type ValueMap } from '../../value.ts';
import { filterOf, selectorsOf, type Test, wanted } from '../filter.ts';
import { pageOf } from '../paging.ts';
import { enumValue } from '../written-value.ts';
import { orderFilter } from './order-filter.ts';
import { orderView } from './order-view.ts';
import { EXPORT_STATUSES } from './order-write-fields.ts';

/** Oldest first, as clients saw. Orders that are asked for by id are looked up, so that not all have to be walked. */
function find(state: StoreState, filter: ValueMap, matches: Test<StoredOrder>): StoredOrder[] {
  const ids = new Set(wanted(filter, 'OrderID').map((id) => id.toLowerCase()));
  const candidates = ids.size === 0 ? [...state.orders()] : [...ids].flatMap((id) => state.order(id) ?? []);
  if (ids.size > 0) candidates.sort((a, b) => state.orderSequence(a) - state.orderSequence(b));
  return candidates.filter((order) => matches(order) && state.isVisible(order.OrderID));
}

function wmsStatus(text: string): string | undefined {
  const flag = readBoolean(text);
  return flag === undefined ? enumValue(text, EXPORT_STATUSES) : flag ? 'Exported' : 'Pending';
}

/** The side effect of UpdateResults: it marks every order that was returned, for all clients of the store. */
function markReturned(state: StoreState, filter: ValueMap, orders: readonly StoredOrder[]): void {
  const [update] = mapsOf(filter.UpdateResults);
  if (update === undefined) return;
  const exportStatus = enumValue(textOf(update.ExportStatus), EXPORT_STATUSES);
  // A boolean here, though an enum everywhere else.
  const exportedToWms = wmsStatus(textOf(update.ExportedToWMS));
  for (const order of orders) {
    state.putOrder({
      ...order,
      ExportStatus: exportStatus ?? order.ExportStatus,
      ExportedToWMS: exportedToWms ?? order.ExportedToWMS,
    });
  }
}

export function getOrder(state: StoreState, body: ValueMap): Reply {
  const filter = filterOf(body);
  const matches = orderFilter(state, filter);
  if (matches === undefined || !state.switches.orderRights) return listReply('Order', []);
  const page = pageOf(find(state, filter, matches), filter, state.switches);
  const rows = page.map(orderView(state, selectorsOf(filter), readBoolean(textOf(filter.SplitKitComponents))));
  markReturned(state, filter, page);
  return listReply('Order', rows);
}
