import type { ExpectedCopy, People } from '../arrival/expected.ts';
import { add, type Decimal, ZERO } from '../model/money.ts';
import type { Order } from '../model/order.ts';
import { rewriteOrderId } from '../model/order-id.ts';
import type { Payment } from '../model/payment.ts';
import type { CurrencySettings } from '../model/reference-lists.ts';
import type { Instant } from '../model/time.ts';
import type { NetoClient } from '../neto/client.ts';
import { PaymentsOfDays } from '../neto/payments-of-days.ts';
import type { ProvenSide } from '../run/proof.ts';
import { belongingOf, type HandLinks, sameId } from './belongs.ts';
import { readBesideCopies } from './beside-copies.ts';
import { bothSides } from './both-sides.ts';
import { casesOf, type OrderCase, orderIdOf } from './cases.ts';
import { dependsOnMark } from './compare-orders.ts';
import { differencesOf } from './differences.ts';
import { expectedOf } from './expected-copies.ts';
import { roundingsOfCase } from './gst-rounding.ts';
import type { OtherCopy } from './list-to-prove.ts';
import type { OwnOrder } from './own-orders.ts';
import { type ReadReturns, type ReturnsByOrder, readReturns, unreadableIn } from './read-returns.ts';
import { inFull, paymentsOf, reading, type Sides } from './read-sides.ts';
import type { Difference } from './result.ts';
import type { Copy, StoreSide, Unreadable } from './sides.ts';
import { withUnreadable } from './unreadable.ts';

export interface ChunkToProve {
  readonly primary: NetoClient;
  readonly store: StoreSide;
  /** All of the pipeline, since a number of the one may be taken by another. */
  readonly stores: readonly StoreSide[];
  /** Up to 100 ids of orders in their own store. */
  readonly sourceIds: readonly string[];
  /** The primary's own orders, as far as they are known. */
  readonly own: readonly OwnOrder[];
  /** What stands for them in the primary under other numbers. */
  readonly others: readonly OtherCopy[];
  readonly currencies: ReadonlyMap<string, CurrencySettings>;
  /** Orders that were changed in their store since then are under way. */
  readonly settledUpTo: Instant;
  readonly links: HandLinks;
  /** Where several chunks are proven in turn: their payments, listed together. */
  readonly listed?: { readonly source: PaymentsOfDays; readonly primary: PaymentsOfDays } | undefined;
  readonly signal: AbortSignal | undefined;
  /** Where Xero is asked afterwards: how contacts are recognised. */
  readonly people?: People | undefined;
}

/** A difference with what labels need to know of its order. */
export interface FoundDifference extends Difference {
  /** Source id of the order that it is about. */
  readonly orderId: string | null;
  /** Amounts of tax on the order that are rounded by themselves: its lines, and its shipping. */
  readonly roundings: number;
}

export interface ProvenChunk {
  readonly secondary: ProvenSide;
  readonly primary: ProvenSide;
  readonly differences: readonly FoundDifference[];
  /** What Xero is to show of them; empty where it is not asked. */
  readonly expected: readonly ExpectedCopy[];
}

export const nothingProven: ProvenSide = { orders: 0, payments: 0, returns: 0, total: ZERO };

export function addProven(a: ProvenSide, b: ProvenSide): ProvenSide {
  return {
    orders: a.orders + b.orders,
    payments: a.payments + b.payments,
    returns: a.returns + b.returns,
    total: add(a.total, b.total),
  };
}

/** For chunks of one store that are proven in turn. */
export function listedTogether({ client }: StoreSide, primary: NetoClient): NonNullable<ChunkToProve['listed']> {
  return { source: new PaymentsOfDays(client), primary: new PaymentsOfDays(primary) };
}

/** What was read and found, before it is counted. */
export interface ComparedChunk {
  readonly cases: readonly OrderCase[];
  readonly returns: ReadReturns;
  readonly differences: readonly FoundDifference[];
}

/**
 * Some orders of one store and all that stands for them in the primary, both read anew and in full, and compared as
 * `reconcile` does; the ledger is not asked.
 * @throws ConsolidatorError where one of the two can't be read
 */
export async function proveChunk(chunk: ChunkToProve): Promise<ProvenChunk> {
  const { cases, returns, differences } = await compareChunk(chunk);
  const { people } = chunk;
  const expected = people === undefined ? [] : cases.flatMap((one) => expectedOf(one, returns, people));
  const [secondary, primary] = [sideOf(cases, 'secondary', returns), sideOf(cases, 'primary', returns)];
  return { secondary, primary, differences, expected };
}

