import type { StoredLine, StoredOrder } from '../../records/order-record.ts';
import type { StoreState } from '../../state.ts';
import type { ValueMap } from '../../value.ts';
import { allOf, anyOf, between, type Test, wanted } from '../filter.ts';
import { paymentStatusOf } from '../payments/book-payment.ts';

type Line = keyof { [K in keyof StoredLine as StoredLine[K] extends string ? K : never]: true };

function anyLine(filter: ValueMap, name: string, field: Line): Test<StoredOrder> | undefined {
  const values = new Set(wanted(filter, name).map((text) => text.toLowerCase()));
  if (values.size === 0) return undefined;
  return (order) => order.OrderLine.some((line) => values.has(line[field].toLowerCase()));
}

/** A reference matches as it was written, to the letter. */
function exactLine(filter: ValueMap, field: Line): Test<StoredOrder> | undefined {
  const values = new Set(wanted(filter, field));
  return values.size === 0 ? undefined : (order) => order.OrderLine.some((line) => values.has(line[field]));
}

/** A quote is never found by status: the filter's values don't have it. */
function status(filter: ValueMap): Test<StoredOrder> | undefined {
  const matches = anyOf<StoredOrder>(filter, 'OrderStatus', (order) => order.OrderStatus);
  return matches === undefined ? undefined : (order) => order.OrderStatus !== 'Quote' && matches(order);
}

/** Neto finds no sales order by its supplier. */
function supplier(filter: ValueMap): Test<StoredOrder> | undefined {
  return wanted(filter, 'Supplier').length === 0 ? undefined : () => false;
}

/** Nobody takes these for filters: with them alone a request brings no orders. */
const NO_FILTERS: ReadonlySet<string> = new Set([
  'Page',
  'Limit',
  'OutputSelector',
  'UpdateResults',
  'SplitKitComponents',
]);

/** @returns undefined for a request that no order answers */
export function orderFilter(state: StoreState, filter: ValueMap): Test<StoredOrder> | undefined {
  const external = state.switches.externalFilters
    ? [
        exactLine(filter, 'ExternalSystemIdentifier'),
        exactLine(filter, 'ExternalOrderReference'),
        exactLine(filter, 'ExternalOrderLineReference'),
      ]
    : [];
  const given = allOf<StoredOrder>([
    anyOf(filter, 'OrderID', (order) => order.OrderID),
    anyOf(filter, 'Username', (order) => order.Username),
    status(filter),
    supplier(filter),
    anyOf(filter, 'OrderType', (order) => order.OrderType),
    anyOf(filter, 'OnHoldType', (order) => order.OnHoldType),
    anyOf(filter, 'CompleteStatus', (order) => order.CompleteStatus),
    anyOf(filter, 'OrderComplete', (order) => order.CompleteStatus),
    anyOf(filter, 'ExportStatus', (order) => order.ExportStatus),
    anyOf(filter, 'ExportedToWMS', (order) => order.ExportedToWMS),
    anyOf(filter, 'ExportedtoWMS', (order) => order.ExportedToWMS),
    anyOf(filter, 'ShippingMethod', (order) => order.ShippingOption),
    anyOf(filter, 'SalesChannel', (order) => order.SalesChannel),
    between(filter, 'DateUpdated', (order) => order.DateUpdated),
    between(filter, 'DatePlaced', (order) => order.DatePlaced),
    between(filter, 'DatePaid', (order) => order.DatePaid),
    between(filter, 'DateRequired', (order) => order.DateRequired),
    between(filter, 'DateInvoiced', (order) => order.DateInvoiced),
    between(filter, 'DateCompleted', (order) => order.DateCompletedUTC || order.DateCompleted),
    anyOf(filter, 'PaymentStatus', (order) => paymentStatusOf(state, order)),
    anyLine(filter, 'SKU', 'SKU'),
    anyLine(filter, 'WarehouseID', 'WarehouseID'),
    ...external,
  ]);
  if (given !== undefined || state.switches.ignoredFilter === 'no-rows') return given;
  return Object.keys(filter).some((name) => !NO_FILTERS.has(name)) ? () => true : undefined;
}
