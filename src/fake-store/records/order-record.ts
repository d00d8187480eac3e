import { z } from 'zod';
import { LINE_FIELDS, type LineField, ORDER_FIELDS, type OrderField } from './order-fields.ts';
import { paymentOfOrderSchema } from './payment-record.ts';
import { scalars, textFields } from './scalar.ts';

const extraOptionSchema = z.strictObject({ Name: z.string(), Value: z.string() });
const stickyNoteSchema = z.strictObject({ StickyNoteID: z.string(), Title: z.string(), Description: z.string() });

const lineSeedSchema = z.strictObject({
  ...scalars(LINE_FIELDS),
  Quantity: z.union([z.string(), z.number()]),
  /** True is the same as `TaxCode: "FREE"`. */
  TaxFree: z.boolean().optional(),
  ExtraOptions: z.array(extraOptionSchema).optional(),
});

export const orderSeedSchema = z.strictObject({
  ...scalars(ORDER_FIELDS),
  OrderID: z.string().min(1).max(15),
  OrderLine: z.array(lineSeedSchema).default([]),
  OrderPayment: z.array(paymentOfOrderSchema).default([]),
  StickyNotes: z.array(stickyNoteSchema).default([]),
});

export type LineSeed = z.input<typeof lineSeedSchema>;
export type OrderSeed = z.input<typeof orderSeedSchema>;

export type StoredLine = Record<LineField, string> & { ExtraOptions: z.infer<typeof extraOptionSchema>[] };
export type StickyNote = z.infer<typeof stickyNoteSchema>;
export type StoredOrder = Record<OrderField, string> & { OrderLine: StoredLine[]; StickyNotes: StickyNote[] };

export const TAX_FREE_CODE = 'FREE';

export function storedLine(given: LineSeed): StoredLine {
  const fields = textFields(LINE_FIELDS, given);
  return {
    ...fields,
    TaxCode: given.TaxFree === true ? TAX_FREE_CODE : fields.TaxCode || 'GST',
    ExtraOptions: given.ExtraOptions ?? [],
  };
}

export function storedOrder(given: OrderSeed): StoredOrder {
  return {
    ...textFields(ORDER_FIELDS, given),
    OrderLine: (given.OrderLine ?? []).map(storedLine),
    StickyNotes: given.StickyNotes ?? [],
  };
}
