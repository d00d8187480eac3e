import { totalRma } from './actions/rmas/total-rma.ts';
import { alteredValue } from './altered-value.ts';
import { add, amountOf, compare, fraction, multiply, subtract, ZERO } from './amount.ts';
import type { Lie, OrderLie, PaymentLie, RmaLie } from './lies.ts';
import type { LineField } from './records/order-fields.ts';
import { type StoredLine, type StoredOrder, TAX_FREE_CODE } from './records/order-record.ts';
import type { StoredPayment } from './records/payment-record.ts';
import type { StoredRma } from './records/rma-record.ts';
import type { StoreState } from './state.ts';
import { computeTotals } from './totals.ts';

/** More than any store keeps of a price, so that a line's value in cents is not touched by the rest. */
const PRICE_DECIMALS = 12;

function isOn<On extends Lie['on']>(lie: Lie, on: On): lie is Extract<Lie, { on: On }> {
  return lie.on === on;
}

/** The lies that are due for this record; each is counted as met. */
function due<On extends Lie['on']>(state: StoreState, on: On, orderId: string): Extract<Lie, { on: On }>[] {
  return state.switches.lies
    .filter((lie) => isOn(lie, on))
    .filter((lie) => {
      const isMeant = lie.orders?.some((id) => id.toLowerCase() === orderId.toLowerCase()) ?? true;
      if (!isMeant) return false;
      const count = state.countLie(lie);
      return lie.records === undefined || [lie.records].flat().includes(count);
    });
}

function recomputed(state: StoreState, order: StoredOrder): StoredOrder {
  const copy = structuredClone(order);
  computeTotals(copy, state.config.gst, state.switches);
  return copy;
}

/** The taxes follow what is taxed, the total stays. */
function followTaxes(state: StoreState, order: StoredOrder): void {
  const { OrderTax, ShippingTax, OrderLine } = recomputed(state, order);
  Object.assign(order, { OrderTax, ShippingTax });
  for (const [index, line] of order.OrderLine.entries()) line.Tax = OrderLine[index]?.Tax ?? line.Tax;
}

function worth(line: StoredLine): string {
  const left = multiply(subtract('100', amountOf(line.PercentDiscount)), '0.01');
  return multiply(multiply(amountOf(line.UnitPrice), amountOf(line.Quantity)), left);
}

/** Sets the unit price so that the line, before its discount amount, is worth this. */
function priceFor(line: StoredLine, value: string): void {
  const units = multiply(amountOf(line.Quantity), multiply(subtract('100', amountOf(line.PercentDiscount)), '0.01'));
  if (compare(units, ZERO) !== 0) line.UnitPrice = fraction(value, '1', units, PRICE_DECIMALS);
}

function balance(
  state: StoreState,
  order: StoredOrder,
  line: StoredLine,
  before: string,
  how: OrderLie['balance'],
): void {
  if (how === 'totals') computeTotals(order, state.config.gst, state.switches);
  else if (how === 'price') priceFor(line, before);
  else if (how === 'other-line') {
    const other = order.OrderLine.find((one) => one !== line);
    if (other !== undefined) priceFor(other, add(worth(other), subtract(before, worth(line))));
  }
}

function alterLine(state: StoreState, order: StoredOrder, lie: OrderLie): void {
  const place = lie.line ?? 0;
  const line = order.OrderLine[place];
  if (line === undefined) return;
  const before = worth(line);
  if (lie.field === 'OrderLine') {
    if (lie.value === 'repeated')
      order.OrderLine.splice(place, 0, { ...line, OrderLineID: `${line.OrderLineID}-again` });
    else order.OrderLine.splice(place, 1);
  } else if (lie.field === 'OrderLine.TaxFree') {
    line.TaxCode = line.TaxCode === TAX_FREE_CODE ? 'GST' : TAX_FREE_CODE;
    followTaxes(state, order);
  } else {
    const field = lie.field.slice('OrderLine.'.length) as LineField;
    line[field] = alteredValue(state, field, line[field], lie);
  }
  balance(state, order, line, before, lie.balance);
}

function alterOrder(state: StoreState, order: StoredOrder, lie: OrderLie): void {
  const name = lie.field as Exclude<keyof StoredOrder, 'OrderLine' | 'StickyNotes'>;
  order[name] = alteredValue(state, name, order[name], lie);
  if (name === 'TaxFreeShipping') followTaxes(state, order);
  if (lie.balance === 'totals') computeTotals(order, state.config.gst, state.switches);
}

/** An order as the store puts it down: as it was asked to, but for what the lies say. */
export function toldOrder(state: StoreState, on: OrderLie['on'], order: StoredOrder): StoredOrder {
  const lies = due(state, on, order.OrderID);
  if (lies.length === 0) return order;
  const told = structuredClone(order);
  for (const lie of lies) {
    if (/^OrderLine\b/.test(lie.field)) alterLine(state, told, lie);
    else alterOrder(state, told, lie);
  }
  return told;
}

export function toldPayment(state: StoreState, payment: StoredPayment): StoredPayment {
  const told = { ...payment };
  for (const lie of due(state, 'add-payment', payment.OrderID)) alterPayment(state, told, lie);
  return told;
}

function alterPayment(state: StoreState, payment: StoredPayment, lie: PaymentLie): void {
  payment[lie.field] = alteredValue(state, lie.field, payment[lie.field], lie);
  if (lie.field === 'PaymentMethodName') payment.PaymentMethod = methodId(state, payment.PaymentMethodName);
}

function methodId(state: StoreState, name: string): string {
  return state.config.paymentMethods.find((method) => method.name.toLowerCase() === name.toLowerCase())?.id ?? '';
}

/** @param rma with its totals */
export function toldRma(state: StoreState, rma: StoredRma): StoredRma {
  const lies = due(state, 'add-rma', rma.OrderID);
  if (lies.length === 0) return rma;
  const told = structuredClone(rma);
  for (const lie of lies) alterRma(state, told, lie);
  return told;
}

function alterRma(state: StoreState, rma: StoredRma, lie: RmaLie): void {
  const [part = '', field] = lie.field.split('.');
  const rows: Record<string, unknown> = { RmaLine: rma.RmaLine, Refund: rma.Refund };
  const record = (field === undefined ? rma : (rows[part] as unknown[])[lie.line ?? 0]) as
    | Record<string, string>
    | undefined;
  if (record === undefined) return;
  const name = field ?? part;
  record[name] = alteredValue(state, name, record[name] ?? '', lie);
  if (name === 'PaymentMethodName') record.PaymentMethodID = methodId(state, record[name]);
  if (lie.balance === 'totals') totalRma(state, rma);
}
