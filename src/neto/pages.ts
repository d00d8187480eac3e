import { ConsolidatorError } from '../model/errors.ts';
import type { Instant } from '../model/time.ts';
import type { NetoClient, RequestOptions } from './client.ts';
import { isRecord, type RawRecord, recordsIn } from './read-fields.ts';

export interface Listing {
  readonly action: string;
  /** The record list's name in the reply. */
  readonly entity: string;
  readonly filter: Readonly<Record<string, unknown>>;
  readonly selectors: readonly string[];
  /** What makes two rows the same one. */
  readonly keyOf: (row: RawRecord) => string;
  /** Rows per page; the client's page size when left out. */
  readonly pageSize?: number | undefined;
  /** Stop after so many rows. */
  readonly limit?: number | undefined;
  /** For tests. */
  readonly maximumPages?: number | undefined;
}

export interface Page {
  /** Only rows that no earlier page of this listing had. */
  readonly rows: readonly RawRecord[];
  readonly currentTime: Instant | null;
}

/** At a page size of 50 these are five million rows. */
const MAXIMUM_PAGES = 100_000;

/**
 * All pages of a listing. Whether pages count from 0 or 1 is found out: page 0 is asked for first, and page 1 is always
 * asked for too. A short page is no end; an empty one is, and so is one from page 2 on that brings nothing new
 * (reference, section 4, quirks 14 to 16). The first page is yielded even when it is empty, for its time.
 * @throws ConsolidatorError `pages-never-end`
 */
export async function* pages(client: NetoClient, listing: Listing, options: RequestOptions = {}): AsyncGenerator<Page> {
  const seen = new Set<string>();
  const maximumPages = listing.maximumPages ?? MAXIMUM_PAGES;
  const limit = listing.limit ?? Number.POSITIVE_INFINITY;
  for (let page = 0; page < maximumPages; page += 1) {
    const { rows, currentTime } = await readPage(client, listing, page, options);
    const fresh: RawRecord[] = [];
    for (const row of rows) {
      const key = listing.keyOf(row);
      if (seen.has(key) || seen.size >= limit) continue;
      seen.add(key);
      fresh.push(row);
    }
    if (page === 0 || fresh.length > 0) yield { rows: fresh, currentTime };
    if (seen.size >= limit) return;
    if (page > 0 && rows.length === 0) return;
    if (page > 1 && fresh.length === 0) return;
  }
  throw new ConsolidatorError(
    'pages-never-end',
    `${client.store}: ${listing.action} still brings new rows after ${maximumPages} pages.`,
    {
      store: client.store,
    },
  );
}

async function readPage(client: NetoClient, listing: Listing, page: number, options: RequestOptions): Promise<Page> {
  const filter = {
    ...listing.filter,
    Page: String(page),
    Limit: String(listing.pageSize ?? client.pageSize),
    OutputSelector: listing.selectors,
  };
  const reply = await client.request(listing.action, { Filter: filter }, options);
  return { rows: recordsIn(reply.body[listing.entity]).filter(holdsSomething), currentTime: reply.currentTime };
}

/** An empty list may come as one record whose fields are all empty (reference, section 4, quirk 4). */
export function holdsSomething(row: RawRecord): boolean {
  return isRecord(row) && Object.values(row).some((value) => value !== '' && value !== null);
}
