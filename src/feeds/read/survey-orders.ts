import { crc32 } from 'node:zlib';
import { ConsolidatorError } from '../../model/errors.ts';
import { baseName } from '../base-name.ts';
import { placeText } from '../feed-error.ts';
import { isShortenedNumber, shortened } from '../shortened-number.ts';
import { Cells, FILL_DOWN } from './cells.ts';
import { type FeedRecord, type FeedRow, placeOf } from './feed-row.ts';
import { readFilledDown } from './fill-down.ts';
import type { FeedFile } from './inspect-feed.ts';
import { columnsOfOrder, fieldsGiven } from './order-field-columns.ts';
import { type FeedOptions, neededOrderColumns } from './order-rows.ts';
import { lineText } from './repeated-rows.ts';
import { RowsOfOrders } from './rows-of-orders.ts';

/** What the columns or elements of a file give, which is the same for all of its orders. */
export interface FeedColumns {
  /** `salesPerson`, `billing.city`, `lines.name`; of XML what any of its rows has. */
  readonly fields: ReadonlySet<string>;
  /** The same of documents in the shape of the API, by the names of the API: those of lines begin with `OrderLine.` */
  readonly elements: ReadonlySet<string>;
}

interface BadRow {
  /** Names file, line and column, and no shopper's data. */
  readonly message: string;
  readonly line: number;
}

/** What the first look over a file of orders tells, without what makes it grow with the file where it need not. */
export interface OrdersSurvey {
  /** By order id, or by the place of a row that may be any order's: why it is not taken. */
  readonly bad: ReadonlyMap<string, BadRow>;
  readonly columns: FeedColumns;
  /** Of orders whose rows do not all follow each other: how many there are. All others end where another one begins. */
  readonly apart: ReadonlyMap<string, number>;
  /** The rows of most orders come more than once: the file was appended to itself, wherever the rows stand. */
  readonly mostly: boolean;
  /** Those of one at least do, with rows of others between. */
  readonly somewhere: boolean;
  /** It holds documents in the shape of the API, whose ids are in them. */
  readonly hasDocuments: boolean;
  /** It holds rows of orders whose prices are without tax, and whose shipping costs something. */
  readonly hasTaxedShipping: boolean;
}

/**
 * Looks over a file of orders: which rows belong together, and which orders have a bad row.
 * @param told each id of an order that has a readable row, once
 * @throws ConsolidatorError `feed-malformed`, `feed-columns`
 */
export async function surveyOrders(
  feed: FeedFile,
  options: FeedOptions,
  told: (id: string) => void = () => {},
): Promise<OrdersSurvey> {
  const rows = new RowsOfOrders();
  const bad = new Map<string, BadRow>();
  const columns = { keys: new Set(options.given.keys()), elements: new Set<string>() };
  const found = { hasDocuments: false, hasTaxedShipping: false };
  let before = '';
  let stray: BadRow | undefined;
  for await (const records of readFilledDown(feed, options)) {
    for (const record of records) {
      noteColumns(columns, record, feed.header !== undefined);
      if (record.kind === 'document') {
        found.hasDocuments = true;
        continue;
      }
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
        // Tells rows apart well enough to count those that repeat; what becomes of an order hangs on what they say.
        if (rows.add(id, record.record, crc32(lineText(record)))) told(id);
        found.hasTaxedShipping ||= bearsTaxedShipping(record, options);
      }
      if (id !== '') before = id;
    }
  }
  return {
    bad,
    columns: { fields: fieldsGiven(columns.keys), elements: columns.elements },
    ...rows.end(),
    ...found,
  };
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

/** Also where it can't be told: what costs a look more is then looked for. */
function bearsTaxedShipping({ cells }: FeedRow, { given }: FeedOptions): boolean {
  const row = new Cells(cells, given);
  if (/^(?:y|yes|true|1)$/i.test(row.text(...columnsOfOrder.taxInclusive).trim())) return false;
  return !/^[0.]*$/.test(row.text(...columnsOfOrder.shippingTotal).trim());
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

export function idOf(row: FeedRow, options: FeedOptions): string {
  return new Cells(row.cells, options.given).text('Order ID').trim();
}

export function isSkipped(row: FeedRow): boolean {
  const cells = new Cells(row.cells);
  return cells.has('Skip Record') && ['y', 'yes', 'true', '1'].includes(cells.text('Skip Record').trim().toLowerCase());
}
