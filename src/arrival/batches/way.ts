import type { XeroInvoice } from '../../xero/records.ts';
import type { Books } from '../books.ts';
import type { ExpectedCopy } from '../expected.ts';
import { type ArrivalSettings, mayStillCome } from '../judging.ts';
import { InvoiceIndex, isLive } from '../match.ts';
import { numberKey, spellingsOf } from '../numbers.ts';

/** How the export works, as far as the file or the books tell; `open` where only the sums could. */
export type Way = 'each' | 'batched' | 'open';

/**
 * Not one of the orders that are due is there by its number: either they are in batches, or under numbers of another form, or
 * they are missing. Where no other sale is there either, nothing was exported.
 */
export function wayOf(
  copies: readonly ExpectedCopy[],
  books: Books,
  index: InvoiceIndex,
  settings: ArrivalSettings,
): Way {
  if (settings.invoices !== undefined) return settings.invoices;
  if (books.invoices.kind === 'unread' || settings.wasByOrder === true) return 'each';
  const live = copies.filter(({ isCancelled }) => !isCancelled);
  // Whatever bears one of the numbers, a voided one too, was made for that order alone.
  const isAnyThere = live.some(({ number }) => Object.values(index.of(number)).some((all) => all.length > 0));
  if (isAnyThere || live.every((copy) => mayStillCome(copy, settings))) return 'each';
  const sales = books.invoices.rows.filter((one) => one.isSale && isLive(one));
  if (sales.length === 0) return 'each';
  const isOwn = settings.isOwnNumber;
  const prefix = numberKey(books.prefix ?? '');
  const isOwnThere = sales.some(({ number }) => {
    const key = numberKey(number);
    return isOwn !== undefined && [key, key.startsWith(prefix) ? key.slice(prefix.length) : key].some(isOwn);
  });
  return isOwnThere ? 'each' : 'open';
}

/** Whether an invoice bears the number of one of these orders. */
export function numbersOf(
  orders: Iterable<{ readonly number: string }>,
  prefix: string | null,
): (invoice: XeroInvoice) => boolean {
  const known = new Set([...orders].flatMap(({ number }) => spellingsOf(number, prefix)));
  return ({ number }) => known.has(numberKey(number));
}

/** Whether the sums of batches are to be compared, for which the primary's own orders have to be known. */
export function mayBatch(copies: readonly ExpectedCopy[], books: Books, settings: ArrivalSettings): boolean {
  if (books.invoices.kind === 'unread') return false;
  return wayOf(copies, books, new InvoiceIndex(books.invoices.rows, books.prefix), settings) !== 'each';
}
