import { add, amountOf, moneyText, subtract } from '../../amount.ts';
import { sendMail } from '../../mails.ts';
import type { StoredLine, StoredOrder } from '../../records/order-record.ts';
import type { StoreState } from '../../state.ts';
import { toldOrder } from '../../tell-lies.ts';
import { roundingOf } from '../../totals.ts';
import { mapsOf, readBoolean, textOf, type ValueMap } from '../../value.ts';
import { writtenTime } from '../date-field.ts';
import { missing, notFound } from '../refused.ts';
import { fitText } from '../text-field.ts';
import { enumValue } from '../written-value.ts';
import { checkStatus, enterStatus } from './enter-status.ts';
import { UPDATE_FIELDS, withoutRounding } from './order-write-fields.ts';
import { takeFields, writtenNotes, writtenStatus } from './take-fields.ts';

interface LineTextField {
  readonly write: string;
  readonly read:
    | 'ItemNotes'
    | 'ProductName'
    | 'ExternalSystemIdentifier'
    | 'ExternalOrderReference'
    | 'ExternalOrderLineReference';
  readonly limit?: number;
}

/** Serial numbers and shipped quantities are documented too, but a warehouse integrator found them ignored. */
const LINE_TEXTS: readonly LineTextField[] = [
  { write: 'ItemNotes', read: 'ItemNotes', limit: 255 },
  { write: 'ItemDescription', read: 'ProductName', limit: 255 },
  { write: 'ExternalSystemIdentifier', read: 'ExternalSystemIdentifier' },
  { write: 'ExternalOrderReference', read: 'ExternalOrderReference', limit: 50 },
  { write: 'ExternalOrderLineReference', read: 'ExternalOrderLineReference', limit: 50 },
];

function changedLine(state: StoreState, line: StoredLine, change: ValueMap, warnings: string[]): StoredLine {
  const changed = { ...line };
  for (const { write, read, limit } of LINE_TEXTS) {
    if (change[write] !== undefined) {
      changed[read] = fitText(textOf(change[write]), write, limit, state.switches, warnings);
    }
  }
  for (const tracking of mapsOf(change.TrackingDetails)) {
    const method = textOf(tracking.ShippingMethod);
    const isKnown = state.config.shippingMethods.some(({ name }) => name.toLowerCase() === method.toLowerCase());
    if (method !== '' && !isKnown) warnings.push(`ShippingMethod ${method} does not exist`);
    if (isKnown) changed.ShippingMethod = method;
    changed.ShippingTracking = textOf(tracking.TrackingNumber) || changed.ShippingTracking;
  }
  return changed;
}

/** By OrderLineID, else by SKU, as the docs' dispatch example does. */
function lineIndex(lines: readonly StoredLine[], change: ValueMap): number {
  const id = textOf(change.OrderLineID);
  if (id !== '') return lines.findIndex((line) => line.OrderLineID === id);
  const sku = textOf(change.SKU).toLowerCase();
  return lines.findIndex((line) => line.SKU.toLowerCase() === sku);
}

function changedLines(state: StoreState, order: StoredOrder, record: ValueMap, warnings: string[]): StoredLine[] {
  const lines = [...order.OrderLine];
  for (const change of mapsOf(record.OrderLine)) {
    const index = lineIndex(lines, change);
    const line = lines[index];
    if (line === undefined) warnings.push(`Cannot find OrderLine ${textOf(change.OrderLineID) || textOf(change.SKU)}`);
    else lines[index] = changedLine(state, line, change, warnings);
  }
  return lines;
}

export function updateOrder(state: StoreState, record: ValueMap, warnings: string[]): ValueMap | undefined {
  const id = textOf(record.OrderID);
  if (id === '') throw missing('OrderID');
  const before = state.order(id);
  if (before === undefined) return notFound(state, `Cannot find Order ${id}`, warnings);
  const order = { ...before };
  const takesRounding = state.switches.orderRoundingOnUpdate === 'taken';
  takeFields(order, record, takesRounding ? UPDATE_FIELDS : withoutRounding(UPDATE_FIELDS), state.switches, warnings);
  order.OrderStatus = writtenStatus(record, warnings) ?? order.OrderStatus;
  const approval = readBoolean(textOf(record.OrderApproval));
  if (approval !== undefined) order.CompleteStatus = approval ? 'Approved' : 'Incomplete';
  order.DateRequired = writtenTime(state, record, 'DateRequired', warnings) ?? order.DateRequired;
  order.OrderLine = changedLines(state, order, record, warnings);
  order.StickyNotes = [...order.StickyNotes, ...writtenNotes(state, record, warnings)];
  const { switches } = state;
  const rounding = subtract(roundingOf(order.OrderRounding, switches), roundingOf(before.OrderRounding, switches));
  order.GrandTotal = moneyText(add(amountOf(order.GrandTotal), rounding));
  order.DateUpdated = state.stamp();
  checkStatus(state, order, before.OrderStatus);
  enterStatus(state, order, before.OrderStatus);
  const isApproval = before.CompleteStatus !== 'Approved' && order.CompleteStatus === 'Approved';
  const updated = toldOrder(state, 'update-order', order);
  state.putOrder(isApproval ? toldOrder(state, 'approve', updated) : updated);
  const mail = textOf(record.SendOrderEmail);
  const known = enumValue(mail, ['tracking', 'receipt']);
  if (known !== undefined) sendMail(state, order, known);
  else if (mail !== '') warnings.push(`SendOrderEmail ${mail} does not exist`);
  return { OrderID: order.OrderID };
}
