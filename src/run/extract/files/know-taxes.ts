import { productIdOf } from '../../../entities/product/read.ts';
import { CellProblem, Cells } from '../../../feeds/read/cells.ts';
import type { FeedFile } from '../../../feeds/read/inspect-feed.ts';
import { columnsOfLine, columnsOfOrder } from '../../../feeds/read/order-field-columns.ts';
import { lineTaxColumns, shippingTaxColumns } from '../../../feeds/read/order-rows.ts';
import { readFeed } from '../../../feeds/read/read-feed.ts';
import { isShortenedNumber } from '../../../feeds/shortened-number.ts';
import { ConsolidatorError } from '../../../model/errors.ts';
import { isZero } from '../../../model/money.ts';
import { readProducts } from '../../../neto/products.ts';
import type { StoreFeeds } from '../../../session/store-feeds.ts';
import type { StoreRun } from '../../../session/store-run.ts';
import type { ReadingRun } from '../../context/parts.ts';

/**
 * Finds out what of a file's orders is taxed where its columns do not say it of the lines: by a product file beside it,
 * then by the primary's own products of the same SKUs, where these count as the same.
 * @throws ConsolidatorError `feed-columns` where nothing tells: a guess could make each order wrong by an eleventh
 */
export async function knowTaxes(
  context: ReadingRun,
  store: StoreRun,
  feeds: StoreFeeds,
  feed: FeedFile,
): Promise<void> {
  const told = await columnsOf(feed, feeds.given);
  if (told === undefined) return;
  if (!told.lines) await askProducts(context, store, feeds, told.skus);
  const lines = told.lines || told.skus.size === 0 || [...told.skus].some((sku) => feeds.taxFree.has(sku));
  const missing = [...(lines ? [] : ['Order Line Tax Free']), ...(told.shipping ? [] : ['Tax Free Shipping'])];
  if (missing.length === 0) return;
  const named = missing.map((name) => `"${name}"`).join(', ');
  const switches = missing.map((name) => `--set '${name}=no'`).join(' ');
  throw new ConsolidatorError(
    'feed-columns',
    `${feed.file}: found no column ${named}, nor "Total Tax"; expected one in a file of orders, since nothing tells what of them is taxed. Add it to the export, give a product file with "Tax Free Item" along for the lines, or say it for the whole file with ${switches}.`,
  );
}

interface Told {
  readonly lines: boolean;
  /** Also where nothing was paid for it. */
  readonly shipping: boolean;
  /** As products are known by. */
  readonly skus: ReadonlySet<string>;
}

/** A file that tells is known by its first row; only one that does not is read to its end. @returns undefined for documents */
async function columnsOf(feed: FeedFile, given: ReadonlyMap<string, string>): Promise<Told | undefined> {
  const skus = new Set<string>();
  let lines = false;
  let shipping = false;
  let shipped = false;
  let rows = 0;
  for await (const record of readFeed(feed)) {
    // A document bears the tax of each of its lines.
    if (record.kind === 'document') return undefined;
    rows += 1;
    const cells = new Cells(record.cells, given);
    lines ||= cells.has(...lineTaxColumns);
    shipping ||= cells.has(...shippingTaxColumns);
    if (lines && shipping) return undefined;
    shipped ||= bearsShipping(cells);
    const sku = cells.text(...columnsOfLine.sku);
    // Its order waits, whatever is taxed of it.
    if (!isShortenedNumber(sku)) skus.add(productIdOf(sku));
  }
  return rows === 0 ? undefined : { lines, shipping: shipping || !shipped, skus };
}

async function askProducts(
  { primary, signal }: ReadingRun,
  { secondary }: StoreRun,
  { taxFree }: StoreFeeds,
  skus: ReadonlySet<string>,
): Promise<void> {
  if (secondary.products.policy !== 'match') return;
  const unknown = [...skus].filter((sku) => sku.trim() !== '' && !taxFree.has(sku));
  for (const product of await readProducts(primary, unknown, { signal })) {
    taxFree.set(productIdOf(product.sku), product.taxFree);
  }
}

/** A cell that can't be read holds its own order later. */
function bearsShipping(cells: Cells): boolean {
  try {
    return !isZero(cells.decimal(...columnsOfOrder.shippingTotal));
  } catch (error) {
    if (error instanceof CellProblem) return false;
    throw error;
  }
}
