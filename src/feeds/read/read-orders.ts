import { isShortenedNumber } from '../shortened-number.ts';
import { CellProblem } from './cells.ts';
import type { FeedDocument, FeedRow } from './feed-row.ts';
import { readFilledDown } from './fill-down.ts';
import type { FeedFile } from './inspect-feed.ts';
import { type FeedOptions, type FeedOrder, readOrderRows } from './order-rows.ts';
import { placesOf, repeatedRows, statesOfRows } from './repeated-rows.ts';
import { type FeedColumns, idOf, isSkipped, type OrdersSurvey, surveyOrders } from './survey-orders.ts';

/** Rows that were read, but can't be taken: the order is not to be copied in part. */
export interface FeedQuarantined {
  readonly sourceId: string;
  readonly line: number;
  /** Names file, line and column, and no shopper's data. */
  readonly message: string;
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
 * @param surveyed what the first look has told, where it was taken already
 * @throws ConsolidatorError `feed-malformed`, `feed-columns`
 */
export async function* readFeedOrders(
  feed: FeedFile,
  options: FeedOptions,
  surveyed?: OrdersSurvey,
): AsyncGenerator<FeedOrderEntry> {
  const survey = surveyed ?? (await surveyOrders(feed, options));
  const { bad, columns, apart } = survey;
  for (const [sourceId, { message, line }] of bad)
    yield { kind: 'quarantined', quarantined: { sourceId, message, line } };
  const entryOptions = { ...options, ...survey };
  const open = new Map<string, FeedRow[]>();
  let current: { readonly id: string; readonly rows: FeedRow[] } | undefined;
  for await (const records of readFilledDown(feed, options)) {
    for (const record of records) {
      const id = record.kind === 'row' ? idOf(record, options) : '';
      if (current !== undefined && current.id !== id) {
        yield* entriesOf(feed.file, current.id, current.rows, entryOptions);
        current = undefined;
      }
      if (record.kind === 'document') {
        yield { kind: 'document', document: record, columns };
        continue;
      }
      if (id === '' || isShortenedNumber(id) || isSkipped(record) || bad.has(id)) continue;
      const count = apart.get(id);
      if (count === undefined) {
        if (current === undefined) current = { id, rows: [record] };
        else current.rows.push(record);
        continue;
      }
      const group = open.get(id) ?? [];
      open.set(id, group);
      group.push(record);
      if (group.length < count) continue;
      open.delete(id);
      yield* entriesOf(feed.file, id, group, entryOptions);
    }
  }
  if (current !== undefined) yield* entriesOf(feed.file, current.id, current.rows, entryOptions);
}

type EntryOptions = FeedOptions & Pick<OrdersSurvey, 'mostly' | 'somewhere' | 'columns'>;

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
