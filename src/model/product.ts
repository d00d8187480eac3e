import { z } from 'zod';
import { type Decimal, decimalSchema } from './money.ts';
import { instantSchema } from './time.ts';

const productSchema = z.object({
  sku: z.string(),
  /** Empty for a simple product. */
  parentSku: z.string(),
  name: z.string(),
  brand: z.string(),
  active: z.boolean(),
  defaultPrice: decimalSchema,
  costPrice: decimalSchema,
  taxFree: z.boolean(),
  taxInclusive: z.boolean(),
  kit: z.boolean(),
  /** Without stock: nothing is picked or counted. */
  service: z.boolean(),
  updatedAt: instantSchema.nullable(),
  /** What of it its store does not show, by the names above: nothing is known of these. */
  notShown: z.array(z.string()).optional(),
});
export type Product = z.infer<typeof productSchema>;

/** A product as it is staged: what a line calls it, and the product itself where the store still has it. */
export const productRecordSchema = z.object({
  sku: z.string(),
  lineName: z.string(),
  product: productSchema.nullable(),
});
export type ProductRecord = z.infer<typeof productRecordSchema>;

/** A product as the primary holds it, with what shows whether anybody can see or buy it. */
export interface PrimaryProduct extends Product {
  /** Empty where the store does not give them back. */
  readonly internalNotes: string;
  readonly visible: boolean;
  readonly approved: boolean;
  readonly approvedForPos: boolean;
  /** In all warehouses together; zero for none. */
  readonly stock: Decimal;
}
