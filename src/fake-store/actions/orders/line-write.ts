import { readAmount } from '../../amount.ts';
import { type StoredLine, storedLine, TAX_FREE_CODE } from '../../records/order-record.ts';
import type { Warehouse } from '../../seed.ts';
import type { StoreState } from '../../state.ts';
import { innerMaps, mapsOf, readBoolean, textOf, type ValueMap } from '../../value.ts';
import { missing, Refused } from '../refused.ts';
import { fitText } from '../text-field.ts';

function warehouseOf(state: StoreState, record: ValueMap, warnings: string[]): Warehouse | undefined {
  const { warehouses } = state.config;
  const primary = warehouses.find(({ isPrimary }) => isPrimary) ?? warehouses[0];
  const id = textOf(record.WarehouseID);
  const name = textOf(record.WarehouseName).toLowerCase();
  const reference = textOf(record.WarehouseReference).toLowerCase();
  if (id === '' && name === '' && reference === '') return primary;
  const named = warehouses.find((warehouse) => {
    if (id !== '') return warehouse.id === id;
    return name === '' ? warehouse.reference.toLowerCase() === reference : warehouse.name.toLowerCase() === name;
  });
  if (named === undefined) warnings.push(`Cannot find Warehouse ${id || name || reference}`);
  return named ?? primary;
}

function amountField(record: ValueMap, name: string, warnings: string[]): string | undefined {
  const text = textOf(record[name]);
  if (text === '') return undefined;
  const amount = readAmount(text);
  if (amount === undefined) warnings.push(`${name} has a wrong format`);
  return amount;
}

/** One line of AddOrder. @returns undefined for a line that the store drops */
function writtenLine(state: StoreState, record: ValueMap, warnings: string[]): StoredLine | undefined {
  const sku = textOf(record.SKU);
  if (sku === '') throw missing('SKU');
  const item = state.item(sku);
  if (item === undefined) {
    if (state.switches.unknownSku === 'error') throw new Refused(`${sku} is an invalid SKU`);
    warnings.push(`Cannot find Item ${sku}`);
    return undefined;
  }
  if (textOf(record.Quantity) === '') throw missing('Quantity');
  const quantity = readAmount(textOf(record.Quantity));
  if (quantity === undefined) throw new Refused('Quantity has a wrong format');
  const text = (name: string, limit?: number) => fitText(textOf(record[name]), name, limit, state.switches, warnings);
  const warehouse = warehouseOf(state, record, warnings);
  const taxFree = readBoolean(textOf(record.TaxFree)) ?? readBoolean(textOf(item.TaxFreeItem)) ?? false;
  return storedLine({
    SKU: item.SKU,
    Quantity: quantity,
    ProductName: text('ItemDescription', 255) || item.Name,
    ItemNotes: text('ItemNotes', 255),
    SerialNumber: text('ItemSerialNumber', 50),
    UnitPrice: amountField(record, 'UnitPrice', warnings) ?? textOf(item.DefaultPrice),
    CostPrice: amountField(record, 'UnitCost', warnings) ?? textOf(item.CostPrice),
    TaxCode: taxFree ? TAX_FREE_CODE : 'GST',
    PercentDiscount: amountField(record, 'DiscountPercent', warnings) ?? '0',
    ProductDiscount: amountField(record, 'DiscountAmount', warnings) ?? '0',
    Weight: amountField(record, 'ShippingWeight', warnings) ?? '0',
    Cubic: amountField(record, 'Cubic', warnings) ?? '0',
    QuantityShipped: amountField(record, 'QuantityShipped', warnings) ?? '0',
    WarehouseID: warehouse?.id ?? '',
    WarehouseName: warehouse?.name ?? '',
    WarehouseReference: warehouse?.reference ?? '',
    ExternalSystemIdentifier: text('ExternalSystemIdentifier'),
    ExternalOrderReference: text('ExternalOrderReference', 50),
    ExternalOrderLineReference: text('ExternalOrderLineReference', 50),
    ExtraOptions: innerMaps(record.ExtraOptions, 'ExtraOption').map((option) => ({
      Name: textOf(option.Name),
      Value: textOf(option.Value),
    })),
  });
}

export function writtenLines(state: StoreState, record: ValueMap, orderId: string, warnings: string[]): StoredLine[] {
  const lines = mapsOf(record.OrderLine).flatMap((line) => writtenLine(state, line, warnings) ?? []);
  return lines.map((line, index) => ({ ...line, OrderLineID: `${orderId}-${index}` }));
}
