import { decimal, equal } from '../model/money.ts';
import type { XeroInvoice } from '../xero/records.ts';
import type { ExpectedCopy } from './expected.ts';
import { type Judging, mayStillCome } from './judging.ts';
import type { Arrival } from './verdicts.ts';

/** So long the primary's clock and Xero's may be apart, in milliseconds. */
const CLOCKS_APART = 600_000;
/** What the next run of the export may bring, as long as nothing is paid on the invoice. */
const CHANGING: ReadonlySet<Arrival['cause']> = new Set(['total', 'gst', 'date', 'contact']);

/**
 * An order that was changed after its invoice was: the export sends it again at its next run, so what Xero shows is how it
 * was before. Of a paid invoice Xero takes no change.
 */
export function asPending(
  copy: ExpectedCopy,
  invoice: XeroInvoice,
  found: Arrival[],
  { settings }: Judging,
): Arrival[] {
  const { changedAt } = copy;
  const isOlder =
    changedAt !== null &&
    (invoice.updatedAt === null || Date.parse(invoice.updatedAt) < Date.parse(changedAt) + CLOCKS_APART);
  const mayChange = isOlder && mayStillCome(copy, settings) && equal(invoice.paid, decimal(0));
  if (!mayChange || !found.every(({ cause }) => CHANGING.has(cause))) return found;
  return found.map((one) => ({
    ...one,
    ...{ verdict: 'pending' as const, cause: 'usual-delay' as const, remedy: '' },
    message: `${one.message} It was changed in the primary a short time ago, and the export may take ${settings.usualDelayHours} h.`,
  }));
}
