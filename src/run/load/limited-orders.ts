import { partsOf } from '../../entities/kinds.ts';
import { accountingDate } from '../../model/order.ts';
import type { StoreRun } from '../../session/store-run.ts';
import { selected } from '../context/context.ts';
import type { ReadingRun, RunBasics, WriteGates } from '../context/parts.ts';
import { takesAPlace, wasTried } from '../context/takes-a-place.ts';
import { type StagedOrder, stagedOrders } from '../extract/staged-orders.ts';

/**
 * The source ids of the orders that a run with a limit takes of a store, however many more are staged: those that it has read
 * itself, then others, those that were tried before last, up to the limit; and all that the rules leave out, which are told
 * as left out and not as open. Chosen once, when all is read, so that no later step of the run adds to it.
 * @returns undefined where the run is not limited
 */
export async function limitedOrders(
  context: ReadingRun & WriteGates,
  store: StoreRun,
): Promise<ReadonlySet<string> | undefined> {
  const { limit } = context.narrowing;
  if (!isLimited(context, store) || limit === undefined) return undefined;
  const name = store.fixed.store;
  const known = context.chosen.get(name);
  if (known !== undefined) return known;
  const own: string[] = [];
  const others: string[] = [];
  const tried: string[] = [];
  const leftOut: string[] = [];
  for await (const page of stagedOrders(context, store)) {
    for (const one of page) {
      const { order, key } = one;
      const isCopy = key.targetId !== null || key.copiedAs !== null;
      if (!isCopy && !isOfDays(context, store, one)) continue;
      const isOwn = context.readNow.get(name)?.has(key.sourceId) === true;
      const list = isOwn ? own : wasTried(key) ? tried : others;
      if (!takesAPlace(order, store.fixed, key)) leftOut.push(key.sourceId);
      else if (list.length < limit) list.push(key.sourceId);
    }
  }
  const chosen = new Set([...[...own, ...others, ...tried].slice(0, limit), ...leftOut]);
  context.chosen.set(name, chosen);
  return chosen;
}

/**
 * Whether something of what such a run takes is not decided yet. What lies beyond the limit is left for later runs, as wanted.
 * @returns undefined where the run is not limited
 */
export async function leftOpen(context: RunBasics & WriteGates): Promise<boolean | undefined> {
  const { ledger, stores, chosen } = context;
  const limited = stores.filter((store) => isLimited(context, store)).map(({ fixed }) => fixed.store);
  if (limited.length === 0) return undefined;
  if ((await ledger.openIntents()).some(({ key }) => limited.includes(key.store))) return true;
  for (const store of limited) {
    const ids = [...(chosen.get(store) ?? [])];
    const orders = await ledger.known(store, 'orders', ids);
    if ([...orders.values()].some(({ state }) => state === 'staged' || state === 'writing')) return true;
    for (const { name } of partsOf('orders')) {
      if ((await ledger.stagedOf(store, name, ids)).length > 0) return true;
    }
  }
  return false;
}

export function isLimited(context: RunBasics, store: StoreRun): boolean {
  return context.narrowing.limit !== undefined && selected(context, store, 'orders');
}

function isOfDays({ narrowing }: RunBasics, { fixed }: StoreRun, { order }: StagedOrder): boolean {
  const { since, until } = narrowing;
  const day = accountingDate(order, fixed.timeZone);
  return (
    (since === undefined || (day !== undefined && day >= since)) &&
    (until === undefined || (day !== undefined && day <= until))
  );
}
