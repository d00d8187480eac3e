import type { Search, StandsElsewhere } from '../../ledger/search.ts';
import { isCancelled } from '../../model/order.ts';
import { rewriteOrderId } from '../../model/order-id.ts';
import { isSameStore, type OrderOrigin, sourceOf } from '../../model/origin.ts';
import { lowerKey } from '../../model/text-key.ts';
import { addSeconds, type Instant, type LocalDate, startOfDay } from '../../model/time.ts';
import { isAsked, type StoreRun } from '../../session/store-run.ts';
import type { FixedRules } from '../../transform/rules.ts';
import { selected } from '../context/context.ts';
import type { DailyWork, OrderRun, WriteGates } from '../context/parts.ts';
import { originsSince } from '../copies/orders-now.ts';
import { stagedOrders } from '../extract/staged-orders.ts';
import { unlessItFails } from './judge-guards.ts';
import { AT_LEAST, stopIfManyStandElsewhere } from './partners.ts';

/** What an earlier version has begun to copy. */
const ANY_PREFIXES = '*';
/** A copy is made after its order, whatever the two stores call that day. */
const DAY = 86_400;

export interface Unsearched {
  readonly store: StoreRun;
  readonly search: Search;
}

/** The stores for which the primary was not searched yet as they are now: under this name, host and prefixes, from this day on. */
export async function unsearchedStores(context: OrderRun & DailyWork & WriteGates): Promise<Unsearched[]> {
  const unsearched: Unsearched[] = [];
  for (const store of context.stores) {
    if (!selected(context, store, 'orders')) continue;
    const { fixed } = store;
    const host = store.secondary.host;
    const search = {
      host,
      store: fixed.store,
      prefixes: prefixesOf(fixed),
      from: fromOf(context, fixed),
      whole: false,
    };
    const before = await context.ledger.searches(fixed.store);
    const [only, ...others] = before;
    const goesOn = only?.prefixes === ANY_PREFIXES && others.length === 0;
    if (goesOn) await context.ledger.noteSearch({ ...search, whole: true });
    const done = before.some(
      (one) => one.host === host && one.prefixes === search.prefixes && one.from <= search.from && one.whole,
    );
    if (!goesOn && !done) unsearched.push({ store, search });
  }
  return unsearched;
}

