import type { Instant } from '../model/time.ts';
import type { NetoClient, RequestOptions } from './client.ts';
import { readByFilter } from './filtered-read.ts';
import { sameCase } from './keyed-read.ts';
import { listedReturns, noteOfOrders, notePlaced, returnIdOf, returnSelectors } from './listed-returns.ts';
import { keyText, type RawRecord } from './read-fields.ts';

/** Every so many lists of orders are asked for by their orders all the same: what a listing leaves out shows only so. */
const SAMPLED = 10;

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
  notePlaced(client, placedSince);
  seen.lists += 1;
  if (placedSince !== undefined && seen.lists % SAMPLED !== 0) {
    const listed = await listedReturns(client, options);
    if (listed !== undefined) {
      const asked = new Set(orderIds.map(sameCase));
      return [...listed.rows.values()].filter((row) => asked.has(sameCase(keyText(row, 'OrderID'))));
    }
  }
  const rows = await returnRowsOfOrders(client, orderIds, options);
  noteOfOrders(client, placedSince, rows);
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
    selectors: returnSelectors,
    keyOf: (row: RawRecord) => keyText(row, 'OrderID'),
  };
  return (await readByFilter(client, read, returnIdOf, orderIds, options)).rows;
}
