import { ConsolidatorError } from '../model/errors.ts';
import type { NetoClient, RequestOptions } from '../neto/client.ts';
import { readRmasOfOrders } from '../neto/rmas.ts';
import { type RmasByOrder, rmasByOrder } from './compare-refunds.ts';
import type { Sides, StoreSide } from './read-sides.ts';

/** Both sides' returns, or why they can't be compared, in a sentence. */
export type ReadRmas =
  | { readonly kind: 'read'; readonly source: RmasByOrder; readonly primary: RmasByOrder }
  | { readonly kind: 'unreadable'; readonly why: string };

/** Errors by which a store says that it does not show returns, to this key or at all. */
const withheld: ReadonlySet<string> = new Set(['request-refused', 'http-refused', 'answer-unexpected']);

/** @throws ConsolidatorError where a store can't be reached */
export async function readRmas(
  store: StoreSide,
  primary: NetoClient,
  sides: Sides,
  options: RequestOptions,
): Promise<ReadRmas> {
  const name = store.rules.store;
  if (!store.secondary.entities.includes('rmas')) {
    return {
      kind: 'unreadable',
      why: `Returns of ${name}: the pipeline file leaves \`rmas\` out of its \`entities\`.`,
    };
  }
  const sources = [...(sides.sources.get(name)?.values() ?? [])].map(({ id }) => id);
  const copies = sides.copies.filter(({ belonging }) => belonging.store === name).map(({ order }) => order.id);
  const [there, here] = [await returnsOf(store.client, sources, options), await returnsOf(primary, copies, options)];
  if (there === undefined || here === undefined) {
    const who = there === undefined ? name : 'the primary';
    return { kind: 'unreadable', why: `Returns of ${name}: ${who} does not show them to this key.` };
  }
  return { kind: 'read', source: there, primary: here };
}

async function returnsOf(
  client: NetoClient,
  orderIds: readonly string[],
  options: RequestOptions,
): Promise<RmasByOrder | undefined> {
  try {
    return rmasByOrder(await readRmasOfOrders(client, orderIds, options));
  } catch (error) {
    if (error instanceof ConsolidatorError && withheld.has(error.code)) return undefined;
    throw error;
  }
}
