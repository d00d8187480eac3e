import type { Buyer, Customer, CustomerRecord } from '../../model/customer.ts';
import { contentHash } from '../../model/hashes.ts';
import type { Order } from '../../model/order.ts';
import { lowerKey } from '../../model/text-key.ts';
import type { Instant } from '../../model/time.ts';
import type { NetoClient } from '../../neto/client.ts';
import { listCustomerHeads, listCustomers, readCustomersByUsername } from '../../neto/customers.ts';
import type { Passes } from '../../neto/passes.ts';
import type { ReadOptions } from '../../neto/records.ts';
import type { EntityReads } from '../definition/reads.ts';
import type { ExtractedRecord, QuarantinedRecord } from '../reading/extracted-record.ts';
import { type ChangeWindow, inPasses, within } from '../reading/in-passes.ts';
import { holder, pagesOf } from '../reading/unreadable.ts';

/** The one account of a store whose customers are not copied one by one; no source id of a store looks like it. */
export const HOUSE = '@house';

/** Who bought, as an order says it. */
export function buyerOf({ id, username, email, billing, shipping }: Order): Buyer {
  return { orderId: id, username, email, billing, shipping };
}

/**
 * The key of the customer that an order names. A store takes A and a in a user name for the same, and
 * nothing else (see `lowerKey`); an order without one stands for a customer of its own.
 */
export function customerIdOf(buyer: Buyer): string {
  return buyer.username.trim() === '' ? `order ${buyer.orderId}` : lowerKey(buyer.username);
}

/** The customers of these orders, each once; an account that was deleted since is known by its order alone. @throws ConsolidatorError */
export async function extractBuyers(
  client: NetoClient,
  buyers: readonly Buyer[],
  options: ReadOptions = {},
): Promise<ExtractedRecord[]> {
  const distinct = new Map(buyers.map((buyer) => [customerIdOf(buyer), buyer]));
  const usernames = [...distinct.values()].map(({ username }) => username).filter((username) => username !== '');
  const unreadable = new Set<string>();
  const onUnreadable: ReadOptions['onUnreadable'] =
    options.onUnreadable &&
    ((record) => {
      unreadable.add(lowerKey(record.key ?? record.id));
      options.onUnreadable?.(record);
    });
  const read = { ...options, onUnreadable };
  const customers = await readCustomersByUsername(client, usernames, read);
  // Taken for deleted, one that can't be read would be copied from its order alone.
  const readable = buyers.filter((buyer) => !unreadable.has(customerIdOf(buyer)));
  return buyerRecords(readable, new Map(customers.map((customer) => [lowerKey(customer.username), customer])));
}

/** @param accounts by `lowerKey` of the user name */
export function buyerRecords(
  buyers: readonly Buyer[],
  accounts: Pick<ReadonlyMap<string, Customer>, 'get'>,
): ExtractedRecord[] {
  const distinct = new Map(buyers.map((buyer) => [customerIdOf(buyer), buyer]));
  return [...distinct].map(([sourceId, buyer]) =>
    customerRecord(sourceId, { buyer, customer: accounts.get(sourceId) ?? null }),
  );
}

/** All customers that changed in a window, whether an order names them or not. @throws ConsolidatorError */
export async function* extractChangedCustomers(
  client: NetoClient,
  window: ChangeWindow,
  options: ReadOptions = {},
): AsyncGenerator<ExtractedRecord[]> {
  const list = async function* (passes: Passes) {
    for await (const { customers } of listCustomers(client, rangeOf(window), { ...options, passes })) yield customers;
  };
  for await (const customers of inPasses(client.store, list, ({ username }) => lowerKey(username), within(window)))
    yield customers.map(customerRecordOf);
}

/** The ids and change stamps of the customers of a window. @throws ConsolidatorError */
async function listCustomerStamps(
  client: NetoClient,
  window: ChangeWindow,
  options: ReadOptions = {},
): Promise<{ id: string; updatedAt: Instant | null }[]> {
  const found: { id: string; updatedAt: Instant | null }[] = [];
  const list = (passes: Passes) => listCustomerHeads(client, rangeOf(window), { ...options, passes });
  for await (const page of inPasses(client.store, list, ({ username }) => lowerKey(username), within(window)))
    found.push(...page.map(({ username, updatedAt }) => ({ id: lowerKey(username), updatedAt })));
  return found;
}

function rangeOf({ from, listedTo }: ChangeWindow) {
  return { updatedFrom: from, updatedTo: listedTo };
}

/** Customers that are to be read again; one that was deleted since is left out. @throws ConsolidatorError */
async function extractCustomers(
  client: NetoClient,
  ids: readonly string[],
  options: ReadOptions = {},
): Promise<ExtractedRecord[]> {
  const customers = await readCustomersByUsername(client, ids, options);
  return customers.map(customerRecordOf);
}

/** An account on its own, whether an order names it or not. */
export function customerRecordOf(customer: Customer): ExtractedRecord {
  return customerRecord(lowerKey(customer.username), { buyer: accountAsBuyer(customer), customer });
}

function accountAsBuyer({ username, email, billing, shipping }: Customer): Buyer {
  return { orderId: '', username, email, billing, shipping };
}

function customerRecord(sourceId: string, record: CustomerRecord): ExtractedRecord {
  const { updatedAt, ...account } = record.customer ?? { updatedAt: null, ...record.buyer, orderId: '' };
  return { sourceId, hash: contentHash(account), payload: JSON.stringify(record), changedAt: updatedAt };
}

/** Accounts that orders name are read with these; all of them where the pipeline says so. */
export const customerReads = {
  list: 'Customer',
  idOf: lowerKey,
  isReadInFull: ({ customers }) => customers.scope === 'all',
  windows: { by: 'changes', begins: () => null },
  of: (client) => ({
    inWindow: (window, options) =>
      pagesOf((onUnreadable) => extractChangedCustomers(client, window, { ...options, onUnreadable }), lowerKey),
    async *byIds(ids, options) {
      const quarantined: QuarantinedRecord[] = [];
      yield {
        records: await extractCustomers(client, ids, { ...options, onUnreadable: holder(quarantined, lowerKey) }),
        quarantined,
      };
    },
    heads: (window, options) => listCustomerStamps(client, window, options),
  }),
} as const satisfies EntityReads;
