import { z } from 'zod';
import { decimalSchema } from './money.ts';
import { instantSchema, localDateSchema } from './time.ts';

const returnLineSchema = z.object({
  sku: z.string(),
  name: z.string(),
  quantity: decimalSchema,
  /** Of the whole line, in the RMA's tax mode. */
  subtotal: decimalSchema,
  tax: decimalSchema,
  /** Empty or left out where its store shows none. */
  taxCode: z.string().optional(),
  outcome: z.string(),
  reason: z.string(),
  /** Amounts above that the store did not show: they stand here as zero, and nothing is known of them. */
  notShown: z.array(z.string()).optional(),
});
export type ReturnLine = z.infer<typeof returnLineSchema>;

const refundSchema = z.object({
  id: z.string(),
  amount: decimalSchema,
  method: z.string(),
  /** `Refunded` when the money has gone back; pending before. */
  status: z.string(),
  refundedOn: localDateSchema.nullable(),
});
export type Refund = z.infer<typeof refundSchema>;

/** A return: a credit against an order, and how much of it was paid out. A credit note in Xero. */
export const returnSchema = z.object({
  id: z.string(),
  orderId: z.string(),
  /** `Open` or `Closed`: only a closed one is a credit. */
  status: z.string(),
  username: z.string(),
  purchaseOrderNumber: z.string(),
  internalNotes: z.string(),
  /** Of the whole return; empty where its store shows none, which stands for the store's default. */
  currency: z.string().optional(),
  taxInclusive: z.boolean(),
  shippingRefund: decimalSchema,
  surchargeRefund: decimalSchema,
  /** The whole credit. */
  total: decimalSchema,
  tax: decimalSchema,
  /** How much of it was paid out. */
  refunded: decimalSchema,
  issuedOn: localDateSchema.nullable(),
  updatedAt: instantSchema.nullable(),
  lines: z.array(returnLineSchema),
  refunds: z.array(refundSchema),
  /** As with its lines; `taxInclusive` and the dates too. */
  notShown: z.array(z.string()).optional(),
});
export type Return = z.infer<typeof returnSchema>;

/** Only a closed RMA is a credit, in whatever case its store says so. */
export function isClosed({ status }: Pick<Return, 'status'>): boolean {
  return status.toLowerCase() === 'closed';
}
