import { ConsolidatorError } from '../model/errors.ts';
import { inTurns, looseKey, upperKey } from '../model/text-key.ts';
import type { Instant } from '../model/time.ts';
import { ahead } from './ahead.ts';
import type { KeyedOptions, NetoClient, RequestOptions } from './client.ts';
import { mayTellAbsence } from './long-lists.ts';
import { type Listing, pages } from './pages.ts';
import type { RawRecord } from './read-fields.ts';
import { type Rows, readRows } from './rows.ts';

/** A store that ignores the filter lists everything it has: then the search is given up, with an error. */
export const PAGES_OF_OTHERS = 50;

export interface KeyedRead {
  readonly action: string;
  readonly entity: string;
  /** The filter that takes the keys: `OrderID`. */
  readonly filterField: string;
  readonly selectors: readonly string[];
  /** Filters that go along with the keys. */
  readonly also?: Readonly<Record<string, unknown>>;
  /** The key of a row, to be compared with the ones asked for. */
  readonly keyOf: (row: RawRecord) => string;
  /** What is the same in two keys; left out, `upperKey`. Addresses and names are no keys, and fold otherwise. */
  readonly fold?: (key: string) => string;
}

export interface KeyedRows {
  readonly rows: readonly RawRecord[];
  /** Of the first reply; null when nothing was asked. */
  readonly currentTime: Instant | null;
}

/**
 * Reads the records with these keys, of which each names at most one. Rows that were not asked for are dropped, since a
 * store may ignore a filter (quirk 22). What is missing is asked for again until an answer is empty, since an answer may
 * be silently short (quirk 15): only then is a key absent. A and a are the same, and nothing else (U31; see `lowerKey`).
 */
export async function readByKeys(
  client: NetoClient,
  read: KeyedRead,
  keys: readonly string[],
  options: KeyedOptions = {},
): Promise<KeyedRows> {
  const rows: RawRecord[] = [];
  let currentTime: Instant | null = null;
  const { longLists } = client.memory;
  const most = options.areThere === true ? longLists.most(read) : longLists.usual;
  for await (const part of ahead(chunksOf(keys, sameCase, most), (chunk) => readList(client, read, chunk, options))) {
    rows.push(...part.rows);
    currentTime ??= part.currentTime;
  }
  return { rows, currentTime };
}

/** What a long list does not show, as a store that takes a part of it does not, is asked for in usual ones. */
async function readList(
  client: NetoClient,
  read: KeyedRead,
  chunk: ReadonlyMap<string, string>,
  options: KeyedOptions,
): Promise<KeyedRows> {
  const { longLists } = client.memory;
  if (mayTellAbsence(chunk.size, longLists)) return readChunk(client, read, chunk, options);
  const shown = await tryLongList(client, read, [...chunk.values()], 2 * chunk.size, options);
  tellOtherSpellings(shown.rows.map(read.keyOf), chunk, options);
  const missing = new Map(chunk);
  const rows = shown.rows.filter((row) => missing.delete(sameCase(read.keyOf(row))));
  let { currentTime } = shown;
  for (const some of chunksOf([...missing.values()], sameCase, longLists.usual)) {
    const left = await readChunk(client, read, some, options);
    if (left.rows.length > 0) longLists.refuse(read);
    rows.push(...left.rows);
    currentTime ??= left.currentTime;
  }
  return { rows, currentTime };
}

/** @returns nothing where the store refuses it, or fails to answer: then it is asked in usual lists from now on */
export async function tryLongList(
  client: NetoClient,
  read: KeyedRead,
  keys: readonly string[],
  limit: number,
  options: RequestOptions,
): Promise<Rows> {
  const { longLists } = client.memory;
  const filter = { ...read.also, [read.filterField]: keys, Limit: String(limit), OutputSelector: read.selectors };
  try {
    const reply = await readRows(client, read, { Filter: filter }, { ...options, isTried: true });
    longLists.took(read, reply.milliseconds);
    return reply;
  } catch (error) {
    if (!(error instanceof ConsolidatorError) || error.code === 'stopped') throw error;
    longLists.refuse(read);
    return { rows: [], currentTime: null };
  }
}

async function readChunk(
  client: NetoClient,
  read: KeyedRead,
  chunk: ReadonlyMap<string, string>,
  options: KeyedOptions,
): Promise<KeyedRows> {
  const rows: RawRecord[] = [];
  let currentTime: Instant | null = null;
  const missing = new Map(chunk);
  const keep = (found: readonly RawRecord[]): number => {
    const before = missing.size;
    for (const row of found) if (missing.delete(sameCase(read.keyOf(row)))) rows.push(row);
    return before - missing.size;
  };
  while (missing.size > 0) {
    const limit = Math.max(100, 2 * missing.size);
    const listing = { ...listingOf(read, missing, read.keyOf), pageSize: limit, maximumPages: PAGES_OF_OTHERS };
    const body = { ...listing.filter, Limit: String(limit), OutputSelector: read.selectors };
    const reply = await readRows(client, read, { Filter: body }, options);
    currentTime ??= reply.currentTime;
    if (reply.rows.length === 0) break;
    tellOtherSpellings(reply.rows.map(read.keyOf), missing, options);
    if (keep(reply.rows) > 0) continue;
    // Only others: what was asked for may stand behind them.
    for await (const page of pages(client, listing, options)) {
      keep(page.rows);
      if (missing.size === 0) break;
    }
    break;
  }
  return { rows, currentTime };
}

export function listingOf(
  { action, entity, selectors, filterField, also }: KeyedRead,
  keys: ReadonlyMap<string, string>,
  keyOf: (row: RawRecord) => string,
): Listing {
  return { action, entity, selectors, keyOf, filter: { ...also, [filterField]: [...keys.values()] } };
}

export function sameCase(key: string): string {
  return upperKey(key);
}

/**
 * Only where a reply holds nothing but keys that may be taken for those asked for: a store that ignores the filter lists
 * whatever it has, and says nothing by it.
 */
function tellOtherSpellings(
  answered: readonly string[],
  missing: ReadonlyMap<string, string>,
  { onOtherSpelling }: KeyedOptions,
): void {
  if (onOtherSpelling === undefined) return;
  const asked = new Map([...missing.values()].map((key) => [looseKey(key), key]));
  const pairs = answered.map((key) => ({ key, other: asked.get(looseKey(key)) }));
  if (pairs.some(({ other }) => other === undefined)) return;
  for (const { key, other } of pairs) {
    if (other !== undefined && !missing.has(sameCase(key)) && sameCase(key) !== sameCase(other)) {
      onOtherSpelling(other, key);
    }
  }
}

/** Keys that a store might take for one another are asked for one at a time, so that an answer shows whether it does. */
export function chunksOf(keys: readonly string[], fold: (key: string) => string, most: number): Map<string, string>[] {
  // An empty key would make the filter an empty one, which may mean no filter at all.
  const distinct = [...new Map(keys.filter((key) => key !== '').map((key) => [fold(key), key]))];
  const turns = inTurns(distinct, ([, key]) => key);
  const chunks: Map<string, string>[] = [];
  for (const turn of turns) {
    for (let start = 0; start < turn.length; start += most) chunks.push(new Map(turn.slice(start, start + most)));
  }
  return chunks;
}
