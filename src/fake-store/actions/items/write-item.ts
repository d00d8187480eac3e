import { type Amount, add, readAmount, subtract } from '../../amount.ts';
import type { StockMove } from '../../fake-store.ts';
import { type StoredItem, storedItem } from '../../records/item-record.ts';
import type { StoreState } from '../../state.ts';
import { stockOf, withStock } from '../../stock.ts';
import { mapsOf, textOf, type Value, type ValueMap } from '../../value.ts';
import { missing, Refused } from '../refused.ts';
import { fitText } from '../text-field.ts';
import { booleanValue } from '../written-value.ts';
import { ITEM_ALIASES, ITEM_BOOLEANS, ITEM_LIMITS, ITEM_WRITABLE } from './item-fields.ts';

function storable(state: StoreState, name: string, value: Value, warnings: string[]): Value | undefined {
  if (typeof value !== 'string') return value;
  if (ITEM_BOOLEANS.has(name)) return booleanValue(value.trim());
  return fitText(value.trim(), name, ITEM_LIMITS[name], state.switches, warnings);
}

function takeFields(state: StoreState, item: StoredItem, record: ValueMap, warnings: string[]): void {
  for (const [written, value] of Object.entries(record)) {
    const name = ITEM_ALIASES[written] ?? written;
    if (!ITEM_WRITABLE.has(name)) continue;
    const stored = storable(state, name, value, warnings);
    if (stored === undefined) warnings.push(`${written} has a wrong format`);
    else item[name] = stored;
  }
  for (const change of mapsOf(record.WarehouseQuantity)) takeStock(state, item, change, warnings);
}

function isStockAction(text: string): text is 'set' | 'increment' | 'decrement' {
  return text === 'set' || text === 'increment' || text === 'decrement';
}

function changedStock(before: Amount, quantity: Amount, action: StockMove['reason']): Amount {
  if (action === 'set') return quantity;
  return action === 'increment' ? add(before, quantity) : subtract(before, quantity);
}

function takeStock(state: StoreState, item: StoredItem, change: ValueMap, warnings: string[]): void {
  const warehouse = state.config.warehouses.find(({ id }) => id === textOf(change.WarehouseID));
  const quantity = readAmount(textOf(change.Quantity));
  const action = textOf(change.Action).toLowerCase() || 'set';
  if (warehouse === undefined || quantity === undefined || !isStockAction(action)) {
    warnings.push('WarehouseQuantity has a wrong format');
    return;
  }
  item.WarehouseQuantity = withStock(item, warehouse.id, changedStock(stockOf(item, warehouse.id), quantity, action));
  if (warehouse.tracksStock) {
    state.recordStockMove({ sku: item.SKU, warehouseId: warehouse.id, quantity, reason: action, orderId: '' });
  }
}

function newItem(state: StoreState, sku: string): StoredItem {
  return storedItem({ SKU: sku }, state.nextNumber('item'), state.now(), state.stamp());
}

export function addItem(state: StoreState, record: ValueMap, warnings: string[]): ValueMap {
  const sku = textOf(record.SKU);
  if (sku === '') throw missing('SKU');
  if (sku.length > 25) throw new Refused('SKU is longer than 25 characters');
  const before = state.item(sku);
  if (before !== undefined && state.switches.duplicateSku === 'error') throw new Refused(`Item ${sku} already exists`);
  const item = before === undefined ? newItem(state, sku) : { ...before, DateUpdated: state.stamp() };
  takeFields(state, item, record, warnings);
  state.putItem(item);
  return { InventoryID: item.InventoryID, SKU: item.SKU };
}

/** An unknown SKU is a Warning here, and the other items are changed: recorded live. */
export function updateItem(state: StoreState, record: ValueMap, warnings: string[]): ValueMap | undefined {
  const sku = textOf(record.SKU);
  if (sku === '') throw missing('SKU');
  const before = state.item(sku);
  if (before === undefined) {
    warnings.push(`Cannot find Item ${sku}`);
    return undefined;
  }
  const item = { ...before, DateUpdated: state.stamp() };
  takeFields(state, item, record, warnings);
  state.putItem(item);
  return { SKU: item.SKU };
}
