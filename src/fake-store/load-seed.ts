import { totalRma } from './actions/rmas/total-rma.ts';
import { readAmount } from './amount.ts';
import { storedCustomer } from './records/customer-record.ts';
import { storedItem } from './records/item-record.ts';
import { ORDER_FIELDS } from './records/order-fields.ts';
import { type OrderSeed, type StoredOrder, storedOrder } from './records/order-record.ts';
import { type PaymentOfOrder, type StoredPayment, storedPayment } from './records/payment-record.ts';
import { RMA_TOTALS, type RmaSeed, type StoredRma, storedRma } from './records/rma-record.ts';
import { scalarText } from './records/scalar.ts';
import type { StoreState } from './state.ts';
import { readTime } from './time.ts';
import { computeTotals } from './totals.ts';

const DEFAULTS: Readonly<Partial<Record<keyof StoredOrder, string>>> = {
  OrderType: 'sales', OrderStatus: 'New', OnHoldType: 'On Hold', CompleteStatus: 'Approved', TaxInclusive: 'True',
  ExportStatus: 'Pending', ExportedToWMS: 'Pending', ShippingSignature: 'False', UserGroup: '1', PaymentTerms: 'Net',
}; // biome-ignore format: a table

const TIMES = ['DateUpdated', 'DatePlaced', 'DateRequired', 'DatePaid', 'DateCompletedUTC', 'DatePaymentDue'] as const;

function completeLines(state: StoreState, order: StoredOrder): void {
  const { warehouses } = state.config;
  for (const [index, line] of order.OrderLine.entries()) {
    const named = warehouses.find(({ id, name }) =>
      line.WarehouseID === '' ? name === line.WarehouseName : id === line.WarehouseID,
    );
    const warehouse = named ?? (line.WarehouseID === '' ? warehouses.find(({ isPrimary }) => isPrimary) : undefined);
    line.OrderLineID ||= `${order.OrderID}-${index}`;
    line.ProductName ||= state.item(line.SKU)?.Name ?? '';
    line.WarehouseID ||= warehouse?.id ?? '';
    line.WarehouseName ||= warehouse?.name ?? '';
    line.WarehouseReference ||= warehouse?.reference ?? '';
  }
}

/** What is given wins over what the lines would give: real orders have parts that no field explains. */
export function recompute(state: StoreState, order: StoredOrder, given: Partial<OrderSeed>): void {
  computeTotals(order, state.config.gst, state.switches);
  for (const name of ['GrandTotal', 'OrderTax', 'ProductSubtotal', 'ShippingTax'] as const) {
    if (given[name] !== undefined) order[name] = scalarText(given[name]);
  }
  for (const [index, line] of (given.OrderLine ?? []).entries()) {
    const stored = order.OrderLine[index];
    if (stored !== undefined && line.Tax !== undefined) stored.Tax = scalarText(line.Tax);
  }
}

/** An order as a seed or a member of staff gives it, completed. `now` dates what bears no date. */
export function orderFromSeed(state: StoreState, given: OrderSeed, now: string): StoredOrder {
  const order = storedOrder(given);
  for (const name of ORDER_FIELDS) order[name] ||= DEFAULTS[name] ?? '';
  for (const name of TIMES) order[name] = readTime(order[name]) ?? order[name];
  order.CurrencyCode ||= state.config.currency;
  order.DatePlaced ||= now;
  order.DateUpdated ||= now;
  if (order.DateCompleted === '') order.DateCompleted = order.DateCompletedUTC.slice(0, 10);
  completeLines(state, order);
  recompute(state, order, given);
  return order;
}

export function paymentFromSeed(state: StoreState, order: StoredOrder, given: PaymentOfOrder): StoredPayment {
  const method = state.config.paymentMethods.find(({ name }) => name.toLowerCase() === given.PaymentType.toLowerCase());
  const amount = readAmount(scalarText(given.Amount));
  if (amount === undefined) throw new Error(`Payment of ${order.OrderID}: ${scalarText(given.Amount)} is no amount`);
  return storedPayment({
    PaymentID: scalarText(given.Id) || state.nextPaymentId(),
    OrderID: order.OrderID,
    AmountPaid: amount,
    CurrencyCode: given.CurrencyCode === undefined ? order.CurrencyCode : scalarText(given.CurrencyCode),
    DatePaid: readTime(given.DatePaid) ?? given.DatePaid,
    PaymentMethod: method?.id ?? '',
    PaymentMethodName: given.PaymentType,
    ProcessBy: scalarText(given.ProcessBy),
    AuthorisationMessage: scalarText(given.AuthorisationMessage),
    CardAuthorisation: scalarText(given.CardAuthorisation),
    PaymentNotes: scalarText(given.PaymentNotes),
  });
}

/** Puts an order and its payments; nothing else follows from them. */
export function putSeedOrder(state: StoreState, given: OrderSeed, now: string): StoredOrder {
  const order = orderFromSeed(state, given, now);
  for (const each of given.OrderPayment ?? []) {
    const payment = paymentFromSeed(state, order, each);
    state.putPayment(payment);
    if (given.DatePaid === undefined && payment.DatePaid > order.DatePaid) order.DatePaid = payment.DatePaid;
  }
  state.putOrder(order);
  return order;
}

/** An RMA as a seed or a member of staff gives it, completed; what follows from it is the caller's business. */
export function rmaFromSeed(state: StoreState, given: RmaSeed, now: string): StoredRma {
  const rma = storedRma(given);
  const order = state.order(rma.OrderID);
  rma.RmaID ||= state.nextNumber('rma');
  rma.InvoiceNumber ||= rma.OrderID;
  rma.CustomerUsername ||= order?.Username ?? '';
  // A blank one that was given stays blank: a store may show none.
  if (given.CurrencyCode === undefined) rma.CurrencyCode = order?.CurrencyCode ?? state.config.currency;
  rma.RmaStatus ||= 'Closed';
  rma.ShippingRefundAmount ||= '0.00';
  rma.SurchargeRefundAmount ||= '0.00';
  rma.TaxInclusive ||= order?.TaxInclusive ?? 'True';
  rma.DateIssued ||= now;
  rma.DateUpdated ||= now;
  for (const [index, line] of rma.RmaLine.entries()) {
    line.RmaLineID ||= `${rma.RmaID}-${index}`;
    line.TaxCode ||= 'GST';
  }
  for (const refund of rma.Refund) refund.RefundID ||= state.nextNumber('refund');
  totalRma(state, rma);
  // As with orders, what is given wins over what the lines would give.
  for (const name of RMA_TOTALS) if (given[name] !== undefined) rma[name] = scalarText(given[name]);
  for (const [index, line] of rma.RmaLine.entries()) {
    const tax = given.RmaLine?.[index]?.Tax;
    if (tax !== undefined) line.Tax = scalarText(tax);
  }
  return rma;
}

/** `now` dates what the seed does not. */
export function loadSeed(state: StoreState, now: string): void {
  const { customers, items, orders, rmas } = state.config;
  for (const customer of customers)
    state.putCustomer(storedCustomer(customer, String(customer.ID ?? state.nextNumber('customer')), now));
  for (const item of items) state.putItem(storedItem(item, String(item.InventoryID ?? state.nextNumber('item')), now));
  const byAge = [...orders].sort((a, b) => scalarText(a.DatePlaced).localeCompare(scalarText(b.DatePlaced)));
  for (const order of byAge) putSeedOrder(state, order, readTime(scalarText(order.DatePlaced)) ?? now);
  for (const rma of rmas) state.putRma(rmaFromSeed(state, rma, now));
}