/** The same, with all that was read. @throws ConsolidatorError where one of the two can't be read */
export async function compareChunk(chunk: ChunkToProve): Promise<ComparedChunk> {
  const { store, settledUpTo, signal } = chunk;
  const sides = await readChunk(chunk);
  const returns = await readReturns(store, chunk.primary, sides, { signal });
  const cases = casesOf(store, sides);
  const grace = { at: settledUpTo, minutes: 0 };
  const found = cases.flatMap((one) => {
    const underWay = one.source?.updatedAt != null && one.source.updatedAt > settledUpTo;
    const about = { orderId: orderIdOf(one), roundings: roundingsOfCase(one) };
    return differencesOf(one, returns, grace).map((given) => ({ ...given, ...about, underWay }));
  });
  const told = withUnreadable(found, [...sides.unreadable, ...unreadableIn(returns)], [store]);
  const differences = told.map((given) => ({ orderId: given.sourceId, roundings: 1, ...given }));
  return { cases, returns, differences };
}

async function readChunk(chunk: ChunkToProve): Promise<Sides> {
  const { primary, store, sourceIds, others, currencies, listed, signal } = chunk;
  const { rules, client, secondary } = store;
  // Told in the same order whichever store answers first.
  const unreadable: Record<'source' | 'primary', Unreadable[]> = { source: [], primary: [] };
  const sources = new Map<string, Order>();
  const readSources = async (ids: readonly string[]): Promise<void> => {
    for await (const order of inFull(client, ids, { signal }, unreadable.source)) sources.set(sameId(order.id), order);
  };
  const numbers = sourceIds.flatMap((id) => {
    const rewritten = rewriteOrderId(id, rules.prefix);
    return rewritten.kind === 'rewritten' ? [rewritten.id] : [];
  });
  const copies = new Map<string, Copy>();
  const all = chunk.stores.map((one) => one.rules);
  const asked = new Set(sourceIds.map(sameId));
  const linked = [...chunk.links].flatMap(([targetId, { store: owner, sourceId }]) =>
    owner === rules.store && asked.has(sameId(sourceId)) ? [targetId] : [],
  );
  const wanted = [...new Set([...numbers, ...linked, ...others.map(({ targetId }) => targetId)])];
  const readCopies = async (): Promise<void> => {
    for await (const order of inFull(primary, wanted, { signal }, unreadable.primary)) {
      const belonging = belongingOf(order, all, chunk.links);
      if (belonging?.store === rules.store) copies.set(sameId(order.id), { order, belonging });
    }
  };
  await bothSides(readSources(sourceIds), readCopies());
  // What a copy's own notes name as its source, under a number that belongs to another order.
  const named = [...copies.values()].flatMap(({ belonging: { sourceId } }) => sourceId ?? []);
  const missing = [...new Set(named)].filter((id) => !sources.has(sameId(id)) && !sourceIds.includes(id));
  await readSources(missing);
  const payments = new Map<string, readonly Payment[]>();
  if (secondary.entities.includes('payments')) {
    const [there, here] = await bothSides(
      paymentsOf(client, [...sources.values()], reading(client, { signal }, unreadable.source), listed?.source),
      paymentsOf(
        primary,
        [...copies.values()].map(({ order }) => order),
        reading(primary, { signal }, unreadable.primary),
        listed?.primary,
      ),
    );
    payments.set(rules.store, there);
    payments.set('primary', here);
  }
  const found = { sources: new Map([[rules.store, sources]]), copies: [...copies.values()] };
  const asksMark = ({ order }: Copy) => dependsOnMark(order, store);
  const beside = await readBesideCopies(primary, [store], found.sources, found.copies, { signal, asksMark });
  const told = [...unreadable.source, ...unreadable.primary];
  return { ...found, own: chunk.own, ...beside, payments, currencies, unreadable: told };
}

function sideOf(cases: readonly OrderCase[], side: 'secondary' | 'primary', returns: ReadReturns): ProvenSide {
  return cases.reduce((sum, one) => addProven(sum, provenOf(one, side, returns)), nothingProven);
}

function provenOf(one: OrderCase, side: 'secondary' | 'primary', returns: ReadReturns): ProvenSide {
  const counted = side === 'secondary' ? [one.secondary].filter((given) => given !== null) : one.primary;
  const total: Decimal = add(ZERO, ...counted.map(({ amounts }) => amounts.total));
  if (counted.length === 0) return nothingProven;
  const returnsOf = (orderId: string, of: ReturnsByOrder): number => of.get(sameId(orderId))?.length ?? 0;
  if (side === 'secondary') {
    const count = one.source === null || returns.kind !== 'read' ? 0 : returnsOf(one.source.id, returns.source);
    return { orders: counted.length, payments: one.sourcePayments.length, returns: count, total };
  }
  return {
    orders: counted.length,
    payments: one.live.reduce((sum, { payments }) => sum + payments.length, 0),
    returns:
      returns.kind === 'read' ? one.live.reduce((sum, { order }) => sum + returnsOf(order.id, returns.primary), 0) : 0,
    total,
  };
}
