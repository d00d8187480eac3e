import type { Instant } from '../model/time.ts';
import type { NetoClient, RequestOptions } from './client.ts';
import { holdsSomething, type Listing, pages } from './pages.ts';
import { type RawRecord, recordsIn } from './read-fields.ts';

/** As many keys as others are seen to put into one filter (reference, section 1.3). */
const KEYS_PER_REQUEST = 100;
/** More than the rows that 100 keys can have in any sensible store; a fuller answer is paged through. */
const ROWS_PER_REQUEST = 1000;

export interface KeyedRead {
  readonly action: string;
  readonly entity: string;
  /** The filter that takes the keys: `OrderID`. */
  readonly filterField: string;
  readonly selectors: readonly string[];
  /** The key of a row, to be compared with the ones asked for. */
  readonly keyOf: (row: RawRecord) => string;
}

export interface KeyedRows {
  readonly rows: readonly RawRecord[];
  /** Of the first reply; null when nothing was asked. */
  readonly currentTime: Instant | null;
}

/**
 * Reads the records with these keys, of which each names at most one. Rows that were not asked for are dropped, since a
 * store may ignore a filter (quirk 22). Where a reply has some of the keys but not all, the missing ones are asked for
 * once more, since a reply may be silently short (quirk 15). Upper and lower case are the same (U31).
 */
export async function readByKeys(
  client: NetoClient,
  read: KeyedRead,
  keys: readonly string[],
  options: RequestOptions = {},
): Promise<KeyedRows> {
  const rows: RawRecord[] = [];
  let currentTime: Instant | null = null;
  for (const chunk of chunksOf(keys)) {
    const found = new Map<string, RawRecord>();
    let missing = chunk;
    for (let round = 0; round < 2; round += 1) {
      const reply = await ask(client, read, missing, Math.max(100, 2 * missing.size), options);
      currentTime ??= reply.currentTime;
      keepAsked(reply.rows, read, missing, found);
      missing = new Map([...missing].filter(([key]) => !found.has(key)));
      if (missing.size === 0 || found.size === 0) break;
    }
    rows.push(...found.values());
  }
  return { rows, currentTime };
}

/**
 * Reads the records whose field is one of these keys, where one key may have many. One request per 100 keys as long as
 * the answer has fewer rows than were asked for; a full one is paged through.
 */
export async function readByFilter(
  client: NetoClient,
  read: KeyedRead,
  rowKeyOf: (row: RawRecord) => string,
  keys: readonly string[],
  options: RequestOptions = {},
): Promise<KeyedRows> {
  const rows = new Map<string, RawRecord>();
  let currentTime: Instant | null = null;
  const keep = (row: RawRecord, chunk: ReadonlyMap<string, string>): void => {
    if (chunk.has(sameCase(read.keyOf(row)))) rows.set(rowKeyOf(row), row);
  };
  for (const chunk of chunksOf(keys)) {
    const reply = await ask(client, read, chunk, ROWS_PER_REQUEST, options);
    currentTime ??= reply.currentTime;
    for (const row of reply.rows) keep(row, chunk);
    if (reply.rows.length < ROWS_PER_REQUEST) continue;
    const { action, entity, selectors, filterField } = read;
    const filter = { [filterField]: [...chunk.values()] };
    const listing: Listing = { action, entity, selectors, filter, keyOf: rowKeyOf, pageSize: ROWS_PER_REQUEST };
    for await (const page of pages(client, listing, options)) for (const row of page.rows) keep(row, chunk);
  }
  return { rows: [...rows.values()], currentTime };
}

/** Without a Page, so that it does not matter where a store begins to count. */
async function ask(
  client: NetoClient,
  { action, entity, filterField, selectors }: KeyedRead,
  keys: ReadonlyMap<string, string>,
  limit: number,
  options: RequestOptions,
): Promise<KeyedRows> {
  const filter = { [filterField]: [...keys.values()], Limit: String(limit), OutputSelector: selectors };
  const reply = await client.request(action, { Filter: filter }, options);
  return { rows: recordsIn(reply.body[entity]).filter(holdsSomething), currentTime: reply.currentTime };
}

function keepAsked(
  rows: readonly RawRecord[],
  read: KeyedRead,
  asked: ReadonlyMap<string, string>,
  found: Map<string, RawRecord>,
): void {
  for (const row of rows) {
    const key = sameCase(read.keyOf(row));
    if (asked.has(key)) found.set(key, row);
  }
}

export function sameCase(key: string): string {
  return key.toUpperCase();
}

function chunksOf(keys: readonly string[]): Map<string, string>[] {
  // An empty key would make the filter an empty one, which may mean no filter at all.
  const distinct = [...new Map(keys.filter((key) => key !== '').map((key) => [sameCase(key), key]))];
  const chunks: Map<string, string>[] = [];
  for (let start = 0; start < distinct.length; start += KEYS_PER_REQUEST) {
    chunks.push(new Map(distinct.slice(start, start + KEYS_PER_REQUEST)));
  }
  return chunks;
}
