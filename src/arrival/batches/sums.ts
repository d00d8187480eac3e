import { absolute, add, compare, type Decimal, decimal, equal, multiply, subtract, ZERO } from '../../model/money.ts';
import type { XeroInvoice } from '../../xero/records.ts';
import type { BatchedOrder } from './orders.ts';

export interface Sum {
  readonly total: Decimal;
  readonly gst: Decimal;
}

export function sumOfOrders(orders: readonly BatchedOrder[]): Sum {
  return { total: add(ZERO, ...orders.map(({ total }) => total)), gst: add(ZERO, ...orders.map(({ gst }) => gst)) };
}

export function sumOfInvoices(invoices: readonly XeroInvoice[]): Sum {
  return { total: add(ZERO, ...invoices.map(({ total }) => total)), gst: add(ZERO, ...invoices.map(({ tax }) => tax)) };
}

/** By how much the GST of so many orders may differ: half a cent for each amount that is rounded by itself. */
function roundingOf(orders: readonly BatchedOrder[]): Decimal {
  const roundings = orders.reduce((sum, one) => sum + one.roundings, 0);
  return multiply(decimal('0.01'), decimal(Math.ceil(roundings / 2)));
}

export function isGstAlike(orders: readonly BatchedOrder[], one: Sum, other: Sum): boolean {
  return compare(absolute(subtract(one.gst, other.gst)), roundingOf(orders)) <= 0;
}

export function isTotalAlike(one: Sum, other: Sum): boolean {
  return equal(one.total, other.total);
}
