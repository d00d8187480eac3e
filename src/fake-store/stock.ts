import { type Amount, add, amountOf, negate, ZERO } from './amount.ts';
import type { StockMove } from './fake-store.ts';
import type { StoredItem } from './records/item-record.ts';
import type { StoredOrder } from './records/order-record.ts';
import type { StoreState } from './state.ts';

type Holding = 'none' | 'committed' | 'taken';

/** Reference, section 3.1. A status that nobody knows holds nothing. */
function holdingOf(status: string | undefined): Holding {
  if (['New', 'On Hold', 'New Backorder', 'Backorder Approved', 'Pick'].includes(status ?? '')) return 'committed';
  return ['Pack', 'Pending Pickup', 'Pending Dispatch', 'Dispatched'].includes(status ?? '') ? 'taken' : 'none';
}

function reasonOf(before: Holding, after: Holding): StockMove['reason'] {
  if (before === 'taken') return 'give-back';
  if (after === 'taken') return 'take-out';
  return after === 'committed' ? 'commit' : 'release';
}

/** Moves the stock of an order's lines between two statuses; undefined stands for an order that is not there. */
export function moveStock(
  state: StoreState,
  order: StoredOrder,
  from: string | undefined,
  to: string | undefined,
): void {
  const before = holdingOf(from);
  const after = holdingOf(to);
  if (before === after) return;
  for (const line of order.OrderLine) {
    const warehouse = state.config.warehouses.find(({ id }) => id === line.WarehouseID);
    if (warehouse === undefined || !warehouse.tracksStock) continue;
    const quantity = amountOf(line.Quantity);
    const taken = after === 'taken' ? negate(quantity) : before === 'taken' ? quantity : ZERO;
    const committed = after === 'committed' ? quantity : before === 'committed' ? negate(quantity) : ZERO;
    changeItem(state, line.SKU, warehouse.id, taken, committed);
    state.recordStockMove({
      sku: line.SKU,
      warehouseId: warehouse.id,
      quantity,
      reason: reasonOf(before, after),
      orderId: order.OrderID,
    });
  }
}

function changeItem(state: StoreState, sku: string, warehouseId: string, stock: Amount, committed: Amount): void {
  const item = state.item(sku);
  if (item === undefined) return;
  state.putItem({
    ...item,
    CommittedQuantity: add(amountOf(item.CommittedQuantity), committed),
    WarehouseQuantity: withStock(item, warehouseId, add(stockOf(item, warehouseId), stock)),
  });
}

export function stockOf(item: StoredItem, warehouseId: string): Amount {
  return amountOf(item.WarehouseQuantity.find(({ WarehouseID }) => WarehouseID === warehouseId)?.Quantity ?? '0');
}

export function withStock(item: StoredItem, warehouseId: string, quantity: Amount): StoredItem['WarehouseQuantity'] {
  const others = item.WarehouseQuantity.filter(({ WarehouseID }) => WarehouseID !== warehouseId);
  return [...others, { WarehouseID: warehouseId, Quantity: quantity }];
}
