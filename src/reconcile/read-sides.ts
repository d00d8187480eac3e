import { listChangedOrders } from '../entities/order/read/read.ts';
import { judgeOrder } from '../entities/order/transform/judge-order.ts';
import { type StoreTime, storeTimeOf } from '../entities/reading/store-clock.ts';
import { probeStore } from '../entities/reading/store-time.ts';
import type { Order } from '../model/order.ts';
import { rewriteOrderId } from '../model/order-id.ts';
import type { Payment } from '../model/payment.ts';
import type { CurrencySettings } from '../model/reference-lists.ts';
import { addSeconds, type Instant, startOfDay } from '../model/time.ts';
import type { NetoClient } from '../neto/client.ts';
import { MOST_KEYS } from '../neto/long-lists.ts';
import { readOrders } from '../neto/orders.ts';
import { readPaymentsOfOrders } from '../neto/payments.ts';
import type { OrderOfDays, PaymentsOfDays } from '../neto/payments-of-days.ts';
import type { ReadOptions } from '../neto/records.ts';
import { readCurrencySettings } from '../neto/reference-lists.ts';
import { belongingOf, type HandLinks, sameId } from './belongs.ts';
import { type BesideCopies, readBesideCopies } from './beside-copies.ts';
import { type OwnOrder, ownOrder } from './own-orders.ts';
import { type DatedDays, mayBeCopies, ordersPaidOrCredited, unknownOf } from './read-dated.ts';
import type { Copy, StoreSide, Unreadable } from './sides.ts';

const DAY = 86_400;
/** As many orders as one request for details may take. */
const DETAILS = MOST_KEYS;

export interface ReadSides {
  readonly primary: NetoClient;
  readonly stores: readonly StoreSide[];
  readonly allowEmpty: boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** What a store's clock and ours may differ by. */
  readonly toleranceSeconds: number;
  readonly links: HandLinks;
  /** Days of which all that was paid or credited is read too, whatever days its orders are of. */
  readonly dated?: DatedDays | undefined;
  readonly signal: AbortSignal | undefined;
}

/** Both sides as the stores themselves tell them; the ledger is not asked. */
export interface Sides extends BesideCopies {
  /** By store and by id in upper case. */
  readonly sources: ReadonlyMap<string, ReadonlyMap<string, Order>>;
  readonly copies: readonly Copy[];
  /** The primary's own orders. */
  readonly own: readonly OwnOrder[];
  /** By store; the secondaries' names and `primary`. */
  readonly payments: ReadonlyMap<string, readonly Payment[]>;
  /** What each store's blank currencies stand for, and its rate; the secondaries' names and `primary`. */
  readonly currencies: ReadonlyMap<string, CurrencySettings>;
  readonly unreadable: readonly Unreadable[];
}

/**
 * Reads the secondaries' orders of the period, the primary's orders that belong to them, and the payments of both. Each
 * side is then asked by id for what only the other one brought, so that a window's border makes no difference.
 * @throws ConsolidatorError where a store can't be read, or shows nothing at all
 */
export async function readSides(options: ReadSides): Promise<Sides> {
  const unreadable: Unreadable[] = [];
  const compared = options.stores.filter(({ isLeftOut }) => isLeftOut !== true);
  const readers = compared.map((store) => readSource(options, store, unreadable));
  const own = new Map<string, OwnOrder>();
  const [copies, ...sides] = await Promise.all([readCopies(options, unreadable, own), ...readers]);
  const sources = new Map(compared.map((store, place) => [store.rules.store, sides[place] ?? new Map()]));
  await addDated(options, sources, copies, unreadable, own);
  await completeCopies(options, sources, copies, unreadable, own);
  await completeSources(options, sources, copies, unreadable);
  return {
    sources,
    copies: [...copies.values()],
    own: [...own.values()],
    ...(await readBesideCopies(options.primary, compared, sources, [...copies.values()], {
      signal: options.signal,
    })),
    payments: await readPayments(options, sources, copies, unreadable),
    currencies: await readCurrencies({ ...options, stores: compared }),
    unreadable,
  };
}

