import { type ListedEnd, listChangedOrders } from '../entities/order/read/read.ts';
import { addSeconds, type Instant, startOfDay } from '../model/time.ts';
import type { NetoClient } from '../neto/client.ts';
import { headsPerPage } from '../neto/orders.ts';
import { belongingOf, type HandLinks, sameId, sourceIdOf } from './belongs.ts';
import { type OwnOrder, ownOrder } from './own-orders.ts';
import { inFull } from './read-sides.ts';
import type { StoreSide, Unreadable } from './sides.ts';

/** Seconds. */
const DAY = 86_400;
/** Seconds: a store whose clock or zone runs ahead bears stamps that lie so far in our future. */
const LISTED_AHEAD = 26 * 3600;

/** What the primary has of this store under another number than its source's. */
export interface OtherCopy {
  readonly store: string;
  /** null where only the sales channel says so. */
  readonly sourceId: string | null;
  readonly targetId: string;
}

interface ToList {
  readonly client: NetoClient;
  readonly stores: readonly StoreSide[];
  /** Until now, by our clock. */
  readonly now: Instant;
  /** What the end of this run has listed of it a moment ago. */
  readonly listed?: ListedEnd | undefined;
  readonly signal: AbortSignal | undefined;
}

/**
 * The ids of all orders that can count in the period, in the order in which they are compared: what counts from a day on
 * was changed then or later, and a day more allows for invoices dated ahead.
 * @throws ConsolidatorError
 */
export async function listToProve({ client, stores, now, listed, signal }: ToList): Promise<string[]> {
  const [beginning] = stores.map(({ from, rules }) => startOfDay(from, rules.timeZone)).sort();
  if (beginning === undefined) return [];
  const window = {
    from: addSeconds(beginning, -DAY),
    upTo: now,
    listedTo: addSeconds(now, LISTED_AHEAD),
    pageSize: headsPerPage(client),
    listed,
  };
  const ids = await listChangedOrders(client, window, { signal });
  return [...new Set(ids)].sort();
}

/** Of the primary's ids those that bear a number of this store, as the ids that their sources have. */
export function sourcesByNumber(ids: readonly string[], { rules }: StoreSide): string[] {
  return ids.flatMap((id) => sourceIdOf(id, rules.prefix) ?? []);
}

/** Those that bear a number of none of these stores: what they are, only their notes and channels tell. */
export function withoutNumber(ids: readonly string[], stores: readonly StoreSide[]): string[] {
  return ids.filter((id) => stores.every(({ rules }) => sourceIdOf(id, rules.prefix) === undefined));
}

/** Which of these orders of the primary belong to a secondary all the same, and what is its own. @throws ConsolidatorError */
export async function findOtherCopies(
  client: NetoClient,
  ids: readonly string[],
  stores: readonly StoreSide[],
  { signal, links }: { readonly signal: AbortSignal | undefined; readonly links: HandLinks },
): Promise<{ readonly found: OtherCopy[]; readonly own: OwnOrder[] }> {
  const found: OtherCopy[] = [];
  const own: OwnOrder[] = [];
  const unreadable: Unreadable[] = [];
  const rules = stores.map((store) => store.rules);
  for await (const order of inFull(client, ids, { signal }, unreadable)) {
    const belonging = belongingOf(order, rules, links);
    if (belonging === undefined) {
      own.push(ownOrder(order, client.timeZone));
      continue;
    }
    const { store, sourceId } = belonging;
    found.push({ store, sourceId: sourceId === null ? null : sameId(sourceId), targetId: order.id });
  }
  return { found, own };
}
