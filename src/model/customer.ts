import { z } from 'zod';
import { addressSchema } from './address.ts';
import type { Decimal } from './money.ts';
import { instantSchema } from './time.ts';

const customerSchema = z.object({
  username: z.string(),
  type: z.string(),
  email: z.string(),
  active: z.boolean(),
  abn: z.string(),
  userGroup: z.string(),
  billing: addressSchema,
  shipping: addressSchema,
  updatedAt: instantSchema.nullable(),
});
export type Customer = z.infer<typeof customerSchema>;

/** Who an order says has bought. */
const buyerSchema = z.object({
  orderId: z.string(),
  username: z.string(),
  email: z.string(),
  billing: addressSchema,
  shipping: addressSchema,
});
export type Buyer = z.infer<typeof buyerSchema>;

/** A customer as it is staged: what an order says, and the account itself where the store still has it. */
export const customerRecordSchema = z.object({ buyer: buyerSchema, customer: customerSchema.nullable() });
export type CustomerRecord = z.infer<typeof customerRecordSchema>;

/** An account as the primary holds it, with what shows whose it is and what a made one must not have. */
export interface PrimaryAccount extends Customer {
  /** Empty where the store does not give them back. */
  readonly internalNotes: string;
  readonly newsletter: boolean;
  /** Money; zero for none. */
  readonly creditLimit: Decimal;
  readonly onCreditHold: boolean;
  /** What of it the store does not show, by the names above: nothing is known of these. */
  readonly notShown?: readonly string[] | undefined;
}
