import { crc32 } from 'node:zlib';
import { ConsolidatorError } from '../../model/errors.ts';
import { placeText } from '../feed-error.ts';
import { isShortenedNumber, shortened } from '../shortened-number.ts';
import { CellProblem, Cells, FILL_DOWN } from './cells.ts';
import { type FeedDocument, type FeedRecord, type FeedRow, placeOf } from './feed-row.ts';
import { readFilledDown } from './fill-down.ts';
import type { FeedFile } from './inspect-feed.ts';
import { fieldsGiven } from './order-field-columns.ts';
import { type FeedOptions, type FeedOrder, neededOrderColumns, readOrderRows } from './order-rows.ts';
import { lineText, placesOf, repeatedRows, statesOfRows, timesRepeated } from './repeated-rows.ts';

/** Rows that were read, but can't be taken: the order is not to be copied in part. */
export interface FeedQuarantined {
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
      /** Rows of it come more than once, or may: the same order of fewer rows, and whether it is doubtful as it stands. */
      readonly repeats?: { readonly fewer: readonly FeedOrder[]; readonly doubtful: boolean };
    }
  | { readonly kind: 'quarantined'; readonly quarantined: FeedQuarantined }
  | { readonly kind: 'document'; readonly document: FeedDocument; readonly columns: FeedColumns };

/**
 * The orders of a file of order lines, or of a document in the shape of the API. The file is read twice: once to see
 * which rows belong together and which orders have a bad row, then for the orders themselves, so that an order is quarantined
 * as a whole and memory holds only those whose rows are not all read yet.
 * @throws ConsolidatorError `feed-malformed`, `feed-columns`
 */
export async function* readFeedOrders(feed: FeedFile, options: FeedOptions): AsyncGenerator<FeedOrderEntry> {
  const { rows, bad, columns } = await survey(feed, options);
  for (const [sourceId, { message, line }] of bad)
    yield { kind: 'quarantined', quarantined: { sourceId, message, line } };
  const appended = appendedRows(rows);
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
    if (group.length < (rows.get(id)?.lines.length ?? 0)) continue;
    open.delete(id);
    yield* entriesOf(feed.file, id, group, { ...options, ...appended, columns });
  }
}

type EntryOptions = FeedOptions & AppendedRows & { readonly columns: FeedColumns };

/** One, or one for each state of the order that the file holds. */
function entriesOf(
  file: string,
  sourceId: string,
  rows: readonly FeedRow[],
  options: EntryOptions,
): readonly FeedOrderEntry[] {
  return statesOfRows(rows, options.given).map((state) => entryOf(file, sourceId, state, options));
}

function entryOf(file: string, sourceId: string, rows: readonly FeedRow[], options: EntryOptions): FeedOrderEntry {
  const line = rows[0]?.line ?? 0;
  const { columns } = options;
  try {
    const found = readOrderRows(file, rows, options);
    const repeated = repeatedRows(rows, options.mostly);
    if (repeated === undefined) {
      // In a file that exports were put together in, rows that stand apart may be two states of one order.
      const apart = options.somewhere && placesOf(rows).at(-1) !== 0;
      return { kind: 'order', found, columns, line, ...(apart && { repeats: { fewer: [], doubtful: true } }) };
    }
    const fewer = repeated.fewer.map((set) => readOrderRows(file, set, options));
    // One row twice in a row is two lines of an order; a line that is named twice is one.
    const doubtful = repeated.apart || options.mostly || namesLinesTwice(found);
    return { kind: 'order', found, columns, line, repeats: { fewer, doubtful } };
  } catch (error) {
    if (!(error instanceof CellProblem)) throw error;
    return { kind: 'quarantined', quarantined: { sourceId, message: error.message, line } };
  }
}

function namesLinesTwice({ order }: FeedOrder): boolean {
  return new Set(order.lines.map(({ id }) => id)).size < order.lines.length;
}

interface AppendedRows {
  /** The rows of most orders come more than once: the file was appended to itself, wherever the rows stand. */
  readonly mostly: boolean;
  /** Those of one at least do, with rows of others between. */
  readonly somewhere: boolean;
}

/** The rows of an order, as the first look over its file tells them. */
interface OrderRows {
  /** A number for each row's line. */
  readonly lines: number[];
  last: number;
  apart: boolean;
}

function appendedRows(rows: ReadonlyMap<string, OrderRows>): AppendedRows {
  let repeated = 0;
  let somewhere = false;
  for (const { lines, apart } of rows.values()) {
    if (timesRepeated(lines) < 2) continue;
    repeated += 1;
    somewhere ||= apart;
  }
  return { mostly: repeated > 1 && repeated * 2 > rows.size, somewhere };
}

async function survey(feed: FeedFile, options: FeedOptions) {
  const rows = new Map<string, OrderRows>();
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
    const problem = record.problem ?? idProblem(id, options);
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
      if (known === undefined) rows.set(id, { lines: [text], last: record.record, apart: false });
      else {
        known.lines.push(text);
        known.apart ||= record.record !== known.last + 1;
        known.last = record.record;
      }
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

/** Tells rows apart well enough to count those that repeat; what becomes of an order hangs on what they say. */
function numberOf(row: FeedRow): number {
  return crc32(lineText(row));
}

function idProblem(id: string, { fillDown = false }: FeedOptions): string | undefined {
  if (id === '') return `found no order id; expected one on each row${fillDown ? '' : ` (${FILL_DOWN})`}`;
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
