import { daysBetween } from '../../model/time.ts';
import type { XeroInvoice } from '../../xero/records.ts';
import type { Group } from './group.ts';
import type { BatchedOrder } from './orders.ts';

/** Days: runs may be paused over a weekend. */
export const MOST_LATER = 4;
/** Days: one of the two may take a time zone for another. */
export const MOST_EARLIER = 1;

/** A run takes what became due since the last one: its day is that of its orders, or one soon after. */
export function areNear({ orders, invoices }: Group): boolean {
  const days = orders.map(({ day }) => day).sort();
  const [first, last] = [days.at(0), days.at(-1)];
  if (first === undefined || last === undefined) return false;
  return invoices.every(
    ({ day }) => day !== null && daysBetween(first, day) >= -MOST_EARLIER && daysBetween(last, day) <= MOST_LATER,
  );
}

/** No batch holds orders of days after its own. */
export function couldHold({ day }: XeroInvoice, orders: readonly BatchedOrder[]): boolean {
  return day !== null && orders.some((order) => daysBetween(order.day, day) >= -MOST_EARLIER);
}
