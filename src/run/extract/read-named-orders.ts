import { selected } from '../context/context.ts';
import { picksOrders } from '../context/narrowing.ts';
import { readOrdersInFull } from './extract-orders.ts';
import type { StoreWindow } from './store-window.ts';

/**
 * Orders that payments or returns name and that nobody has ever read: something has kept them from being listed, and money
 * has moved on them. They are read by their ids at once. One that the store does not deliver is none.
 */
export async function readNamedOrders(window: StoreWindow): Promise<void> {
  const { context, store, named } = window;
  if (picksOrders(context.narrowing) || !selected(context, store, 'orders')) return;
  const known = await context.ledger.known(store.fixed.store, 'orders', [...named]);
  const unread = [...named].filter((id) => !known.has(id)).sort();
  if (unread.length > 0) await readOrdersInFull(window, unread, { holdVanished: false });
}
