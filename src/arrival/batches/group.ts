import type { XeroInvoice } from '../../xero/records.ts';
import type { BatchedOrder } from './orders.ts';

/** Orders, and the invoices that come to the same total. */
export interface Group {
  readonly orders: readonly BatchedOrder[];
  readonly invoices: readonly XeroInvoice[];
}
