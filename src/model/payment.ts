import { z } from 'zod';
import { decimalSchema } from './money.ts';
import { instantSchema, localDateSchema } from './time.ts';

export const paymentSchema = z.object({
  id: z.string(),
  /** An attribute, not a key: Neto moves payments to backorders. */
  orderId: z.string(),
  amount: decimalSchema,
  currency: z.string(),
  /** The method's name: ids differ from store to store. */
  method: z.string(),
  paidAt: instantSchema.nullable(),
  /** The day in the store's own time zone, which is the day in its books. */
  paidOn: localDateSchema.nullable(),
  /** CardAuthorisation: the gateway's own reference. */
  authorisation: z.string(),
  notes: z.string(),
});
export type Payment = z.infer<typeof paymentSchema>;
