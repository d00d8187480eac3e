import { fieldKey } from '../field-key.ts';
import { Cells } from './cells.ts';
import type { FeedRecord } from './feed-row.ts';
import type { FeedFile } from './inspect-feed.ts';
import type { FeedOptions } from './order-rows.ts';
import { readFeedInPieces } from './read-feed.ts';

/** What stands on each line of an order by itself: an empty cell is that line's own. */
const ofLines = new Set(['SKU', 'Qty', 'Quantity', 'Unit Price', 'Product Name', 'Discount', 'Item Notes', 'Extra Options', 'Line Tax', 'Skip Record'].map(fieldKey)); // biome-ignore format: a list

/**
 * The records of a file of orders, as many at a time as are read at once. With `fillDown` a row without an order id belongs to the
 * order above it, and the cells that it leaves empty are those of that order's first row, but for the cells of the line itself.
 * @throws ConsolidatorError `feed-malformed`, `feed-encoding`
 */
export function readFilledDown(
  feed: FeedFile,
  { fillDown = false }: FeedOptions,
): AsyncGenerator<readonly FeedRecord[]> {
  return fillDown ? filledDown(feed) : readFeedInPieces(feed);
}

async function* filledDown(feed: FeedFile): AsyncGenerator<readonly FeedRecord[]> {
  let first: ReadonlyMap<string, string> | undefined;
  for await (const some of readFeedInPieces(feed)) {
    yield some.map((record): FeedRecord => {
      if (record.kind === 'document' || record.problem !== undefined) return record;
      const id = new Cells(record.cells).text('Order ID').trim();
      if (first !== undefined && (id === '' || id === new Cells(first).text('Order ID').trim()))
        return { ...record, cells: filled(record.cells, first) };
      first = record.cells;
      return record;
    });
  }
}

function filled(cells: ReadonlyMap<string, string>, first: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const entries = [...cells].map(([key, text]): [string, string] => {
    const isLine = ofLines.has(key) || key.startsWith('orderline');
    return [key, text.trim() === '' && !isLine ? (first.get(key) ?? text) : text];
  });
  // XML leaves out what is empty.
  const missing = [...first].filter(([key]) => !cells.has(key) && !ofLines.has(key) && !key.startsWith('orderline'));
  return new Map([...entries, ...missing]);
}
