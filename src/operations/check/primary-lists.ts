import type { CurrencySettings, PaymentMethod, ShippingMethod, Warehouse } from '../../model/reference-lists.ts';
import type { NetoClient, RequestOptions } from '../../neto/client.ts';
import {
  readCurrencySettings,
  readPaymentMethods,
  readShippingMethods,
  readWarehouses,
} from '../../neto/reference-lists.ts';

/** The primary's lists with what is inactive in them, since that is told apart from what is missing. */
export interface PrimaryLists {
  readonly paymentMethods: readonly PaymentMethod[];
  readonly shippingMethods: readonly ShippingMethod[];
  readonly warehouses: readonly Warehouse[];
  readonly settings: CurrencySettings;
}

/** Four requests. @throws ConsolidatorError */
export async function readPrimaryLists(client: NetoClient, options: RequestOptions): Promise<PrimaryLists> {
  return {
    paymentMethods: await readPaymentMethods(client, options),
    shippingMethods: await readShippingMethods(client, options),
    warehouses: await readWarehouses(client, options),
    settings: await readCurrencySettings(client, options),
  };
}

export function activeNames(list: readonly { readonly name: string; readonly active?: boolean }[]): Set<string> {
  return new Set(list.filter(({ active }) => active !== false).map(({ name }) => name));
}