function prefixesOf({ prefix }: FixedRules): string {
  return JSON.stringify(Object.entries(prefix).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function fromOf({ narrowing }: OrderRun & DailyWork & WriteGates, { since }: FixedRules): LocalDate {
  const from = narrowing.history?.from;
  return from !== undefined && from < since ? from : since;
}

/** The primary's orders that no map and no note accounts for: perhaps copies that another recipe has made. */
export type Unclaimed = readonly OrderOrigin[];

/** Whether the search can begin before the orders of these stores are read: nothing of them is needed for it. */
export function canSearchAhead(context: OrderRun, unsearched: readonly Unsearched[]): boolean {
  const { history } = context.narrowing;
  return readsAll(context) && history === undefined && unsearched.every(({ store }) => isAsked(store));
}

/**
 * The search of `searchCopies` while orders are still being read. Where the primary holds fewer orders that nobody accounts for
 * than prove anything, nothing needs to be compared with them, and loading can begin at once.
 * @returns what all orders are to be compared with; undefined where the search is done
 * @throws ConsolidatorError
 */
export async function searchAhead(
  context: OrderRun,
  unsearched: readonly Unsearched[],
): Promise<Unclaimed | undefined> {
  const unclaimed = (await listUnclaimed(context, unsearched)) ?? [];
  if (unclaimed.length >= AT_LEAST) return unclaimed;
  for (const { search } of unsearched) await context.ledger.noteSearch({ ...search, whole: true });
  return undefined;
}

/**
 * Looks in the primary for orders that stand for a store's, outside of the map and under other numbers than the rules
 * give: made by a ledger that is lost, under another name or other prefixes, or by another recipe. Before the first write.
 * @param options.wasRead whether this run has read a store to the end
 * @param options.ahead what `searchAhead` has found
 * @throws ConsolidatorError
 */
export async function searchCopies(
  context: OrderRun & DailyWork & WriteGates,
  given: readonly Unsearched[],
  { wasRead, ahead }: { readonly wasRead: (store: StoreRun) => boolean; readonly ahead?: Unclaimed | undefined },
): Promise<void> {
  const { ledger } = context;
  const unsearched = await withOrders(context, given);
  if (unsearched.length === 0) return;
  const unclaimed = ahead ?? (await listUnclaimed(context, unsearched));
  if (unclaimed === undefined) return;
  for (const { store, search } of unsearched) {
    if (context.narrowing.history !== undefined) await ledger.noteSearch({ ...search, whole: true });
    else if (!readsAll(context)) await ledger.noteSearch(search);
    else {
      await unlessItFails(store, async () => {
        const { stopped, compared } = await stopIfManyStandElsewhere(context, store, unclaimed);
        // A file holds as much of a store as somebody has put there, and a store that failed shows a part.
        const whole = wasRead(store) && (isAsked(store) || compared >= AT_LEAST);
        if (!stopped) await ledger.noteSearch({ ...search, whole });
      });
    }
  }
}

/** Notes what names one of the stores. @returns what names none; undefined where there is no order that could have been copied */
async function listUnclaimed(context: OrderRun, unsearched: readonly Unsearched[]): Promise<OrderOrigin[] | undefined> {
  const { ledger } = context;
  const earliest = await earliestOf(context, unsearched);
  if (earliest === undefined) return undefined;
  const unclaimed: OrderOrigin[] = [];
  const elsewhere = new Map<string, StandsElsewhere[]>();
  for await (const orders of originsSince(context, addSeconds(earliest, -DAY))) {
    const standing = orders.filter((order) => !isCancelled(order));
    const mapped = await ledger.findByTargets(
      'orders',
      standing.map(({ id }) => id),
    );
    for (const order of standing) {
      if ((mapped.get(order.id) ?? []).length > 0) continue;
      const named = namedBy(order, unsearched);
      if (named === undefined) unclaimed.push(order);
      else elsewhere.set(named.store, [...(elsewhere.get(named.store) ?? []), named.found]);
    }
  }
  for (const [store, found] of elsewhere) await ledger.noteElsewhere(store, found);
  return unclaimed;
}

/** From when on copies may have been made: since the day that a store begins with, or since the first order of a sample. */
async function earliestOf(context: OrderRun, unsearched: readonly Unsearched[]): Promise<Instant | undefined> {
  const days: Instant[] = [];
  for (const { search, store } of unsearched) {
    if (context.narrowing.latest === undefined) days.push(startOfDay(search.from, store.fixed.timeZone));
    else
      for await (const page of stagedOrders(context, store))
        days.push(...page.flatMap(({ order }) => order.placedAt ?? []));
  }
  return days.sort()[0];
}

/** Whether all orders of the stores are read that are due. */
function readsAll({ narrowing: { orders, since, until, limit, latest } }: OrderRun): boolean {
  return [orders, since, until, limit, latest].every((one) => one === undefined);
}

/** While no file has come there is nothing to search for. */
async function withOrders(
  { ledger }: OrderRun & DailyWork & WriteGates,
  given: readonly Unsearched[],
): Promise<Unsearched[]> {
  const found: Unsearched[] = [];
  for (const one of given) {
    if (isAsked(one.store) || (await ledger.stagedCount(one.store.fixed.store, 'orders')) > 0) found.push(one);
  }
  return found;
}

/** By its note or its lines. What has the number that the rules give is looked up under it, and is no news. */
function namedBy(
  order: OrderOrigin,
  unsearched: readonly Unsearched[],
): { readonly store: string; readonly found: StandsElsewhere } | undefined {
  const source = sourceOf(order);
  if (source === undefined) return undefined;
  const owner = unsearched.find(({ store: { fixed } }) => isSameStore(source, fixed));
  if (owner === undefined) return undefined;
  const { fixed } = owner.store;
  const { sourceId } = source;
  const ours = rewriteOrderId(sourceId, fixed.prefix);
  if (ours.kind === 'rewritten' && lowerKey(ours.id) === lowerKey(order.id)) return undefined;
  return { store: fixed.store, found: { sourceId, targetId: order.id } };
}
