import { z } from 'zod';
import { addressSchema } from './address.ts';
import { decimalSchema } from './money.ts';
import { instantSchema, type LocalDate, localDateOf, localDateSchema } from './time.ts';

/** The statuses that the reference names; a store may use others (`Declined`), which are kept as text. */
export const knownOrderStatuses = [
  'Quote',
  'New',
  'On Hold',
  'New Backorder',
  'Backorder Approved',
  'Pick',
  'Pack',
  'Pending Pickup',
  'Pending Dispatch',
  'Dispatched',
  'Cancelled',
  'Uncommitted',
] as const;

const orderLineSchema = z.object({
  /** `N11177-0`: the order id and the line's place. */
  id: z.string(),
  /** May be empty, a pseudo SKU or a product that was deleted since. */
  sku: z.string(),
  name: z.string(),
  itemNotes: z.string(),
  quantity: decimalSchema,
  /** In the order's own tax mode. */
  unitPrice: decimalSchema,
  /** The line's tax in money, whatever the mode. */
  tax: decimalSchema,
  taxCode: z.string(),
  percentDiscount: decimalSchema,
  /** Per line or per unit: the reference contradicts itself (U24). */
  productDiscount: decimalSchema,
  couponDiscount: decimalSchema,
  costPrice: decimalSchema,
  warehouseName: z.string(),
  shippingMethod: z.string(),
  trackingNumber: z.string(),
  serialNumber: z.string(),
  /** Set on the components of a kit. */
  componentOfKit: z.string(),
  externalSystem: z.string(),
  externalOrder: z.string(),
  externalLine: z.string(),
  extraOptions: z.array(z.object({ name: z.string(), value: z.string() })),
  /** Amounts above that the store did not show: they stand here as zero, and nothing is known of them. */
  notShown: z.array(z.string()).optional(),
});
export type OrderLine = z.infer<typeof orderLineSchema>;

/** The short form of a payment that comes with its order. */
const orderPaymentSchema = z.object({
  id: z.string(),
  amount: decimalSchema,
  method: z.string(),
  paidAt: instantSchema.nullable(),
});
export type OrderPayment = z.infer<typeof orderPaymentSchema>;

export const orderSchema = z.object({
  id: z.string(),
  /** The order this one was split from, or empty. */
  relatedOrderId: z.string(),
  status: z.string(),
  type: z.string(),
  onHoldType: z.string(),
  /** CompleteStatus: only `Approved` orders may be packed, and only they can reach Xero. */
  approval: z.string(),
  username: z.string(),
  email: z.string(),
  userGroup: z.string(),
  billing: addressSchema,
  shipping: addressSchema,
  purchaseOrderNumber: z.string(),
  salesPerson: z.string(),
  /** CustomerRef1…CustomerRef10, without the empty ones at the end. */
  customerReferences: z.array(z.string()),
  salesChannel: z.string(),
  deliveryInstruction: z.string(),
  internalNotes: z.string(),
  stickyNotes: z.array(z.object({ id: z.string(), title: z.string(), description: z.string() })),
  /** The name of the method chosen at the checkout; no proof of payment. */
  paymentMethod: z.string(),
  paymentTerms: z.string(),
  shippingMethod: z.string(),
  signatureRequired: z.boolean(),
  /** Of files alone: the API shows the currency of payments and returns, not of orders. Empty for the store's default. */
  currency: z.string().optional(),
  taxInclusive: z.boolean(),
  couponCode: z.string(),
  grandTotal: decimalSchema,
  orderTax: decimalSchema,
  productSubtotal: decimalSchema,
  shippingTotal: decimalSchema,
  shippingTax: decimalSchema,
  shippingDiscount: decimalSchema,
  surchargeTotal: decimalSchema,
  surchargeTaxable: decimalSchema,
  couponDiscount: decimalSchema,
  placedAt: instantSchema.nullable(),
  updatedAt: instantSchema.nullable(),
  requiredAt: instantSchema.nullable(),
  paidAt: instantSchema.nullable(),
  paymentDueAt: instantSchema.nullable(),
  /** A calendar day of the store: Neto gives no time with it. */
  invoicedOn: localDateSchema.nullable(),
  completedOn: localDateSchema.nullable(),
  lines: z.array(orderLineSchema),
  payments: z.array(orderPaymentSchema),
  /** Amounts above that the store did not show: they stand here as zero, and nothing is known of them. */
  notShown: z.array(z.string()).optional(),
});
export type Order = z.infer<typeof orderSchema>;

/** What Neto calls Approved. */
export function isApproved(order: Order): boolean {
  return order.approval.toLowerCase() === 'approved';
}

/** The day on which the order counts in the books: its invoice date, else the local day on which it was placed. */
export function accountingDate(order: Pick<Order, 'invoicedOn' | 'placedAt'>, timeZone: string): LocalDate | undefined {
  if (order.invoicedOn !== null) return order.invoicedOn;
  return order.placedAt === null ? undefined : localDateOf(order.placedAt, timeZone);
}

/** Whether an order's status, as a store or a reading shows it, says that it was cancelled; in whatever case. */
export function isCancelled({ status }: { readonly status: string }): boolean {
  return status.toLowerCase() === 'cancelled';
}
