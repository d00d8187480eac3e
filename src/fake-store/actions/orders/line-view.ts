import { type Amount, amountOf } from '../../amount.ts';
import type { LineField } from '../../records/order-fields.ts';
import type { StoredLine } from '../../records/order-record.ts';
import type { ValueMap } from '../../value.ts';
import { amountText } from './amount-text.ts';

/** As many decimals as the recorded live order shows, or more where the value has more. */
const DECIMALS: Readonly<Partial<Record<LineField, number>>> = {
  UnitPrice: 8, CostPrice: 8, Tax: 2, PercentDiscount: 2, ProductDiscount: 2, CouponDiscount: 2, Weight: 4, Cubic: 9,
}; // biome-ignore format: a table

const COUNTS: ReadonlySet<LineField> = new Set<LineField>(['PickQuantity', 'BackorderQuantity', 'QuantityShipped']);

/** Quantities were seen as "1" and as "2.000". */
function quantity(amount: Amount): string {
  return amount === '1' || amount === '0' ? amount : amountText(amount, 3);
}

function fieldText(line: StoredLine, name: LineField): string {
  const decimals = DECIMALS[name];
  if (decimals !== undefined) return amountText(line[name], decimals);
  if (name === 'Quantity') return quantity(amountOf(line.Quantity));
  return COUNTS.has(name) ? amountOf(line[name]) : line[name];
}

export function lineRow(line: StoredLine, fields: readonly LineField[], selected: ReadonlySet<string>): ValueMap {
  const row: ValueMap = { SKU: line.SKU, Quantity: quantity(amountOf(line.Quantity)), OrderLineID: line.OrderLineID };
  for (const name of fields) row[name] = fieldText(line, name);
  // No selectors of their own: they come with the parts of kits.
  if (line.ComponentOfKit !== '')
    Object.assign(row, { ComponentOfKit: line.ComponentOfKit, KitPartID: line.KitPartID });
  if (selected.has('OrderLine.ExtraOptions')) {
    row.ExtraOptions = { ExtraOption: line.ExtraOptions.map((option) => ({ ...option })) };
  }
  return row;
}
