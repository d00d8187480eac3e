import type { Pipeline } from '../../config/pipeline.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import type { NetoClient, RequestOptions } from '../../neto/client.ts';
import { readCustomersByEmail } from '../../neto/customers.ts';
import { readOrdersOfUsers } from '../../neto/orders.ts';
import type { Shopper } from './shopper.ts';

/**
 * Asks a store for the accounts with the shopper's address, and for the orders of these: by that their rows in files are known
 * though the ledger has nothing personal of them any more. Orders without an account can't be asked for by an address.
 * @throws ConsolidatorError
 */
async function findIn(client: NetoClient, store: string, shopper: Shopper, options: RequestOptions): Promise<void> {
  const lenient = { ...options, onUnreadable: () => {} };
  const accounts = await readCustomersByEmail(client, [shopper.email], lenient);
  for (const { username, billing, shipping } of accounts) {
    shopper.addUsername(store, username);
    shopper.addAddress(billing);
    shopper.addAddress(shipping);
  }
  const orders = await readOrdersOfUsers(client, shopper.usernames(store), lenient);
  for (const order of orders) {
    shopper.addOrder(store, order.id);
    shopper.addAddress(order.billing);
    shopper.addAddress(order.shipping);
  }
}

/** @param open a client that sends reads only @returns the stores that could not be asked, and why */
export async function findInStores(
  { primary, secondaries }: Pick<Pipeline, 'primary' | 'secondaries'>,
  shopper: Shopper,
  open: (name: string) => NetoClient,
  options: RequestOptions,
): Promise<{ readonly store: string; readonly why: string }[]> {
  const notAsked: { readonly store: string; readonly why: string }[] = [];
  for (const { name, source } of [{ ...primary, source: undefined }, ...secondaries]) {
    if (source !== undefined) {
      notAsked.push({ store: name, why: 'it is read from files' });
      continue;
    }
    try {
      await findIn(open(name), name, shopper, options);
    } catch (error) {
      if (!(error instanceof ConsolidatorError) || error.code === 'stopped') throw error;
      notAsked.push({ store: name, why: error.message });
    }
  }
  return notAsked;
}
