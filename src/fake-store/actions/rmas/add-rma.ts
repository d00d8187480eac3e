import { moneyText, readAmount, roundToCents } from '../../amount.ts';
import { type StoredRefund, type StoredRma, type StoredRmaLine, storedRma } from '../../records/rma-record.ts';
import { keptReference } from '../../references.ts';
import type { StoreState } from '../../state.ts';
import { toldRma } from '../../tell-lies.ts';
import { utcToLocal } from '../../time.ts';
import { innerMaps, textOf, type ValueMap } from '../../value.ts';
import { writtenTime } from '../date-field.ts';
import { missing, Refused } from '../refused.ts';
import { fitText } from '../text-field.ts';
import { enumValue } from '../written-value.ts';
import { bookRma } from './book-rma.ts';
import { totalRma } from './total-rma.ts';

/** Limits of the texts (reference, section 2.11). */
const LIMITS: Readonly<Record<string, number>> = {
  InvoiceNumber: 32, CustomerUsername: 25, StaffUsername: 25, PurchaseOrderNumber: 50, InternalNotes: 5000,
  ShippingRefundTaxCode: 8,
}; // biome-ignore format: a table

function amount(record: ValueMap, name: string): string {
  const text = textOf(record[name]);
  if (text === '') throw missing(name);
  const exact = readAmount(text);
  if (exact === undefined) throw new Refused(`${name} has a wrong format`);
  return moneyText(roundToCents(exact));
}

function lineOf(state: StoreState, given: ValueMap, id: string): StoredRmaLine {
  const sku = textOf(given.SKU);
  const item = state.item(sku);
  if (sku === '') throw missing('SKU');
  if (item === undefined && state.switches.unknownSku === 'error') throw new Refused(`${sku} is an invalid SKU`);
  const warehouse = state.config.warehouses.find(({ id: known }) => known === textOf(given.WarehouseID));
  if (warehouse === undefined) throw new Refused(`Cannot find Warehouse ${textOf(given.WarehouseID)}`);
  const line = storedRma({
    OrderID: '',
    RmaLine: [
      {
        RmaLineID: id,
        SKU: item?.SKU ?? sku,
        Quantity: textOf(given.Quantity) || '1',
        ProductName: textOf(given.ItemDescription).slice(0, 255) || (item?.Name ?? ''),
        RefundSubtotal: amount(given, 'RefundSubtotal'),
        TaxCode: textOf(given.TaxCode) || 'GST',
        WarehouseID: warehouse.id,
        WarehouseName: warehouse.name,
        WarehouseReference: warehouse.reference,
        ResolutionOutcome: textOf(given.ResolutionOutcome),
        ReturnReason: textOf(given.ReturnReason),
        ItemStatusType: textOf(given.ItemStatusType),
        ItemStatus: textOf(given.ItemStatus),
        ResolutionStatus: textOf(given.ResolutionStatus),
        ManufacturerClaims: textOf(given.ManufacturerClaims),
      },
    ],
  }).RmaLine[0];
  if (line === undefined) throw new Refused('RmaLine has a wrong format');
  return line;
}

function refundOf(state: StoreState, given: ValueMap, warnings: string[]): StoredRefund {
  const name = textOf(given.PaymentMethod);
  const method = state.config.paymentMethods.find((known) => known.name.toLowerCase() === name.toLowerCase());
  if (method === undefined) throw new Refused(`Cannot find Payment Method ${name}`);
  const refunded = writtenTime(state, given, 'DateRefunded', warnings);
  return {
    RefundID: state.nextNumber('refund'),
    RefundAmount: amount(given, 'RefundAmount'),
    PaymentMethodID: method.id,
    PaymentMethodName: method.name,
    DateIssued: state.now(),
    DateRefunded: refunded ?? '',
    // Without the day on which it was paid out it is still to be paid.
    RefundStatus: refunded === undefined ? 'Pending' : 'Refunded',
  };
}

function staffOf(state: StoreState, username: string): string {
  const known = state.config.staff.some((one) => one.toLowerCase() === username.toLowerCase());
  if (!known && state.switches.unknownStaff === 'error') throw new Refused(`Cannot find Staff User ${username}`);
  return username;
}

/** No check for an RMA that was added before, nor for more credit than was sold: the reference knows of none. */
export function addRma(state: StoreState, record: ValueMap, warnings: string[]): ValueMap | undefined {
  const orderId = textOf(record.OrderID);
  if (orderId === '') throw missing('OrderID');
  const order = state.order(orderId);
  if (order === undefined) throw new Refused(`Cannot find Order ${orderId}`);
  const status = enumValue(textOf(record.RmaStatus), ['Open', 'Closed']);
  if (status === undefined) throw missing('RmaStatus');
  const text = (name: string): string => fitText(textOf(record[name]), name, LIMITS[name], state.switches, warnings);
  const reference = (name: 'PurchaseOrderNumber' | 'InternalNotes'): string =>
    keptReference(text(name), state.switches.references[name], state.now());
  const rmaId = state.nextNumber('rma');
  const issued = writtenTime(state, record, 'DateIssued', warnings) ?? state.now();
  const rma: StoredRma = {
    ...storedRma({
      OrderID: order.OrderID,
      RmaID: rmaId,
      InvoiceNumber: text('InvoiceNumber'),
      CustomerUsername: text('CustomerUsername') || order.Username,
      StaffUsername: staffOf(state, text('StaffUsername')),
      PurchaseOrderNumber: reference('PurchaseOrderNumber'),
      InternalNotes: reference('InternalNotes'),
      CurrencyCode: order.CurrencyCode,
      RmaStatus: status,
      ShippingRefundAmount: amount(record, 'ShippingRefundAmount'),
      ShippingRefundTaxCode: text('ShippingRefundTaxCode'),
      SurchargeRefundAmount: '0.00',
      TaxInclusive: textOf(record.TaxInclusive) || order.TaxInclusive,
      DateIssued: state.switches.rmaDates === 'local' ? utcToLocal(issued, state.config.timezone) : issued,
      DateUpdated: state.stamp(),
      DateApproved: status === 'Closed' ? utcToLocal(state.now(), state.config.timezone).slice(0, 10) : '',
    }),
    RmaLine: innerMaps(record.RmaLines, 'RmaLine').map((line, index) => lineOf(state, line, `${rmaId}-${index}`)),
    Refund: innerMaps(record.Refunds, 'Refund').map((refund) => refundOf(state, refund, warnings)),
  };
  totalRma(state, rma);
  bookRma(state, toldRma(state, rma));
  if (state.rmaHiddenFor > 0) state.hideFromReads(`rma ${rmaId}`, state.rmaHiddenFor);
  return state.switches.rmaReply === 'id' ? { RmaID: rma.RmaID } : undefined;
}
