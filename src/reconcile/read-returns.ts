import { ConsolidatorError } from '../model/errors.ts';
import type { Order } from '../model/order.ts';
import { isClosed, type Return } from '../model/rma.ts';
import type { NetoClient, RequestOptions } from '../neto/client.ts';
import type { ReadOptions } from '../neto/records.ts';
import { readRmasBesideListing } from '../neto/rmas.ts';
import { sameId } from './belongs.ts';
import { bothSides } from './both-sides.ts';
import { reading, type Sides } from './read-sides.ts';
import type { StoreSide, Unreadable } from './sides.ts';
import { withheld } from './unreadable.ts';

/** Both sides' returns, or why they can't be compared, in a sentence. */
export type ReadReturns =
  | {
      readonly kind: 'read';
      readonly source: ReturnsByOrder;
      readonly primary: ReturnsByOrder;
      readonly unreadable: readonly Unreadable[];
    }
  | { readonly kind: 'unreadable'; readonly why: string };

/** @throws ConsolidatorError where a store can't be reached */
export async function readReturns(
  store: StoreSide,
  primary: NetoClient,
  sides: Sides,
  options: Pick<RequestOptions, 'signal'>,
): Promise<ReadReturns> {
  const unreadable: Unreadable[] = [];
  const name = store.rules.store;
  if (!store.secondary.entities.includes('rmas')) {
    return {
      kind: 'unreadable',
      why: `Returns of ${name}: the pipeline file leaves \`rmas\` out of its \`entities\`.`,
    };
  }
  const sources = [...(sides.sources.get(name)?.values() ?? [])];
  const copies = sides.copies.filter(({ belonging }) => belonging.store === name).map(({ order }) => order);
  const unreadableHere: Unreadable[] = [];
  const [there, here] = await bothSides(
    returnsOf(store.client, sources, reading(store.client, { signal: options.signal }, unreadable)),
    returnsOf(primary, copies, reading(primary, { signal: options.signal }, unreadableHere)),
  );
  if (there === undefined || here === undefined) {
    const who = there === undefined ? name : 'the primary';
    return { kind: 'unreadable', why: `Returns of ${name}: ${who} does not show them to this key.` };
  }
  return { kind: 'read', source: there, primary: here, unreadable: [...unreadable, ...unreadableHere] };
}

async function returnsOf(
  client: NetoClient,
  orders: readonly Order[],
  options: ReadOptions,
): Promise<ReturnsByOrder | undefined> {
  try {
    return returnsByOrder(await readRmasBesideListing(client, orders, options));
  } catch (error) {
    if (error instanceof ConsolidatorError && withheld.has(error.code)) return undefined;
    throw error;
  }
}

export function unreadableIn(returns: ReadReturns): readonly Unreadable[] {
  return returns.kind === 'read' ? returns.unreadable : [];
}

/** By order id in upper case, as `rmasByOrder` makes them. */
export type ReturnsByOrder = ReadonlyMap<string, readonly Return[]>;

function returnsByOrder(returns: readonly Return[]): ReturnsByOrder {
  return Map.groupBy(returns.filter(isClosed), ({ orderId }) => sameId(orderId));
}
