import { TextTable } from '../model/text-table.ts';
import type { NetoClient, RequestOptions } from './client.ts';
import { FirstPage } from './first-page.ts';
import type { RawRecord } from './read-fields.ts';
import { type Rows, type RowsRead, readRows } from './rows.ts';
import { kindOf } from './seen-in-reply.ts';
import { storeError } from './transport-errors.ts';

export interface Listing extends RowsRead {
  readonly filter: Readonly<Record<string, unknown>>;
  readonly selectors: readonly string[];
  /** What makes two rows the same one. */
  readonly keyOf: (row: RawRecord) => string;
  /** Rows per page; the client's page size when left out. */
  readonly pageSize?: number | undefined;
  /** Stop after so many rows. */
  readonly limit?: number | undefined;
  /**
   * Ask for the first page without a number, which is the first one wherever a store begins to count: so an empty list
   * costs one request.
   */
  readonly firstPageUnnumbered?: boolean | undefined;
  readonly maximumPages?: number | undefined;
  /** Whether something else shows that the rows of a short first page are all that there are. */
  readonly isWhole?: ((rows: readonly RawRecord[]) => Promise<boolean>) | undefined;
}

/** `rows`: only those that no earlier page of this listing had. */
type Page = Rows;

/** At a page size of 50 these are half a million rows. */
const MAXIMUM_PAGES = 10_000;

/**
 * All pages of a listing. Whether pages count from 0 or 1 is found out: page 0 is asked for first, and page 1 is always
 * asked for too, unless it is known by now. A short page is no end; an empty one is, and so is one from page 2 on that
 * brings nothing new (reference, section 4, quirks 14 to 16). The first page is yielded even when it is empty, for its time.
 * @throws ConsolidatorError `pages-never-end`
 */
export async function* pages(client: NetoClient, listing: Listing, options: RequestOptions = {}): AsyncGenerator<Page> {
  const seen = new TextTable();
  const limit = listing.limit ?? Number.POSITIVE_INFINITY;
  const maximumPages = listing.maximumPages ?? MAXIMUM_PAGES;
  const take = ({ rows, currentTime }: Rows): Page => {
    const fresh: RawRecord[] = [];
    for (const row of rows) {
      const key = listing.keyOf(row);
      if (seen.has(key) || seen.size >= limit) continue;
      seen.put(key);
      fresh.push(row);
    }
    return { rows: fresh, currentTime };
  };

  const kind = kindOf(listing.entity);
  const { memory } = client;
  let firstPage: FirstPage | undefined = new FirstPage(listing.firstPageUnnumbered === true);
  let size = listing.pageSize ?? client.pageSize;
  /** From this page on one without news is the end: the ones before may repeat what is known. */
  let lastRepeat = 1;
  let goesOn = false;
  let page = 0;
  /** Rows of the first reply. */
  let first = 0;
  let afterShort = false;
  /** A page that was asked for already. */
  let known: Rows | undefined;
  for (let count = 0; count < maximumPages; count += 1) {
    const number = page === 0 && listing.firstPageUnnumbered === true ? undefined : page;
    const reply = known ?? (await readPage(client, listing, number, size, options));
    known = undefined;
    const fresh = take(reply);
    const base = firstPage?.read(reply.rows.map(listing.keyOf));
    if (base !== undefined) {
      memory.firstPage.set(kind, base);
      client.tell?.({ habit: 'firstPage', value: base, in: kind });
    }
    if (count === 0) first = seen.size;
    if (afterShort && fresh.rows.length > 0) memory.shortPagesGoOn = true;
    if (count === 0 || fresh.rows.length > 0) yield fresh;
    if (seen.size >= limit) return;
    const mayBeLast = page > 0 || number === undefined || memory.firstPage.get(kind) === 'zero';
    if (reply.rows.length === 0 && mayBeLast) return options.passes?.ended(seen, first);
    if (page > lastRepeat && fresh.rows.length === 0) return options.passes?.ended(seen, first);
    const isShort = reply.rows.length < size;
    afterShort = isShort && reply.rows.length > 0;
    if (count === 0 && isShort) {
      if (options.passes?.isSame(seen) === true) return;
      if (fresh.rows.length > 0 && (await listing.isWhole?.(fresh.rows)) === true) return;
    }
    page += 1;
    const mayBeCut = memory.pagesOf(listing, size).take(reply.rows);
    if (goesOn || reply.rows.length === 0 || !isShort || fresh.rows.length === 0) continue;
    if (!mayBeCut) {
      // It is short for another reason: what it leaves out stands on the next page.
      known = await readPage(client, listing, page, size, options);
      if (known.rows.every((row) => seen.has(listing.keyOf(row)))) continue;
    }
    // A short page: is there a row behind it, and does the next page begin with that row, or leave a gap?
    const behind = take(await readBehind(client, listing, seen, options));
    client.tell?.({ habit: 'shortPage', value: behind.rows.length === 0 ? 'last' : 'not-last', in: kind });
    if (behind.rows.length === 0) continue;
    memory.shortPagesGoOn = true;
    yield behind;
    if (seen.size >= limit) return;
    known ??= await readPage(client, listing, page, size, options);
    const key = listing.keyOf(behind.rows[0] ?? {});
    goesOn = known.rows.some((row) => listing.keyOf(row) === key);
    if (goesOn) {
      lastRepeat = Math.max(lastRepeat, page);
      continue;
    }
    // The store counts pages by the Limit it was asked for, and cuts each one: ask for no more than it gives.
    known = undefined;
    size = reply.rows.length;
    // Pages of another size are not the ones that it compares.
    firstPage = undefined;
    client.tell?.({ habit: 'pageCut', value: size, in: kind });
    page = Math.floor(seen.size / size);
    lastRepeat = page + 1;
  }
  throw storeError(
    'pages-never-end',
    client.store,
    `${listing.action} still brings new rows after ${maximumPages} pages.`,
  );
}

/** The row after all those seen: page by page of one row, counted from 0, or else from 1. */
async function readBehind(
  client: NetoClient,
  listing: Listing,
  seen: TextTable,
  options: RequestOptions,
): Promise<Rows> {
  const base = client.memory.firstPage.get(kindOf(listing.entity));
  if (base === undefined || base === 'zero') {
    const behind = await readPage(client, listing, seen.size, 1, options);
    if (!behind.rows.some((row) => seen.has(listing.keyOf(row)))) return behind;
  }
  return await readPage(client, listing, seen.size + 1, 1, options);
}

function readPage(
  client: NetoClient,
  listing: Listing,
  page: number | undefined,
  size: number,
  options: RequestOptions,
): Promise<Rows> {
  const filter = {
    ...listing.filter,
    ...(page === undefined ? {} : { Page: String(page) }),
    Limit: String(size),
    OutputSelector: listing.selectors,
  };
  return readRows(client, listing, { Filter: filter }, options);
}
