import { add, decimal, equal, formatMoney } from '../model/money.ts';
import type { XeroInvoice } from '../xero/records.ts';
import type { ExpectedCopy } from './expected.ts';

/** What could not be compared, since one of the two does not show it: it is never taken as equal. */
export function hiddenOf({ day, currency, notShown = [] }: ExpectedCopy, invoice: XeroInvoice): string | undefined {
  if (notShown.includes('total')) return 'the primary does not show its total';
  if (notShown.includes('gst')) return 'the primary does not show its GST';
  if (day === null) return 'it has no invoice date in the primary';
  if (invoice.day === null) return 'Xero does not show its date';
  if (currency === '') return 'its currency in the primary is not known';
  if (invoice.currency === '') return 'Xero does not show its currency';
  const { due, paid, credited, total } = invoice;
  const parts = add(due, paid, credited);
  // A summary may leave them out, but what it shows has to agree.
  if (equal(parts, decimal(0)) || equal(parts, total)) return undefined;
  return `Xero shows ${formatMoney(total)} as its total, and what is due, paid and credited of it comes to ${formatMoney(parts)}`;
}
