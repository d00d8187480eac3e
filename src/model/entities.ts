import { z } from 'zod';

/** In load order: a later one may refer to an earlier one, never the other way round. */
export const entityNames = ['products', 'customers', 'orders', 'payments', 'rmas'] as const;
export const entityNameSchema = z.enum(entityNames);
export type EntityName = z.infer<typeof entityNameSchema>;

/** Names one record of one store, everywhere. */
export interface RecordKey {
  /** The store's name in the pipeline file. */
  readonly store: string;
  readonly entity: EntityName;
  readonly sourceId: string;
}

export const singular: Readonly<Record<EntityName, string>> = {
  products: 'product',
  customers: 'customer',
  orders: 'order',
  payments: 'payment',
  rmas: 'RMA',
};
