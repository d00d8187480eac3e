import { ZERO } from '../../model/money.ts';
import type { XeroCredit, XeroInvoice } from '../../xero/records.ts';
import type { Judging } from '../judging.ts';
import { type Batch, isAlarm } from '../verdicts.ts';
import { judgeBatches } from './judge-batches.ts';
import type { BatchedOrder } from './orders.ts';

const MAY_BE_OTHERS =
  'Returns of orders of other days may be among them, so that nothing more is known than that these sums do not agree.';

/**
 * Returns and credit notes of an export in batches, by their sums as its sales are. Credit notes of the contact of the batches
 * hold what was taken back of any order, also of long ago: sums that agree prove, sums that do not tell nothing.
 * @param sales batches whose contact is known by their sums
 */
export function batchedCredits(
  orders: readonly BatchedOrder[],
  sales: readonly Batch[],
  { books, settings }: Pick<Judging, 'books' | 'settings'>,
): Batch[] {
  const returns = returnsIn(orders);
  if (returns.length === 0) return [];
  const ids = new Set(sales.flatMap(({ invoices }) => invoices.map(({ id }) => id)));
  const rows = books.invoices.kind === 'read' ? books.invoices.rows : [];
  const contacts = new Set(rows.flatMap((one) => (ids.has(one.id) ? [one.contactId] : [])));
  const credits = books.credits.kind === 'read' ? books.credits.rows.filter((one) => contacts.has(one.contactId)) : [];
  const judged = judgeBatches(
    returns.map(({ order }) => order),
    credits.map(asInvoice),
    { books, settings, isOfOrder: () => false },
  );
  const hasUnknown = returns.some(({ isKnown }) => !isKnown) || orders.some((one) => one.returns === null);
  return judged.batches.map((one): Batch => {
    const batch = { ...one, of: 'credits' as const };
    if (books.credits.kind === 'unread')
      return { ...batch, verdict: 'unproven', cause: 'not-read', message: books.credits.why, remedy: '' };
    if (isAlarm(one) || hasUnknown) {
      const why = isAlarm(one)
        ? `${inCredits(one.message)} ${MAY_BE_OTHERS}`
        : 'The GST or the day of a return is not shown.';
      return {
        ...batch,
        verdict: 'unproven',
        cause: isAlarm(one) ? 'ambiguous' : 'not-shown',
        message: why,
        remedy: '',
      };
    }
    return { ...batch, message: inCredits(one.message) };
  });
}

/** The same sentences, of what they are about here. */
function inCredits(message: string): string {
  return message.replaceAll(' orders', ' returns');
}

function returnsIn(orders: readonly BatchedOrder[]): { readonly order: BatchedOrder; readonly isKnown: boolean }[] {
  return orders.flatMap((order) =>
    (order.returns ?? []).map(({ id, total, tax, day, changedAt = null }) => ({
      order: {
        ...{ store: order.store, number: id, day: day ?? order.day, total, gst: tax ?? ZERO, currency: order.currency },
        ...{ roundings: 2, changedAt, isDispatched: true, payments: [], returns: [] },
      },
      isKnown: tax !== undefined && day !== null,
    })),
  );
}

function asInvoice({ allocations: _allocations, remaining, ...credit }: XeroCredit): XeroInvoice {
  return { ...credit, contactNumber: '', dueDay: null, due: remaining, paid: ZERO, credited: ZERO, isExclusive: false };
}
