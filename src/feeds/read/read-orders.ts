import { crc32 } from 'node:zlib';
import { ConsolidatorError } from '../../model/errors.ts';
import { placeText } from '../feed-error.ts';
import { isShortenedNumber, shortened } from '../shortened-number.ts';
import { CellProblem, Cells } from './cells.ts';
import { type FeedDocument, type FeedRecord, type FeedRow, placeOf } from './feed-row.ts';
import { readFilledDown } from './fill-down.ts';
import type { FeedFile } from './inspect-feed.ts';
import { fieldsGiven } from './order-field-columns.ts';
import { type FeedOptions, type FeedOrder, neededOrderColumns, readOrderRows } from './order-rows.ts';
import { repeatedRows, shortestPeriod } from './repeated-rows.ts';

/** Rows that were read, but can't be taken: the order is not to be copied in part. */
export interface FeedHeld {
  readonly sourceId: string;
  readonly line: number;
  /** Names file, line and column, and no shopper's data. */
  readonly message: string;
}

/** What the columns or elements of a file give, which is the same for all of its orders. */
export interface FeedColumns {
  /** `salesPerson`, `billing.city`, `lines.name`; of XML what any of its rows has. */
  readonly fields: ReadonlySet<string>;
  /** The same of documents in the shape of the API, by the names of the API: those of lines begin with `OrderLine.` */
  readonly elements: ReadonlySet<string>;
}

export type FeedOrderEntry =
  | {
      readonly kind: 'order';
      readonly found: FeedOrder;
      readonly columns: FeedColumns;
      /** Of its first row. */
      readonly line: number;
      /** Its rows come more than once: the same order of fewer rows, and whether it may be meant as it stands. */
      readonly repeats?: { readonly fewer: readonly FeedOrder[]; readonly doubtful: boolean };
    }
  | { readonly kind: 'held'; readonly held: FeedHeld }
  | { readonly kind: 'document'; readonly document: FeedDocument; readonly columns: FeedColumns };

/**
 * The orders of a file of order lines, or of a document in the shape of the API. The file is read twice: once to see
 * which rows belong together and which orders have a bad row, then for the orders themselves, so that an order is held
 * as a whole and memory holds only those whose rows are not all read yet.
 * @throws ConsolidatorError `feed-malformed`, `feed-columns`
 */
export async function* readFeedOrders(feed: FeedFile, options: FeedOptions): AsyncGenerator<FeedOrderEntry> {
  const { rows, bad, columns } = await survey(feed, options);
  for (const [sourceId, { message, line }] of bad) yield { kind: 'held', held: { sourceId, message, line } };
  const mostRepeat = repeatMostly(rows);
  const open = new Map<string, FeedRow[]>();
  for await (const record of readFilledDown(feed, options)) {
    if (record.kind === 'document') {
      yield { kind: 'document', document: record, columns };
      continue;
    }
    const id = idOf(record, options);
    if (id === '' || isShortenedNumber(id) || isSkipped(record) || bad.has(id)) continue;
    const group = open.get(id) ?? [];
    open.set(id, group);
    group.push(record);
    if (group.length < (rows.get(id)?.length ?? 0)) continue;
    open.delete(id);
    yield entryOf(feed.file, id, group, { ...options, mostRepeat, columns });
  }
}

function entryOf(
  file: string,
  sourceId: string,
  rows: readonly FeedRow[],
  options: FeedOptions & { readonly mostRepeat: boolean; readonly columns: FeedColumns },
): FeedOrderEntry {
  const line = rows[0]?.line ?? 0;
  const { columns } = options;
  try {
    const found = readOrderRows(file, rows, options);
    const repeated = repeatedRows(rows);
    if (repeated === undefined) return { kind: 'order', found, columns, line };
    const fewer = repeated.fewer.map((length) => readOrderRows(file, rows.slice(0, length), options));
    // One row twice in a row is two lines of an order; a line that is named twice is one.
    const doubtful = repeated.apart || options.mostRepeat || namesLinesTwice(found);
    return { kind: 'order', found, columns, line, repeats: { fewer, doubtful } };
  } catch (error) {
    if (!(error instanceof CellProblem)) throw error;
    return { kind: 'held', held: { sourceId, message: error.message, line } };
  }
}

function namesLinesTwice({ order }: FeedOrder): boolean {
  return new Set(order.lines.map(({ id }) => id)).size < order.lines.length;
}

/** Whether the rows of most orders come more than once: then the file was appended to itself, wherever the rows stand. */
function repeatMostly(rows: ReadonlyMap<string, readonly number[]>): boolean {
  let repeated = 0;
  for (const texts of rows.values()) if (shortestPeriod(texts) < texts.length) repeated += 1;
  return repeated > 1 && repeated * 2 > rows.size;
}

async function survey(feed: FeedFile, options: FeedOptions) {
  /** Of each order a number for each row's cells. */
  const rows = new Map<string, number[]>();
  const bad = new Map<string, { message: string; line: number }>();
  const columns = { keys: new Set(options.given.keys()), elements: new Set<string>() };
  let before = '';
  let stray: { message: string; line: number } | undefined;
  for await (const record of readFilledDown(feed, options)) {
    noteColumns(columns, record, feed.header !== undefined);
    if (record.kind === 'document') continue;
    if (record.record === 1) refuseMissing(feed, record, options);
    if (isSkipped(record)) continue;
    const id = idOf(record, options);
    // A shifted row may be any order's line: its neighbours are not copied without it either.
    if (stray !== undefined && id !== '') {
      if (!bad.has(id)) bad.set(id, stray);
      stray = undefined;
    }
    const problem = record.problem ?? idProblem(id);
    if (problem !== undefined) {
      const message = `${placeText(placeOf(feed.file, record))}: ${problem}`;
      const byPlace = record.problem === undefined || id === '' || isShortenedNumber(id);
      const { line } = record;
      bad.set(byPlace ? `line ${line} of ${baseName(feed.file)}` : id, { message, line });
      if (isShortenedNumber(id)) continue;
      stray = { message: `${message}; it may be a line of this order`, line };
      if (before !== '' && !bad.has(before)) bad.set(before, stray);
    } else {
      const known = rows.get(id);
      const text = numberOf(record);
      if (known === undefined) rows.set(id, [text]);
      else known.push(text);
    }
    if (id !== '') before = id;
  }
  return { rows, bad, columns: { fields: fieldsGiven(columns.keys), elements: columns.elements } };
}

/** A table has the same on each row; an element that is empty is often left out of XML, so that only all rows tell. */
function noteColumns(
  { keys, elements }: { readonly keys: Set<string>; readonly elements: Set<string> },
  record: FeedRecord,
  isTable: boolean,
): void {
  if (record.kind === 'row') {
    if (!isTable || record.record === 1) for (const key of record.cells.keys()) keys.add(key);
    return;
  }
  for (const [name, value] of Object.entries(record.content)) {
    elements.add(name);
    for (const line of name === 'OrderLine' ? [value].flat() : []) {
      for (const inner of Object.keys(line ?? {})) elements.add(`${name}.${inner}`);
    }
  }
}

/** Tells rows apart well enough to count those that repeat; what becomes of an order hangs on their cells. */
function numberOf({ cells }: FeedRow): number {
  return crc32([...cells.values()].join('\u0000'));
}

function idProblem(id: string): string | undefined {
  if (id === '') return 'found no order id; expected one on each row';
  return isShortenedNumber(id) ? `the order id ${shortened(id)}` : undefined;
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

export function baseName(file: string): string {
  return file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
}
