import { listReply, type Reply } from '../../protocol/reply.ts';
import type { Warehouse } from '../../seed.ts';
import type { StoreState } from '../../state.ts';
import { booleanText, type ValueMap } from '../../value.ts';
import { allOf, anyOf, filterOf, selectorsOf } from '../filter.ts';
import { pageOf } from '../paging.ts';

const WITHOUT_VALUE = [
  'WarehouseStreet1', 'WarehouseStreet2', 'WarehouseCity', 'WarehouseState', 'WarehousePostcode', 'WarehouseCountry',
  'WarehouseContact', 'WarehousePhone', 'WarehouseNotes',
]; // biome-ignore format: a table

function rowOf(warehouse: Warehouse): ValueMap {
  return {
    ID: warehouse.id,
    WarehouseID: warehouse.id,
    WarehouseName: warehouse.name,
    WarehouseReference: warehouse.reference,
    IsPrimary: booleanText(warehouse.isPrimary),
    IsActive: booleanText(warehouse.isActive),
    ShowQuantity: booleanText(warehouse.tracksStock),
    ...Object.fromEntries(WITHOUT_VALUE.map((name) => [name, ''])),
  };
}

export function getWarehouse(state: StoreState, body: ValueMap): Reply {
  const filter = filterOf(body);
  const matches = allOf<Warehouse>([
    anyOf(filter, 'WarehouseID', ({ id }) => id),
    anyOf(filter, 'WarehouseReference', ({ reference }) => reference),
    anyOf(filter, 'WarehouseName', ({ name }) => name),
  ]);
  const selected = new Set([...selectorsOf(filter), 'WarehouseID']);
  const rows = pageOf(state.config.warehouses.filter(matches ?? (() => true)), filter, state.switches);
  return listReply(
    'Warehouse',
    rows.map((warehouse) =>
      Object.fromEntries(Object.entries(rowOf(warehouse)).filter(([name]) => selected.has(name))),
    ),
  );
}
