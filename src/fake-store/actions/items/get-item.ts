import { add, amountOf, subtract } from '../../amount.ts';
import { keyOf } from '../../key-of.ts';
import { listReply, type Reply } from '../../protocol/reply.ts';
import type { StoredItem } from '../../records/item-record.ts';
import type { StoreState } from '../../state.ts';
import { textOf, type ValueMap } from '../../value.ts';
import { allOf, anyOf, between, filterOf, selectorsOf, wanted } from '../filter.ts';
import { pageOf } from '../paging.ts';
import { selectFields } from '../select-fields.ts';
import { ITEM_SELECTORS } from './item-fields.ts';

const FILTERS = [
  'AccountingCode', 'InventoryID', 'ParentSKU', 'Brand', 'Model', 'Name', 'PrimarySupplier', 'Approved',
  'ApprovedForPOS', 'Visible', 'IsActive', 'IsNetoUtility', 'IsGiftVoucher', 'AuGstExempt', 'NzGstExempt',
]; // biome-ignore format: a table

const ORDERS: ReadonlySet<string> = new Set([
  'ParentSKU',
  'ID',
  'Model',
  'Name',
  'IsActive',
  'DateAdded',
  'DateUpdated',
]);

function inOrder(items: StoredItem[], filter: ValueMap): StoredItem[] {
  const by = textOf(filter.OrderBy);
  const sign = textOf(filter.OrderDirection).toUpperCase() === 'DESC' ? -1 : 1;
  if (!ORDERS.has(by)) return items;
  if (by === 'ID') return items.sort((a, b) => sign * (Number(a.InventoryID) - Number(b.InventoryID)));
  return items.sort((a, b) => {
    const [first, second] = [textOf(a[by]), textOf(b[by])];
    if (first === second) return 0;
    return first < second ? -sign : sign;
  });
}

function candidates(state: StoreState, filter: ValueMap): Iterable<StoredItem> {
  const skus = new Set(wanted(filter, 'SKU').map((sku) => keyOf(sku, state.switches.keysAlike)));
  return skus.size === 0 ? state.items() : [...skus].flatMap((sku) => state.item(sku) ?? []);
}

/** What the warehouses hold and no order has reserved. */
function availableOf(item: StoredItem): string {
  const held = add(...item.WarehouseQuantity.map(({ Quantity }) => amountOf(Quantity)));
  return subtract(held, amountOf(item.CommittedQuantity));
}

function rowOf(item: StoredItem, selected: ReadonlySet<string>, timezone: string): ValueMap {
  const row: ValueMap = { SKU: item.SKU, InventoryID: item.InventoryID };
  if (selected.has('ID')) row.ID = item.InventoryID;
  Object.assign(row, selectFields(item, selected, ITEM_SELECTORS, timezone));
  if (selected.has('AvailableSellQuantity')) row.AvailableSellQuantity = availableOf(item);
  return row;
}

export function getItem(state: StoreState, body: ValueMap): Reply {
  const filter = filterOf(body);
  const matches = allOf<StoredItem>([
    ...FILTERS.map((name) => anyOf<StoredItem>(filter, name, (item) => textOf(item[name]))),
    between(filter, 'DateAdded', (item) => item.DateAdded),
    between(filter, 'DateCreated', (item) => item.DateAdded),
    between(filter, 'DateUpdated', (item) => item.DateUpdated),
  ]);
  const rows = inOrder([...candidates(state, filter)].filter(matches ?? (() => true)), filter);
  const selected = new Set(selectorsOf(filter));
  if (!state.switches.internalNotesReadable) selected.delete('InternalNotes');
  return listReply(
    'Item',
    pageOf(rows, filter, state.switches).map((item) => rowOf(item, selected, state.config.timezone)),
  );
}
