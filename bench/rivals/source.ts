import { listOf, mustCall, type Store } from './neto.ts';

/** An order of the secondary, with what the scripts ask for. */
export interface SourceOrder {
  readonly OrderID: string;
  readonly OrderLine: unknown;
  readonly OrderPayment: unknown;
  readonly [field: string]: unknown;
}

export interface SourcePayment {
  readonly Id: string;
  readonly Amount: string;
  readonly PaymentType: string;
  /** UTC. */
  readonly DatePaid: string;
}

const PAGE = 100;
/** The secondary's first day that is copied. */
const SINCE = '2026-06-30 16:00:00';
const ASKED_FOR = [
  'Username', 'Email', 'BillAddress', 'ShipAddress', 'DatePlaced', 'DateInvoiced', 'TaxInclusive', 'GrandTotal',
  'ShippingOption', 'ShippingTotal', 'DefaultPaymentType', 'OrderStatus',
  'OrderLine', 'OrderLine.ProductName', 'OrderLine.UnitPrice', 'OrderLine.TaxCode',
  'OrderPayment', 'OrderPayment.PaymentType', 'OrderPayment.DatePaid',
]; // biome-ignore format: a table

/** All orders since the first day that is copied, page after page. */
export async function* sourceOrders(secondary: Store): AsyncGenerator<SourceOrder> {
  for (let page = 0; ; page += 1) {
    const filter = { DatePlacedFrom: SINCE, OutputSelector: ASKED_FOR, Page: String(page), Limit: String(PAGE) };
    const orders = listOf<SourceOrder>((await mustCall(secondary, 'GetOrder', { Filter: filter })).Order);
    yield* orders;
    if (orders.length < PAGE) return;
  }
}

export function paymentsOf(order: SourceOrder): SourcePayment[] {
  return listOf<SourcePayment>(order.OrderPayment);
}
