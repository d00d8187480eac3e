import type { Decimal } from '../model/money.ts';
import type { PrimaryLists } from '../model/reference-lists.ts';
import type { NetoClient, RequestOptions } from '../neto/client.ts';
import {
  readCurrencySettings,
  readPaymentMethods,
  readShippingMethods,
  readWarehouses,
} from '../neto/reference-lists.ts';

/** The names in the primary that a pipeline's maps may refer to, and its tax rate. */
export interface PrimaryNames {
  readonly paymentMethods: ReadonlySet<string>;
  readonly shippingMethods: ReadonlySet<string>;
  readonly warehouses: ReadonlySet<string>;
  /** Name → id, of the active ones: returns name theirs by id. */
  readonly warehouseIds: ReadonlyMap<string, string>;
  readonly currency: string;
  /** Percent. */
  readonly gstPercent: Decimal;
}

/** One listing each. @throws ConsolidatorError */
export async function readPrimaryLists(client: NetoClient, options: RequestOptions = {}): Promise<PrimaryLists> {
  return {
    paymentMethods: await readPaymentMethods(client, options),
    shippingMethods: await readShippingMethods(client, options),
    warehouses: await readWarehouses(client, options),
    settings: await readCurrencySettings(client, options),
  };
}

export function namesIn({ paymentMethods, shippingMethods, warehouses, settings }: PrimaryLists): PrimaryNames {
  const { currency, gstPercent } = settings;
  return {
    // An inactive method may still be booked to, but nobody would look for it there.
    paymentMethods: new Set(paymentMethods.filter(({ active }) => active).map(({ name }) => name)),
    shippingMethods: new Set(shippingMethods.map(({ name }) => name)),
    warehouseIds: new Map(warehouses.filter(({ active }) => active).map(({ name, id }) => [name, id])),
    warehouses: new Set(warehouses.filter(({ active }) => active).map(({ name }) => name)),
    currency,
    gstPercent,
  };
}
