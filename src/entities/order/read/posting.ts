import type { Decimal } from '../../../model/money.ts';
import { accountingDate, type Order } from '../../../model/order.ts';
import type { LocalDate } from '../../../model/time.ts';

/** What an order puts into the books, and on which day of its store's zone. */
export function orderPosting(
  order: Order,
  timeZone: string,
): { readonly amount: Decimal; readonly gst: Decimal; readonly day: LocalDate | null } {
  return { amount: order.grandTotal, gst: order.orderTax, day: accountingDate(order, timeZone) ?? null };
}
