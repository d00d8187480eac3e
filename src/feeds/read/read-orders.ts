import { ConsolidatorError } from '../../model/errors.ts';
import { placeText } from '../feed-error.ts';
import { CellProblem, Cells } from './cells.ts';
import { type FeedDocument, type FeedRow, placeOf } from './feed-row.ts';
import type { FeedFile } from './inspect-feed.ts';
import { type FeedOptions, type FeedOrder, neededOrderColumns, readOrderRows } from './order-rows.ts';
import { readFeed } from './read-feed.ts';

/** Rows that were read, but can't be taken: the order is not to be copied in part. */
export interface FeedHeld {
  readonly sourceId: string;
  /** Names file, line and column, and no shopper's data. */
  readonly message: string;
}

export type FeedOrderEntry =
  | { readonly kind: 'order'; readonly found: FeedOrder }
  | { readonly kind: 'held'; readonly held: FeedHeld }
  | { readonly kind: 'document'; readonly document: FeedDocument };

/**
 * The orders of a file of order lines, or of a document in the shape of the API. The file is read twice: once to see
 * which rows belong together and which orders have a bad row, then for the orders themselves, so that an order is held
 * as a whole and memory holds only those whose rows are not all read yet.
 * @throws ConsolidatorError `feed-malformed`, `feed-columns`
 */
export async function* readFeedOrders(feed: FeedFile, options: FeedOptions): AsyncGenerator<FeedOrderEntry> {
  const { rows, bad } = await survey(feed, options);
  for (const [sourceId, message] of bad) yield { kind: 'held', held: { sourceId, message } };
  const open = new Map<string, FeedRow[]>();
  for await (const record of readFeed(feed)) {
    if (record.kind === 'document') {
      yield { kind: 'document', document: record };
      continue;
    }
    const id = idOf(record, options);
    if (id === '' || isSkipped(record) || bad.has(id)) continue;
    const group = open.get(id) ?? [];
    open.set(id, group);
    group.push(record);
    if (group.length < (rows.get(id) ?? 0)) continue;
    open.delete(id);
    yield entryOf(feed.file, id, group, options);
  }
}

function entryOf(file: string, sourceId: string, rows: readonly FeedRow[], options: FeedOptions): FeedOrderEntry {
  try {
    return { kind: 'order', found: readOrderRows(file, rows, options) };
  } catch (error) {
    if (!(error instanceof CellProblem)) throw error;
    return { kind: 'held', held: { sourceId, message: error.message } };
  }
}

async function survey(feed: FeedFile, options: FeedOptions) {
  const rows = new Map<string, number>();
  const bad = new Map<string, string>();
  let before = '';
  let stray: string | undefined;
  for await (const record of readFeed(feed)) {
    if (record.kind === 'document') continue;
    if (record.record === 1) refuseMissing(feed, record, options);
    if (isSkipped(record)) continue;
    const id = idOf(record, options);
    // A shifted row may be any order's line: its neighbours are not copied without it either.
    if (stray !== undefined && id !== '') {
      if (!bad.has(id)) bad.set(id, stray);
      stray = undefined;
    }
    const problem = record.problem ?? (id === '' ? 'found no order id; expected one on each row' : undefined);
    if (problem !== undefined) {
      const message = `${placeText(placeOf(feed.file, record))}: ${problem}`;
      bad.set(
        record.problem === undefined || id === '' ? `line ${record.line} of ${baseName(feed.file)}` : id,
        message,
      );
      if (before !== '' && !bad.has(before)) bad.set(before, `${message}; it may be a line of this order`);
      stray = `${message}; it may be a line of this order`;
    } else rows.set(id, (rows.get(id) ?? 0) + 1);
    if (id !== '') before = id;
  }
  return { rows, bad };
}

function refuseMissing(feed: FeedFile, row: FeedRow, options: FeedOptions): void {
  const cells = new Cells(row.cells, options.given);
  // An element that is empty is often left out of XML, so that only a header shows what is missing.
  const missing = neededOrderColumns.filter((names) => !cells.has(...names)).map(([name]) => `"${name}"`);
  if (missing.length === 0) return;
  throw new ConsolidatorError(
    'feed-columns',
    `${feed.file}: found no column ${missing.join(', ')}; expected them in a file of orders, since a guess could change what an order costs or whether it counts. Add them to the export, or give one value for the whole file with --set ${missing[0]?.replaceAll('"', "'")}=…`,
  );
}

function idOf(row: FeedRow, options: FeedOptions): string {
  return new Cells(row.cells, options.given).text('Order ID').trim();
}

function isSkipped(row: FeedRow): boolean {
  return ['y', 'yes', 'true', '1'].includes(new Cells(row.cells).text('Skip Record').trim().toLowerCase());
}

function baseName(file: string): string {
  return file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
}
