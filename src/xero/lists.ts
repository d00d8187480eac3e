import { ConsolidatorError } from '../model/errors.ts';
import type { AskOptions, Query, XeroClient } from './client.ts';
import { xeroError } from './errors.ts';
import { isRecord } from './replies.ts';

/** The most that Xero gives at once. */
const PAGE_SIZE = 1000;
/** What it gives where it does not heed the size that is asked for. */
const XEROS_PAGE_SIZE = 100;
/** How often a list is read anew that changed while it was read. */
const READINGS = 3;
const MOST_PAGES = 500;

interface Listing<Row> {
  /** `Invoices`: the resource and the list of its answers. */
  readonly list: string;
  readonly query: Query;
  readonly read: (raw: unknown) => Row;
  readonly idOf: (row: Row) => string;
}

/**
 * A list with all its pages. In the order of ids, since in its own order a record that is changed meanwhile leaves its
 * place, and its neighbour slips between two pages.
 * @returns each record once
 * @throws ConsolidatorError where it could not be read whole
 */
export async function readPages<Row>(
  client: XeroClient,
  listing: Listing<Row>,
  options: AskOptions = {},
): Promise<Row[]> {
  return [...(await readWhole(client, listing, options)).rows.values()];
}

/**
 * A list of which nothing may be lost that can't be asked for by itself afterwards. Where one record leaves it between two
 * pages and another one enters behind, as many come as are announced, and one has slipped through: so a list of several pages
 * is read once more from its other end, where other records lie at the borders.
 * @param id the field that it is put in order by
 * @throws ConsolidatorError as `readPages`
 */
export async function readBothWays<Row>(
  client: XeroClient,
  listing: Listing<Row>,
  id: string,
  options: AskOptions = {},
): Promise<Row[]> {
  const read = (way: 'ASC' | 'DESC') =>
    readWhole(client, { ...listing, query: [...listing.query, ['order', `${id} ${way}`]] }, options);
  const { rows, pages } = await read('ASC');
  return [...(pages === 1 ? rows : new Map([...rows, ...(await read('DESC')).rows])).values()];
}

async function readWhole<Row>(
  client: XeroClient,
  { list, query, read, idOf }: Listing<Row>,
  options: AskOptions,
): Promise<{ readonly rows: ReadonlyMap<string, Row>; readonly pages: number }> {
  for (let reading = 1; ; reading += 1) {
    const found = new Map<string, Row>();
    const counts = new Set<number>();
    let repeated = false;
    let page = 1;
    for (; page <= MOST_PAGES; page += 1) {
      const paging: Query = [...query, ['page', String(page)], ['pageSize', String(PAGE_SIZE)]];
      const { rows, envelope } = await client.ask(list, list, paging, options);
      for (const raw of rows) {
        const row = read(raw);
        repeated ||= found.has(idOf(row));
        found.set(idOf(row), row);
      }
      const { pageCount, itemCount } = paginationOf(envelope);
      if (itemCount !== undefined) counts.add(itemCount);
      if (pageCount === undefined ? isLast(rows.length) : page >= pageCount) break;
      if (page === MOST_PAGES) throw xeroError('pages-never-end', `its ${list} never end.`);
    }
    const [count = found.size, ...others] = [...counts];
    if (!repeated && others.length === 0 && count === found.size) return { rows: found, pages: page };
    // Whatever moved meanwhile may have pushed something past us.
    if (reading >= READINGS) {
      const sentence = `its ${list} could not be read whole: ${count} are announced, and ${found.size} came.`;
      throw xeroError('answer-unexpected', sentence, { retry: 'safe' });
    }
  }
}

/** Where nothing tells how many pages there are: one that is full by Xero's own size, as by ours, may have another behind it. */
function isLast(rows: number): boolean {
  return rows === 0 || (rows < PAGE_SIZE && rows % XEROS_PAGE_SIZE !== 0);
}

function paginationOf({ pagination }: Readonly<Record<string, unknown>>): { pageCount?: number; itemCount?: number } {
  if (!isRecord(pagination)) return {};
  const number = (name: string): number | undefined => {
    const found = String(pagination[name] ?? '');
    return /^\d{1,9}$/.test(found) ? Number(found) : undefined;
  };
  const [pageCount, itemCount] = [number('pageCount'), number('itemCount')];
  return { ...(pageCount === undefined ? {} : { pageCount }), ...(itemCount === undefined ? {} : { itemCount }) };
}

/** Of a query, escaped; Xero takes about 2,048 and answers 404 beyond. */
const LONGEST_LIST = 1_800;

/** Cuts ids into lists that one request can ask for. @param most of them in one */
export function listsOf(ids: readonly string[], most: number): string[][] {
  const lists: string[][] = [];
  let length = Number.POSITIVE_INFINITY;
  for (const id of ids) {
    const own = encodeURIComponent(id).length + 1;
    const current = lists.at(-1);
    if (current === undefined || length + own > LONGEST_LIST || current.length >= most) {
      lists.push([id]);
      length = own;
    } else {
      current.push(id);
      length += own;
    }
  }
  return lists;
}

/**
 * Asks for a list of ids; where it is too long after all, for each half of it.
 * @throws ConsolidatorError `answer-unexpected` where a single one is answered by 404: that is no "none"
 */
export async function inHalves<Row>(
  ids: readonly string[],
  ask: (ids: readonly string[]) => Promise<readonly Row[]>,
): Promise<Row[]> {
  try {
    return [...(await ask(ids))];
  } catch (error) {
    if (!(error instanceof ConsolidatorError) || error.code !== 'xero-query-too-long') throw error;
    if (ids.length <= 1) {
      throw xeroError('answer-unexpected', 'a list was answered by HTTP 404, which says nothing of what there is.', {
        retry: 'safe',
      });
    }
    const half = Math.ceil(ids.length / 2);
    return [...(await inHalves(ids.slice(0, half), ask)), ...(await inHalves(ids.slice(half), ask))];
  }
}
