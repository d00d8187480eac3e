import { compare, type Decimal, equal, subtract } from '../model/money.ts';
import { daysBetween } from '../model/time.ts';
import type { XeroOverpayment, XeroPayment } from '../xero/records.ts';
import type { ExpectedCopy, ExpectedPayment } from './expected.ts';
import type { InvoiceMoney } from './invoice-money.ts';
import type { Judging } from './judging.ts';

/** A payment's day may be that of its receipt by the bank. */
export const DAYS_APART = 3;

/** Overpayments of more would be searched for too long. */
const MOST_OVERPAYMENTS = 12;

/**
 * Overpayments of the contact that come to what was paid beyond: one, or as many as there are payments. What stands for
 * another order already stands for none besides.
 */
export function coverOf(
  copy: ExpectedCopy,
  { invoice, overpayments }: InvoiceMoney,
  beyond: Decimal,
  { judging, most }: { readonly judging: Judging; readonly most: number },
): readonly XeroOverpayment[] | undefined {
  const free = overpayments
    .filter(({ id, counts, isReceived }) => counts && isReceived && !judging.used.has(id))
    .filter(({ currency }) => currency === '' || currency === invoice.currency)
    .filter(({ day }) => copy.payments.some((one) => apart(one, day) <= DAYS_APART) || day === null)
    .slice(0, MOST_OVERPAYMENTS);
  const search = (from: number, rest: Decimal, left: number): readonly XeroOverpayment[] | undefined => {
    for (let place = from; place < free.length; place += 1) {
      const one = free[place];
      if (one === undefined) break;
      if (equal(one.total, rest)) return [one];
      if (left <= 1 || compare(one.total, rest) > 0) continue;
      const more = search(place + 1, subtract(rest, one.total), left - 1);
      if (more !== undefined) return [one, ...more];
    }
    return undefined;
  };
  return search(0, beyond, most);
}

export function apart({ day }: ExpectedPayment, other: XeroPayment['day']): number {
  return day === null || other === null ? 0 : Math.abs(daysBetween(day, other));
}