async function readSource(options: ReadSides, store: StoreSide, unreadable: Unreadable[]): Promise<Map<string, Order>> {
  const beginning = startOfDay(store.from, store.rules.timeZone);
  const { since } = store.rules;
  const first = store.from < since ? store.from : since;
  const time = await timeOf(options, store.client, startOfDay(first, store.rules.timeZone));
  // What counts from a day on was changed then or later; a day more allows for invoices dated ahead.
  const window = { from: addSeconds(beginning, -DAY), ...time };
  const ids = await listChangedOrders(store.client, window, reading(store.client, options, unreadable));
  const orders = new Map<string, Order>();
  for await (const order of inFull(store.client, ids, options, unreadable)) orders.set(sameId(order.id), order);
  return orders;
}

async function readCopies(
  options: ReadSides,
  unreadable: Unreadable[],
  own: Map<string, OwnOrder>,
): Promise<Map<string, Copy>> {
  const compared = options.stores.filter(({ isLeftOut }) => isLeftOut !== true);
  const beginnings = compared.map(({ from, rules }) => startOfDay(from, rules.timeZone)).sort();
  const [beginning] = beginnings;
  const copies = new Map<string, Copy>();
  if (beginning === undefined) return copies;
  const from = addSeconds(beginning, -DAY);
  const time = await timeOf(options, options.primary, from);
  const ids = await listChangedOrders(
    options.primary,
    { from, ...time },
    reading(options.primary, options, unreadable),
  );
  await addCopies(options, copies, ids, unreadable, own);
  return copies;
}

/** To the end by whichever clock is ahead; asking also proves that the key may see orders at all. */
async function timeOf(options: ReadSides, client: NetoClient, placedFrom: Instant): Promise<StoreTime> {
  const { allowEmpty, now, signal, toleranceSeconds } = options;
  const probe = { knownIds: [], placedFrom, allowEmpty, now: () => now, toleranceSeconds };
  return storeTimeOf(await probeStore(client, probe, { signal }), toleranceSeconds);
}

async function addCopies(
  options: ReadSides,
  copies: Map<string, Copy>,
  ids: readonly string[],
  unreadable: Unreadable[],
  own: Map<string, OwnOrder>,
): Promise<void> {
  const rules = options.stores.map((store) => store.rules);
  for await (const order of inFull(options.primary, ids, options, unreadable)) {
    const belonging = belongingOf(order, rules, options.links);
    if (belonging !== undefined) copies.set(sameId(order.id), { order, belonging });
    else own.set(sameId(order.id), ownOrder(order, options.primary.timeZone));
  }
}

/** Orders of other days on which something was paid or credited on these. */
async function addDated(
  options: ReadSides,
  sources: ReadonlyMap<string, Map<string, Order>>,
  copies: Map<string, Copy>,
  unreadable: Unreadable[],
  own: Map<string, OwnOrder>,
): Promise<void> {
  const { dated: days, primary, links } = options;
  if (days === undefined) return;
  const compared = options.stores.filter(({ rules }) => sources.has(rules.store));
  for (const { rules, client, secondary } of compared) {
    const orders = sources.get(rules.store);
    const read = reading(client, options, unreadable);
    const ids = await ordersPaidOrCredited(client, secondary.entities, { days, read });
    for await (const order of inFull(client, unknownOf(ids, orders ?? new Map()), options, unreadable))
      orders?.set(sameId(order.id), order);
  }
  const entities = compared.flatMap(({ secondary }) => secondary.entities);
  // What can't be read of the primary's own is none of our business: copies are asked for again by their orders.
  const ids = await ordersPaidOrCredited(primary, entities, { days, read: reading(primary, options, []) });
  const wanted = mayBeCopies(unknownOf(ids, copies), options.stores, links);
  await addCopies(options, copies, wanted, unreadable, own);
}

async function completeCopies(
  options: ReadSides,
  sources: ReadonlyMap<string, ReadonlyMap<string, Order>>,
  copies: Map<string, Copy>,
  unreadable: Unreadable[],
  own: Map<string, OwnOrder>,
): Promise<void> {
  const wanted: string[] = [];
  for (const { rules } of options.stores) {
    for (const order of sources.get(rules.store)?.values() ?? []) {
      const rewritten = rewriteOrderId(order.id, rules.prefix);
      const linked = linkedTo(options.links, rules.store, order.id);
      if (linked !== undefined && !copies.has(linked)) wanted.push(linked);
      if (rewritten.kind === 'refused' || copies.has(sameId(rewritten.id))) continue;
      if (judgeOrder(order, rules).kind !== 'skip') wanted.push(rewritten.id);
    }
  }
  await addCopies(options, copies, wanted, unreadable, own);
}

