import { CellProblem, Cells } from '../../feeds/read/cells.ts';
import type { FeedFile } from '../../feeds/read/inspect-feed.ts';
import { lineTaxColumns, shippingTaxColumns } from '../../feeds/read/order-rows.ts';
import { readFeed } from '../../feeds/read/read-feed.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import { isZero } from '../../model/money.ts';

/**
 * Stops an import of which nothing tells what is taxed: a guess could make each of its orders wrong by an eleventh. A file
 * that tells is known by its first row; only one that does not is read to its end here.
 * @param given by field key: values for columns that the file lacks
 * @param articlesTell a product file given beside it says which articles are free of tax
 * @throws ConsolidatorError `feed-columns`
 */
export async function refuseUntoldTax(
  feed: FeedFile,
  given: ReadonlyMap<string, string>,
  articlesTell: boolean,
): Promise<void> {
  let lines = articlesTell;
  let shipping = false;
  let shipped = false;
  let rows = 0;
  for await (const record of readFeed(feed)) {
    // A document bears the tax of each of its lines.
    if (record.kind === 'document') return;
    rows += 1;
    const cells = new Cells(record.cells, given);
    lines ||= cells.has(...lineTaxColumns);
    shipping ||= cells.has(...shippingTaxColumns);
    if (lines && shipping) return;
    shipped ||= bearsShipping(cells);
  }
  if (rows === 0) return;
  const missing = [...(lines ? [] : ['Order Line Tax Free']), ...(shipping || !shipped ? [] : ['Tax Free Shipping'])];
  if (missing.length === 0) return;
  const named = missing.map((name) => `"${name}"`).join(', ');
  const switches = missing.map((name) => `--set '${name}=no'`).join(' ');
  throw new ConsolidatorError(
    'feed-columns',
    `${feed.file}: found no column ${named}, nor "Total Tax"; expected one in a file of orders, since nothing tells what of them is taxed. Add it to the export, give a product file with "Tax Free Item" along for the lines, or say it for the whole file with ${switches}.`,
  );
}

/** A cell that can't be read holds its own order later. */
function bearsShipping(cells: Cells): boolean {
  try {
    return !isZero(cells.decimal('Shipping Cost', 'Shipping Total'));
  } catch (error) {
    if (error instanceof CellProblem) return false;
    throw error;
  }
}
