import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { customerSeedSchema } from './records/customer-record.ts';
import { itemSeedSchema } from './records/item-record.ts';
import { orderSeedSchema } from './records/order-record.ts';
import { rmaSeedSchema } from './records/rma-record.ts';
import { idSchema } from './records/scalar.ts';

const warehouseSchema = z.strictObject({
  id: idSchema,
  name: z.string(),
  reference: z.string().default(''),
  isPrimary: z.boolean().default(false),
  isActive: z.boolean().default(true),
  /** A warehouse without stock (for copies that only the books need) has no stock moves. */
  tracksStock: z.boolean().default(true),
});

const paymentMethodSchema = z.strictObject({
  id: idSchema,
  name: z.string(),
  active: z.boolean().default(true),
  visible: z.boolean().default(true),
  acc_code: idSchema.default(''),
});

const shippingMethodSchema = z.strictObject({
  id: idSchema,
  name: z.string(),
  description: z.string().default(''),
  active: z.boolean().default(true),
});

/** Settings of the control panel that change what the API's writes bring about. */
const settingsSchema = z.strictObject({
  /** Status → mail template: sent whenever an order enters the status through the API. */
  mailOnStatus: z.record(z.string(), z.string()).default({}),
});

/** What a store starts from. Records bear the names under which the API's Get actions return their fields. */
export const seedSchema = z.strictObject({
  name: z.string(),
  timezone: z.string().default('Australia/Sydney'),
  country: z.string().default('AU'),
  currency: z.string().default('AUD'),
  /** The tax rate in per cent. */
  gst: idSchema.default('10'),
  /** Begins the numbers that the store gives to orders itself. */
  prefix: z.string().default('N'),
  nextOrderNumber: z.number().int().positive().optional(),
  nextPaymentNumber: z.number().int().positive().optional(),
  warehouses: z.array(warehouseSchema).default([]),
  paymentMethods: z.array(paymentMethodSchema).default([]),
  shippingMethods: z.array(shippingMethodSchema).default([]),
  customers: z.array(customerSeedSchema).default([]),
  items: z.array(itemSeedSchema).default([]),
  orders: z.array(orderSeedSchema).default([]),
  rmas: z.array(rmaSeedSchema).default([]),
  /** User names of staff, whom RMAs name. */
  staff: z.array(z.string()).default([]),
  settings: settingsSchema.prefault({}),
});

/** A seed as a person writes it (defaults may be left out). */
export type Seed = z.input<typeof seedSchema>;
export type FullSeed = z.output<typeof seedSchema>;
export type Warehouse = z.output<typeof warehouseSchema>;
export type PaymentMethod = z.output<typeof paymentMethodSchema>;
export type ShippingMethod = z.output<typeof shippingMethodSchema>;

/** @throws Error that names the file and what is wrong in it */
export function readSeed(seed: Seed | string): FullSeed {
  const where = typeof seed === 'string' ? seed : `the seed of ${seed.name}`;
  const parsed = seedSchema.safeParse(typeof seed === 'string' ? readJson(seed) : seed);
  if (!parsed.success) throw new Error(`${where} is no seed of a store:\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new Error(
      `${path} can't be read as the seed of a store: ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    );
  }
}
