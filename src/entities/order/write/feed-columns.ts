import { Temporal } from 'temporal-polyfill';
import { addressColumns, type Column, yesNo } from '../../../feeds/write/columns.ts';
import type { OrderCompletionDraft, OrderDraft, OrderLineDraft, PaymentDraft } from '../../../model/drafts.ts';
import { formatMoney } from '../../../model/money.ts';
import type { Instant } from '../../../model/time.ts';

/** One line of an order for the import wizard, with the order's columns on each. */
export interface OrderRow {
  readonly order: OrderDraft;
  readonly line: OrderLineDraft;
  readonly completion: OrderCompletionDraft;
  /** The order's one payment; several can't be expressed. */
  readonly payment: PaymentDraft | null;
  /** The primary's own zone. */
  readonly timeZone: string;
  readonly exported: boolean;
}

const streets = { street1: 'Address Line 1', street2: 'Address Line 2', name: 50, company: 50 };

export const orderColumns: readonly Column<OrderRow>[] = [
  { name: 'Order ID', longest: 15, of: ({ order }) => order.orderId },
  // Yes would mail the shopper a receipt from the primary.
  { name: 'Send Email Notification', of: () => 'No' },
  { name: 'Order Status', of: ({ completion }) => completion.status },
  { name: 'Approved', of: ({ completion }) => yesNo(completion.approved) },
  { name: 'Exported To 3rd Party Software', of: ({ exported }) => yesNo(exported) },
  { name: 'Date Placed', of: ({ order, timeZone }) => local(order.placedAt, timeZone) },
  { name: 'Date Required', of: ({ order, timeZone }) => local(order.requiredAt, timeZone) },
  { name: 'Payment Due Date', of: ({ order, timeZone }) => local(order.dueAt, timeZone) },
  { name: 'Date Invoiced', of: ({ order }) => order.invoicedOn ?? '' },
  { name: 'Username', longest: 25, of: ({ order }) => order.username },
  { name: 'Email', longest: 50, of: ({ order }) => order.email },
  ...addressColumns<OrderRow>('Ship', streets, ({ order }) => order.shipping),
  ...addressColumns<OrderRow>('Bill', streets, ({ order }) => order.billing),
  { name: 'Payment Method', of: ({ order, payment }) => payment?.methodName ?? order.paymentMethod },
  { name: 'Payment Terms', of: ({ order }) => order.paymentTerms },
  { name: 'Sales Channel', longest: 15, of: ({ order }) => order.salesChannel },
  { name: 'Shipping Method', of: ({ order }) => order.shippingMethod },
  { name: 'Signature Required', of: ({ order }) => yesNo(order.signatureRequired) },
  { name: 'Shipping Cost', of: ({ order }) => formatMoney(order.shippingCost) },
  { name: 'Shipping Discount Amount', of: ({ order }) => formatMoney(order.shippingDiscount) },
  { name: 'Tax Free Shipping', of: ({ order }) => yesNo(order.taxFreeShipping) },
  { name: 'Tax Inclusive', of: ({ order }) => yesNo(order.taxInclusive) },
  { name: 'Customer Instructions', of: ({ order }) => order.deliveryInstruction },
  { name: 'Internal Notes', of: ({ order }) => order.internalNotes },
  { name: 'Purchase Order ID', longest: 50, of: ({ order }) => order.purchaseOrderNumber },
  { name: 'Amount Paid', of: ({ payment }) => (payment === null ? '' : formatMoney(payment.amount)) },
  { name: 'Date Paid', of: ({ payment }) => payment?.paidOn ?? '' },
  { name: 'Card Authorisation Code', longest: 100, of: ({ payment }) => payment?.authorisation ?? '' },
  { name: 'Order Line SKU', longest: 25, of: ({ line }) => line.sku },
  { name: 'Order Line Qty', of: ({ line }) => line.quantity },
  { name: 'Order Line Description', longest: 255, of: ({ line }) => line.description },
  { name: 'Order Line Serial Number', longest: 50, of: ({ line }) => line.serialNumber },
  { name: 'Order Line Warehouse Name', of: ({ line }) => line.warehouseName },
  {
    name: 'Order Line Options',
    of: ({ line }) => line.extraOptions.map(({ name, value }) => `${name}=${value}`).join(';'),
  },
  { name: 'Order Line Unit Price', of: ({ line }) => formatMoney(line.unitPrice) },
  { name: 'Order Line Unit Cost', of: ({ line }) => (line.unitCost === null ? '' : formatMoney(line.unitCost)) },
  { name: 'Order Line Discount Percent', of: ({ line }) => line.discountPercent },
  { name: 'Order Line Discount Amount', of: ({ line }) => formatMoney(line.discountAmount) },
  { name: 'Order Line Tax Free', of: ({ line }) => yesNo(line.taxFree) },
  { name: 'Order Line Notes', longest: 255, of: ({ line }) => line.notes },
];

function local(at: Instant | null, timeZone: string): string {
  if (at === null) return '';
  const there = Temporal.Instant.from(at).toZonedDateTimeISO(timeZone).toPlainDateTime();
  return there.toString({ smallestUnit: 'second' }).replace('T', ' ');
}
