import { addSeconds, type Instant, instantOfMilliseconds } from '../model/time.ts';
import type { NetoClient, RequestOptions } from './client.ts';
import { sameCase } from './keyed-read.ts';
import { isFresh, type Moment } from './moment.ts';
import { pages } from './pages.ts';
import { keyText, type RawRecord } from './read-fields.ts';
import { isConfirmed, type ListedReturns } from './returns-seen.ts';
import type { CountedRows } from './second-witness.ts';
import { netoTime } from './write-fields.ts';

export const returnSelectors = ['RmaID', 'OrderID', 'CurrencyCode'];
/** Three short texts are a small part of an order, for which the page size is meant. */
const RETURNS_PER_ORDER = 10;
/** Requests for the returns of so many lists of orders come first: a run that copies few needs no listing. */
const ASKED_BEFORE = 2;
/** A store that does not keep to the filter lists all that it ever had; then its orders are asked for. */
const MOST_RETURNS = 20_000;
/**
 * Seconds. A return is never older than its order, and its stamp never older than what is listed next, whatever the zones of
 * stamps and clocks.
 */
const DAY = 86_400;

/** @param placedSince when the first of the orders was placed whose returns are wanted; undefined where that is not known of all */
export function notePlaced({ memory: { returns } }: NetoClient, placedSince: Instant | undefined): void {
  if (placedSince === undefined) return;
  if (returns.placedSince === undefined || placedSince < returns.placedSince) returns.placedSince = placedSince;
}

/** What orders have shown of their returns, so many lists of them: a listing must have it. */
export function noteOfOrders(
  { memory: { returns } }: NetoClient,
  placedSince: Instant | undefined,
  rows: readonly RawRecord[],
  lists = 1,
): void {
  returns.asked += lists;
  if (placedSince !== undefined) for (const row of rows) returns.ofOrders.add(returnIdOf(row));
}

/**
 * All returns that changed since the first order was placed, as they were listed within the last half a minute. It is taken for
 * whole only where it has what orders themselves have shown: an empty one of which nobody knows better may be that of a store
 * whose stamps are not what is asked for.
 * @returns undefined where the orders have to be asked for
 * @throws ConsolidatorError
 */
export async function listedReturns(client: NetoClient, options: RequestOptions): Promise<ListedReturns | undefined> {
  const { returns } = client.memory;
  // Several lists of orders may be read at once: they share a listing, but for one that was placed before it begins.
  while (returns.listing !== undefined) await returns.listing.catch(() => {});
  const isOfUse = returns.asked >= ASKED_BEFORE && returns.ofOrders.size > 0 && !returns.isAskedAlone;
  if (!isOfUse || returns.placedSince === undefined) return undefined;
  returns.listing = listedNow(client, addSeconds(returns.placedSince, -DAY), options);
  try {
    return await returns.listing;
  } finally {
    returns.listing = undefined;
  }
}

/**
 * How many returns that listing shows of each order, by id in upper case: beside an order's own answer, which may be silently
 * short, a second witness of what is there.
 * @returns undefined where it is none
 * @throws ConsolidatorError
 */
export async function returnsShown(
  client: NetoClient,
  orderIds: readonly string[],
  options: RequestOptions,
): Promise<Map<string, CountedRows> | undefined> {
  if (client.memory.shortPagesGoOn) return undefined;
  const listed = await listedReturns(client, options);
  if (listed === undefined) return undefined;
  const counts = new Map(orderIds.map((id) => [sameCase(id), 0]));
  for (const row of listed.rows.values()) {
    const order = sameCase(keyText(row, 'OrderID'));
    const count = counts.get(order);
    if (count !== undefined) counts.set(order, count + 1);
  }
  return new Map([...counts].map(([id, count]) => [id, { count, isAll: true }]));
}

/** Those of these orders whose returns the last listing has shown. Asks for nothing. */
export function ordersListed({ memory: { returns } }: NetoClient, orderIds: readonly string[]): readonly string[] {
  const rows = [...(returns.listed?.rows.values() ?? [])];
  const listed = new Set(rows.map((row) => sameCase(keyText(row, 'OrderID'))));
  return orderIds.filter((id) => listed.has(sameCase(id)));
}

/** For good: a listing has left out what an order's own answer shows. */
export function distrustListing({ memory: { returns } }: NetoClient): void {
  returns.isAskedAlone = true;
  returns.listed = undefined;
}

async function listedNow(
  client: NetoClient,
  since: Instant,
  options: RequestOptions,
): Promise<ListedReturns | undefined> {
  const { memory } = client;
  const seen = memory.returns;
  const known = seen.listed !== undefined && seen.listed.since <= since ? seen.listed : undefined;
  if (known !== undefined && isFresh(known.at, memory.now())) return known;
  const at = memory.now();
  const from = known === undefined ? since : addSeconds(known.upTo, -DAY);
  const rows = new Map(known?.rows);
  let upTo: Instant | null = null;
  for await (const page of pages(client, listingFrom(client, from), options)) {
    upTo ??= earlier(page.currentTime, at);
    for (const row of page.rows) rows.set(returnIdOf(row), row);
  }
  if (upTo === null || rows.size >= MOST_RETURNS || !isConfirmed(seen, rows)) {
    distrustListing(client);
    return undefined;
  }
  seen.listed = { since: known?.since ?? since, upTo, at, rows };
  return seen.listed;
}

/** One that is ahead would hide what is entered until then. @returns null where the store tells no time */
function earlier(told: Instant | null, { wall }: Moment): Instant | null {
  const ours = instantOfMilliseconds(wall);
  return told === null || told < ours ? told : ours;
}

function listingFrom(client: NetoClient, from: Instant) {
  return {
    action: 'GetRma',
    entity: 'Rma',
    filter: { DateUpdatedFrom: netoTime(from) },
    selectors: returnSelectors,
    keyOf: returnIdOf,
    pageSize: RETURNS_PER_ORDER * client.pageSize,
    limit: MOST_RETURNS,
    firstPageUnnumbered: true,
  };
}

export function returnIdOf(row: RawRecord): string {
  return keyText(row, 'RmaID');
}
