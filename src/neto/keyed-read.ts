import { inTurns, looseKey, upperKey } from '../model/text-key.ts';
import type { Instant } from '../model/time.ts';
import { ahead, IN_FLIGHT } from './ahead.ts';
import type { KeyedOptions, NetoClient, RequestOptions } from './client.ts';
import { type Listing, pages } from './pages.ts';
import type { RawRecord } from './read-fields.ts';
import { readRows } from './rows.ts';
import { type CountedRows, secondWitness } from './second-witness.ts';

/** As many keys as others are seen to put into one filter (reference, section 1.3). */
const KEYS_PER_REQUEST = 100;
/** More than the rows that 100 keys can have in any sensible store. */
const ROWS_PER_REQUEST = 1000;
/** A store that ignores the filter lists everything it has: then the search is given up, with an error. */
const PAGES_OF_OTHERS = 50;

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

export interface FilteredRead extends KeyedRead {
  /** Ends the reading before its last page: what was looked for has come. */
  readonly isEnough?: ((rows: readonly RawRecord[]) => boolean) | undefined;
  /**
   * How many rows another answer of a moment ago shows of each key, by the folded key: a short reply that has just these
   * is taken for whole. @returns undefined where that other answer is no witness
   */
  readonly shown?: ((keys: readonly string[]) => Promise<ReadonlyMap<string, CountedRows> | undefined>) | undefined;
  /** Told where there are more rows than that. */
  readonly onHidden?: (() => void) | undefined;
}

interface KeyedRows {
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
  for await (const part of ahead(chunksOf(keys, sameCase), (chunk) => readChunk(client, read, chunk, options))) {
    rows.push(...part.rows);
    currentTime ??= part.currentTime;
  }
  return { rows, currentTime };
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

/**
 * Reads the records whose field is one of these keys, where one key may have many; so every page counts, and up to 100
 * keys without a record cost one request.
 */
export async function readByFilter(
  client: NetoClient,
  read: FilteredRead,
  rowKeyOf: (row: RawRecord) => string,
  keys: readonly string[],
  options: RequestOptions = {},
): Promise<KeyedRows> {
  const rows = new Map<string, RawRecord>();
  let currentTime: Instant | null = null;
  const fold = read.fold ?? sameCase;
  const readAll = async (chunk: ReadonlyMap<string, string>) => {
    const asked = [...chunk.keys()];
    const isWhole = async (first: readonly RawRecord[]): Promise<boolean> => {
      const shown = await read.shown?.([...chunk.values()]);
      if (shown === undefined) return false;
      const said = secondWitness({ rows: first, keyOf: (row) => fold(read.keyOf(row)), asked, shown });
      if (said === 'hides') read.onHidden?.();
      return said === 'whole';
    };
    const listing: Listing = {
      ...listingOf(read, chunk, rowKeyOf),
      isWhole,
      pageSize: ROWS_PER_REQUEST,
      firstPageUnnumbered: true,
      maximumPages: PAGES_OF_OTHERS,
    };
    const own: [string, RawRecord][] = [];
    let time: Instant | null = null;
    for await (const page of pages(client, listing, options)) {
      time ??= page.currentTime;
      for (const row of page.rows) if (chunk.has(fold(read.keyOf(row)))) own.push([rowKeyOf(row), row]);
      if (read.isEnough?.([...rows.values(), ...own.map(([, row]) => row)]) === true)
        return { own, time, isEnough: true };
    }
    return { own, time, isEnough: false };
  };
  // What may be enough is not asked for ahead.
  const inFlight = read.isEnough === undefined ? IN_FLIGHT : 1;
  for await (const { own, time, isEnough } of ahead(chunksOf(keys, fold), readAll, inFlight)) {
    for (const [key, row] of own) rows.set(key, row);
    currentTime ??= time;
    if (isEnough) break;
  }
  return { rows: [...rows.values()], currentTime };
}

function listingOf(
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
function chunksOf(keys: readonly string[], fold: (key: string) => string): Map<string, string>[] {
  // An empty key would make the filter an empty one, which may mean no filter at all.
  const distinct = [...new Map(keys.filter((key) => key !== '').map((key) => [fold(key), key]))];
  const turns = inTurns(distinct, ([, key]) => key);
  const chunks: Map<string, string>[] = [];
  for (const turn of turns) {
    for (let start = 0; start < turn.length; start += KEYS_PER_REQUEST) {
      chunks.push(new Map(turn.slice(start, start + KEYS_PER_REQUEST)));
    }
  }
  return chunks;
}
