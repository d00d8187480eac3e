import type { Instant } from '../model/time.ts';
import { ahead, IN_FLIGHT } from './ahead.ts';
import type { KeyedOptions, NetoClient } from './client.ts';
import {
  chunksOf,
  type KeyedRead,
  type KeyedRows,
  listingOf,
  PAGES_OF_OTHERS,
  sameCase,
  tryLongList,
} from './keyed-read.ts';
import { betweenKnown, mayTellAbsence } from './long-lists.ts';
import { type Listing, pages } from './pages.ts';
import type { RawRecord } from './read-fields.ts';
import { type CountedRows, secondWitness } from './second-witness.ts';

/** More than the rows that a list of keys can have in any sensible store. */
const ROWS_PER_REQUEST = 1000;

export interface FilteredRead extends KeyedRead {
  /** Ends the reading before its last page: what was looked for has come. */
  readonly isEnough?: ((rows: readonly RawRecord[]) => boolean) | undefined;
  /**
   * How many rows another answer of a moment ago shows of each key, by the folded key: a short reply that has just these
   * is taken for whole. @returns undefined where that other answer is no witness
   */
  readonly shown?: ((keys: readonly string[]) => Promise<ReadonlyMap<string, CountedRows> | undefined>) | undefined;
  /**
   * Keys of which another answer has shown rows: at both ends of a long list they tell whether the store took all of it. Asks
   * for nothing. @returns none where a long list is of no use
   */
  readonly withRows?: ((keys: readonly string[]) => readonly string[]) | undefined;
  /** Told where there are more rows than that. */
  readonly onHidden?: (() => void) | undefined;
}

/** By the key as it is compared, as it is asked for. */
type Keys = ReadonlyMap<string, string>;

/** The rows of some keys, by what makes two rows the same one. */
interface OwnRows {
  readonly own: readonly (readonly [string, RawRecord])[];
  readonly time: Instant | null;
  /** Nothing more need be asked. */
  readonly isEnough: boolean;
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
  options: KeyedOptions = {},
): Promise<KeyedRows> {
  return new FilterReader(client, read, rowKeyOf, options).read(keys);
}

class FilterReader {
  readonly #client: NetoClient;
  readonly #read: FilteredRead;
  readonly #rowKeyOf: (row: RawRecord) => string;
  readonly #options: KeyedOptions;
  readonly #fold: (key: string) => string;
  readonly #rows = new Map<string, RawRecord>();

  constructor(client: NetoClient, read: FilteredRead, rowKeyOf: (row: RawRecord) => string, options: KeyedOptions) {
    this.#client = client;
    this.#read = read;
    this.#rowKeyOf = rowKeyOf;
    this.#options = options;
    this.#fold = read.fold ?? sameCase;
  }

  async read(keys: readonly string[]): Promise<KeyedRows> {
    let currentTime: Instant | null = null;
    const { isEnough, withRows } = this.#read;
    const mayBeLong = this.#options.areThere === true || withRows !== undefined;
    const { longLists } = this.#client.memory;
    const most = mayBeLong ? longLists.most(this.#read) : longLists.usual;
    const lists = chunksOf(keys, this.#fold, most);
    // What may be enough is not asked for ahead.
    const inFlight = isEnough === undefined ? IN_FLIGHT : 1;
    for await (const { own, time, isEnough: hasEnough } of ahead(lists, (some) => this.#readList(some), inFlight)) {
      for (const [key, row] of own) this.#rows.set(key, row);
      currentTime ??= time;
      if (hasEnough) break;
    }
    return { rows: [...this.#rows.values()], currentTime };
  }

  async #readList(keys: Keys): Promise<OwnRows> {
    const { longLists } = this.#client.memory;
    if (mayTellAbsence(keys.size, longLists)) return this.#readPages(keys);
    const long = await this.#readLong(keys);
    if (long?.isAll === true) return long;
    const all: OwnRows[] = [];
    for (const some of chunksOf([...keys.values()], this.#fold, longLists.usual)) all.push(await this.#readPages(some));
    const own = all.flatMap((one) => one.own);
    if (long !== undefined && own.length > long.own.length) longLists.refuse(this.#read);
    return { own, time: all[0]?.time ?? null, isEnough: this.#isEnough(own) };
  }

  /** By one request. @returns undefined where nothing would tell whether it shows all that there is of its keys */
  async #readLong(keys: Keys): Promise<(OwnRows & { readonly isAll: boolean }) | undefined> {
    const ends = this.#knownEnds(keys);
    if (this.#options.areThere !== true && ends === undefined) return undefined;
    const asked = ends === undefined ? [...keys.values()] : betweenKnown([...keys.values()], ends);
    const { rows, currentTime: time } = await tryLongList(
      this.#client,
      this.#read,
      asked,
      ROWS_PER_REQUEST,
      this.#options,
    );
    const own = this.#ownOf(keys, rows);
    if (this.#isEnough(own)) return { own, time, isEnough: true, isAll: true };
    const shown = new Set(rows.map((row) => this.#fold(this.#read.keyOf(row))));
    const isTaken = rows.length < ROWS_PER_REQUEST && ends?.every((key) => shown.has(this.#fold(key))) === true;
    return { own, time, isEnough: false, isAll: isTaken && (await this.#isWhole(keys, rows)) };
  }

  #knownEnds(keys: Keys): readonly [string, string] | undefined {
    const known = this.#read.withRows?.([...keys.values()]) ?? [];
    const [first, last] = [known[0], known.at(-1)];
    return first === undefined || last === undefined || first === last ? undefined : [first, last];
  }

  async #readPages(keys: Keys): Promise<OwnRows> {
    const listing: Listing = {
      ...listingOf(this.#read, keys, this.#rowKeyOf),
      isWhole: (first) => this.#isWhole(keys, first),
      pageSize: ROWS_PER_REQUEST,
      firstPageUnnumbered: true,
      maximumPages: PAGES_OF_OTHERS,
    };
    const own: (readonly [string, RawRecord])[] = [];
    let time: Instant | null = null;
    for await (const page of pages(this.#client, listing, this.#options)) {
      time ??= page.currentTime;
      own.push(...this.#ownOf(keys, page.rows));
      if (this.#isEnough(own)) return { own, time, isEnough: true };
    }
    return { own, time, isEnough: false };
  }

  async #isWhole(keys: Keys, rows: readonly RawRecord[]): Promise<boolean> {
    const shown = await this.#read.shown?.([...keys.values()]);
    if (shown === undefined) return false;
    const keyOf = (row: RawRecord): string => this.#fold(this.#read.keyOf(row));
    const said = secondWitness({ rows, keyOf, asked: [...keys.keys()], shown });
    if (said === 'hides') this.#read.onHidden?.();
    return said === 'whole';
  }

  #ownOf(keys: Keys, rows: readonly RawRecord[]): (readonly [string, RawRecord])[] {
    const own = rows.filter((row) => keys.has(this.#fold(this.#read.keyOf(row))));
    return own.map((row) => [this.#rowKeyOf(row), row]);
  }

  #isEnough(own: readonly (readonly [string, RawRecord])[]): boolean {
    return this.#read.isEnough?.([...this.#rows.values(), ...own.map(([, row]) => row)]) === true;
  }
}