function linkedTo(links: HandLinks, name: string, id: string): string | undefined {
  for (const [targetId, { store, sourceId }] of links) {
    if (store === name && sameId(sourceId) === sameId(id)) return targetId;
  }
  return undefined;
}

async function completeSources(
  options: ReadSides,
  sources: ReadonlyMap<string, Map<string, Order>>,
  copies: ReadonlyMap<string, Copy>,
  unreadable: Unreadable[],
): Promise<void> {
  for (const { rules, client } of options.stores) {
    const orders = sources.get(rules.store);
    if (orders === undefined) continue;
    const named = [...copies.values()].filter(({ belonging }) => belonging.store === rules.store);
    const ids = named.flatMap(({ belonging: { sourceId } }) => (sourceId === null ? [] : [sourceId]));
    const unknown = [...new Set(ids)].filter((id) => !orders.has(sameId(id)));
    for await (const order of inFull(client, unknown, options, unreadable)) orders.set(sameId(order.id), order);
  }
}

async function readPayments(
  options: ReadSides,
  sources: ReadonlyMap<string, ReadonlyMap<string, Order>>,
  copies: ReadonlyMap<string, Copy>,
  unreadable: Unreadable[],
): Promise<Map<string, readonly Payment[]>> {
  const payments = new Map<string, readonly Payment[]>();
  for (const { rules, client, secondary } of options.stores) {
    if (!sources.has(rules.store) || !secondary.entities.includes('payments')) continue;
    const orders = [...(sources.get(rules.store)?.values() ?? [])];
    payments.set(rules.store, await paymentsOf(client, orders, reading(client, options, unreadable)));
  }
  const orders = [...copies.values()].map(({ order }) => order);
  payments.set('primary', await paymentsOf(options.primary, orders, reading(options.primary, options, unreadable)));
  return payments;
}

export async function readCurrencies({
  primary,
  stores,
  signal,
}: Pick<ReadSides, 'primary' | 'stores' | 'signal'>): Promise<Map<string, CurrencySettings>> {
  const clients = [['primary', primary] as const, ...stores.map(({ rules, client }) => [rules.store, client] as const)];
  const settings = clients.map(async ([name, client]) => {
    return [name, await readCurrencySettings(client, { signal })] as const;
  });
  return new Map(await Promise.all(settings));
}

export async function paymentsOf(
  client: NetoClient,
  orders: readonly OrderOfDays[],
  options: ReadOptions,
  listed?: PaymentsOfDays,
): Promise<Payment[]> {
  const payments: Payment[] = [];
  for (let start = 0; start < orders.length; start += DETAILS) {
    const some = orders.slice(start, start + DETAILS);
    const ids = some.map(({ id }) => id);
    // They were read a moment ago, and tell how many there are.
    const found =
      listed === undefined
        ? (await readPaymentsOfOrders(client, ids, { ...options, besideOrders: true })).payments
        : await listed.of(some, options);
    payments.push(...found);
  }
  return payments;
}

export async function* inFull(
  client: NetoClient,
  ids: readonly string[],
  options: Pick<ReadSides, 'signal'>,
  unreadable: Unreadable[],
): AsyncGenerator<Order> {
  const read = { ...reading(client, options, unreadable), areThere: true };
  for (let start = 0; start < ids.length; start += DETAILS) {
    const { orders } = await readOrders(client, ids.slice(start, start + DETAILS), read);
    yield* orders;
  }
}

/** What can't be read of one record is kept for the result, and all others are read. */
export function reading(
  client: NetoClient,
  { signal }: Pick<ReadSides, 'signal'>,
  unreadable: Unreadable[],
): ReadOptions {
  return {
    signal,
    onUnreadable({ entity, id, problem }) {
      const kind: Unreadable['entity'] = entity === 'payment' ? 'payment' : entity === 'RMA' ? 'refund' : 'order';
      const entry: Unreadable = { entity: kind, store: client.store, id, problem };
      // What both a window and the other side bring is asked for twice.
      const isKnown = unreadable.some((one) => one.store === entry.store && one.id === id && one.entity === kind);
      if (!isKnown) unreadable.push(entry);
    },
  };
}
