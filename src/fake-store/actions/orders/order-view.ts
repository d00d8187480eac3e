import { addressFields, LINE_FIELDS, PLAIN_ORDER_FIELDS } from '../../records/order-fields.ts';
import type { StoredOrder } from '../../records/order-record.ts';
import type { StoreState } from '../../state.ts';
import type { ValueMap } from '../../value.ts';
import { amountText } from './amount-text.ts';
import { lineRow } from './line-view.ts';

const AMOUNTS: ReadonlySet<string> = new Set([
  'GrandTotal', 'OrderTax', 'SurchargeTotal', 'SurchargeTaxable', 'ProductSubtotal', 'ShippingTotal', 'ShippingTax',
  'CouponDiscount', 'ShippingDiscount',
]); // biome-ignore format: a table

const BILL = addressFields('Bill');
const SHIP = addressFields('Ship');

function paymentRows(state: StoreState, order: StoredOrder, selected: ReadonlySet<string>): ValueMap[] {
  const seen = state.paymentsOf(order.OrderID).filter(({ PaymentID }) => state.isVisible(`order payment ${PaymentID}`));
  const shown = state.switches.orderPayments === 'first' ? seen.slice(0, 1) : seen;
  return shown.map((payment) => {
    const row: ValueMap = { Id: payment.PaymentID, Amount: amountText(payment.AmountPaid, 2) };
    if (selected.has('OrderPayment.PaymentType')) row.PaymentType = payment.PaymentMethodName;
    if (selected.has('OrderPayment.DatePaid')) row.DatePaid = payment.DatePaid;
    return row;
  });
}

/** How orders are answered to a request with these selectors (reference, "Selector rule" of section 2.1). */
export function orderView(
  state: StoreState,
  selected: ReadonlySet<string>,
  splitKits = false,
): (order: StoredOrder) => ValueMap {
  const withParts = splitKits || state.switches.kitComponents === 'always';
  const plain = PLAIN_ORDER_FIELDS.filter((name) => name !== 'OrderID' && selected.has(name));
  const address = [...(selected.has('BillAddress') ? BILL : []), ...(selected.has('ShipAddress') ? SHIP : [])];
  const lineFields = LINE_FIELDS.filter((name) => selected.has(`OrderLine.${name}`));
  const asksFor = (part: string) => [...selected].some((name) => name === part || name.startsWith(`${part}.`));
  const withLines = asksFor('OrderLine');
  const withPayments = asksFor('OrderPayment');

  return (order) => {
    const row: ValueMap = { OrderID: order.OrderID };
    if (selected.has('ID')) row.ID = order.OrderID;
    for (const name of plain) row[name] = AMOUNTS.has(name) ? amountText(order[name], 2) : order[name];
    // An address keeps none of its empty parts.
    for (const name of address) if (order[name] !== '') row[name] = order[name];
    if (withLines) {
      row.OrderLine = order.OrderLine.filter((line) => withParts || line.ComponentOfKit === '').map((line) =>
        lineRow(line, lineFields, selected),
      );
    }
    if (withPayments) row.OrderPayment = paymentRows(state, order, selected);
    if (selected.has('StickyNotes') && order.StickyNotes.length > 0) {
      row.StickyNotes = order.StickyNotes.map((note) => ({ ...note }));
    }
    return row;
  };
}
