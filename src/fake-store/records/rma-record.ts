import { z } from 'zod';
import { idSchema, scalars, textFields } from './scalar.ts';

/** By the names of GetRma (reference, section 2.10). `DateUpdated` is UTC; `DateIssued` is kept as it is read. */
export const RMA_FIELDS = [
  'RmaID', 'OrderID', 'InvoiceNumber', 'CustomerUsername', 'StaffUsername', 'PurchaseOrderNumber', 'InternalNotes',
  'CurrencyCode', 'RmaStatus', 'ShippingRefundAmount', 'ShippingRefundTaxCode', 'SurchargeRefundAmount',
  'RefundSubtotal', 'RefundTotal', 'RefundTaxTotal', 'TaxInclusive', 'DateIssued', 'DateUpdated', 'DateApproved',
  'RefundedTotal',
] as const; // biome-ignore format: a table

/** What the store adds up by itself, unless a seed or a member of staff says otherwise. */
export const RMA_TOTALS = ['RefundSubtotal', 'RefundTotal', 'RefundTaxTotal', 'RefundedTotal'] as const;

export const RMA_LINE_FIELDS = [
  'RmaLineID', 'SKU', 'Quantity', 'ProductName', 'ItemNotes', 'ItemNumber', 'Extra', 'RefundSubtotal', 'Tax', 'TaxCode',
  'WarehouseID', 'WarehouseName', 'WarehouseReference', 'ResolutionOutcome', 'ReturnReason', 'ItemStatusType',
  'ItemStatus', 'ResolutionStatus', 'ManufacturerClaims', 'IsRestockIssued', 'ComponentOfKit', 'KitPartID',
] as const; // biome-ignore format: a table

export const REFUND_FIELDS = [
  'RefundID', 'RefundAmount', 'PaymentMethodID', 'PaymentMethodName', 'DateIssued', 'DateRefunded', 'RefundStatus',
] as const; // biome-ignore format: a table

type RmaField = (typeof RMA_FIELDS)[number];
export type StoredRmaLine = Record<(typeof RMA_LINE_FIELDS)[number], string>;
export type StoredRefund = Record<(typeof REFUND_FIELDS)[number], string>;
export type StoredRma = Record<RmaField, string> & { RmaLine: StoredRmaLine[]; Refund: StoredRefund[] };

export const rmaSeedSchema = z.strictObject({
  ...scalars(RMA_FIELDS),
  RmaID: idSchema.optional(),
  OrderID: z.string(),
  RmaLine: z.array(z.strictObject(scalars(RMA_LINE_FIELDS))).default([]),
  Refund: z.array(z.strictObject(scalars(REFUND_FIELDS))).default([]),
});
export type RmaSeed = z.input<typeof rmaSeedSchema>;

export function storedRma(given: RmaSeed): StoredRma {
  return {
    ...textFields(RMA_FIELDS, given),
    RmaLine: (given.RmaLine ?? []).map((line) => textFields(RMA_LINE_FIELDS, line)),
    Refund: (given.Refund ?? []).map((refund) => textFields(REFUND_FIELDS, refund)),
  };
}
