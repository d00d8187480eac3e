import { addSeconds, type Instant, instantOfMilliseconds } from '../model/time.ts';
import type { NetoClient, RequestOptions } from './client.ts';
import { readByFilter, sameCase } from './keyed-read.ts';
import { isFresh, type Moment } from './moment.ts';
import { pages } from './pages.ts';
import { keyText, type RawRecord } from './read-fields.ts';
import { isConfirmed, type ListedReturns } from './returns-seen.ts';
import { netoTime } from './write-fields.ts';

const selectors = ['RmaID', 'OrderID', 'CurrencyCode'];
/** Three short texts are a small part of an order, for which the page size is meant. */
const RETURNS_PER_ORDER = 10;
/** Requests for the returns of so many lists of orders come first: a run that copies few needs no listing. */
const ASKED_BEFORE = 2;
/** Every so many lists of orders are asked for by their orders all the same: what a listing leaves out shows only so. */
const SAMPLED = 10;
/** A store that does not keep to the filter lists all that it ever had; then its orders are asked for. */
const MOST_RETURNS = 20_000;
/**
 * Seconds. A return is never older than its order, and its stamp never older than what is listed next, whatever the zones of
 * stamps and clocks.
 */
const DAY = 86_400;

export interface ReturnsOptions extends RequestOptions {
  /** When the first of these orders was placed; left out where that is not known of all. */
  readonly placedSince?: Instant | undefined;
}

/**
 * The returns of these orders, with their currencies alone. Few orders have any: of many orders one listing of all returns that
 * changed since the first of them was placed tells as much as a request for each 100, and what changed since that is listed
 * every half a minute. It is taken for whole only where it has what orders themselves have shown: an empty one of which nobody
 * knows better may be that of a store whose stamps are not what is asked for.
 * @throws ConsolidatorError
 */
export async function returnRows(
  client: NetoClient,
  orderIds: readonly string[],
  options: ReturnsOptions = {},
): Promise<readonly RawRecord[]> {
  const seen = client.memory.returns;
  const { placedSince } = options;
  if (placedSince !== undefined && (seen.placedSince === undefined || placedSince < seen.placedSince))
    seen.placedSince = placedSince;
  seen.lists += 1;
  const isListed = seen.asked >= ASKED_BEFORE && seen.ofOrders.size > 0 && !seen.isAskedAlone;
  if (placedSince !== undefined && isListed && seen.lists % SAMPLED !== 0) {
    const listed = await listedNow(client, addSeconds(seen.placedSince ?? placedSince, -DAY), options);
    if (listed !== undefined) {
      const asked = new Set(orderIds.map(sameCase));
      return [...listed.rows.values()].filter((row) => asked.has(sameCase(keyText(row, 'OrderID'))));
    }
  }
  seen.asked += 1;
  const rows = await returnRowsOfOrders(client, orderIds, options);
  if (placedSince !== undefined) for (const row of rows) seen.ofOrders.add(idOf(row));
  return rows;
}

async function returnRowsOfOrders(
  client: NetoClient,
  orderIds: readonly string[],
  options: RequestOptions,
): Promise<readonly RawRecord[]> {
  const read = {
    action: 'GetRma',
    entity: 'Rma',
    filterField: 'OrderID',
    selectors,
    keyOf: (row: RawRecord) => keyText(row, 'OrderID'),
  };
  return (await readByFilter(client, read, idOf, orderIds, options)).rows;
}

/** @returns undefined where the orders have to be asked for */
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
    for (const row of page.rows) rows.set(idOf(row), row);
  }
  if (upTo === null || rows.size >= MOST_RETURNS || !isConfirmed(seen, rows)) {
    seen.isAskedAlone = true;
    seen.listed = undefined;
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
    selectors,
    keyOf: idOf,
    pageSize: RETURNS_PER_ORDER * client.pageSize,
    limit: MOST_RETURNS,
    firstPageUnnumbered: true,
  };
}

function idOf(row: RawRecord): string {
  return keyText(row, 'RmaID');
}
