import { z } from 'zod';
import { toValue, type Value, type ValueMap } from '../value.ts';

interface WarehouseQuantity extends ValueMap {
  WarehouseID: string;
  Quantity: string;
}

/** By the names of GetItem; any further field of it may be given and is returned when selected. */
export const itemSeedSchema = z.looseObject({
  SKU: z.string().min(1).max(25),
  Name: z.string().optional(),
  WarehouseQuantity: z
    .array(
      z.strictObject({ WarehouseID: z.union([z.string(), z.number()]), Quantity: z.union([z.string(), z.number()]) }),
    )
    .optional(),
});

export type ItemSeed = z.input<typeof itemSeedSchema>;

export interface StoredItem {
  [field: string]: Value;
  SKU: string;
  InventoryID: string;
  Name: string;
  /** Both UTC. */
  DateAdded: string;
  DateUpdated: string;
  CommittedQuantity: string;
  WarehouseQuantity: WarehouseQuantity[];
}

const DEFAULTS: ValueMap = {
  ParentSKU: '',
  DefaultPrice: '0.00',
  TaxInclusive: 'True',
  TaxFreeItem: 'False',
  IsActive: 'True',
  Visible: 'True',
  Approved: 'True',
  IsInventoried: 'True',
};

export function storedItem(given: ItemSeed, id: string, now: string, stamp: string = now): StoredItem {
  return {
    InventoryID: id,
    Name: '',
    DateAdded: now,
    DateUpdated: stamp,
    CommittedQuantity: '0',
    WarehouseQuantity: [],
    ...DEFAULTS,
    ...(toValue(given) as ValueMap),
    SKU: given.SKU,
  } as StoredItem;
}
