import { z } from 'zod';
import { addressSchema } from './address.ts';
import { instantSchema } from './time.ts';

export const customerSchema = z.object({
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
