import { add, type Decimal, formatMoney, fractionToCents, parseDecimal, subtract, ZERO } from '../../../model/money.ts';
import type { StoredRma } from '../../records/rma-record.ts';
import type { StoreState } from '../../state.ts';
import { amountOf } from '../../totals.ts';
import { readBoolean } from '../../value.ts';

const FREE_CODES: readonly string[] = ['FREE', 'GST FREE', 'EXEMPT'];

/** Totals as the panel shows them: lines, shipping and surcharge, with the tax in or on top of them. */
export function totalRma(state: StoreState, rma: StoredRma): void {
  const rate = parseDecimal(state.config.gst) ?? ZERO;
  const inclusive = readBoolean(rma.TaxInclusive) !== false;
  const base = inclusive ? add('100' as Decimal, rate) : ('100' as Decimal);
  const taxOf = (amount: Decimal, code: string): Decimal =>
    FREE_CODES.includes(code.toUpperCase()) ? ZERO : fractionToCents(amount, rate, base);
  let lines = ZERO;
  let tax = taxOf(amountOf(rma.ShippingRefundAmount), rma.ShippingRefundTaxCode);
  for (const line of rma.RmaLine) {
    const lineTax = taxOf(amountOf(line.RefundSubtotal), line.TaxCode);
    line.Tax = formatMoney(lineTax);
    lines = add(lines, amountOf(line.RefundSubtotal));
    tax = add(tax, lineTax);
  }
  const rest = add(amountOf(rma.ShippingRefundAmount), amountOf(rma.SurchargeRefundAmount));
  rma.RefundSubtotal = formatMoney(lines);
  rma.RefundTaxTotal = formatMoney(tax);
  rma.RefundTotal = formatMoney(add(lines, rest, inclusive ? ZERO : tax));
  const refunded = rma.Refund.filter(({ RefundStatus }) => RefundStatus === 'Refunded');
  rma.RefundedTotal = formatMoney(refunded.reduce((sum, { RefundAmount }) => add(sum, amountOf(RefundAmount)), ZERO));
}

/** A closed RMA's credit is the customer's to spend, less what was paid out (reference, section 3.6). */
function creditOf(rma: StoredRma | undefined): Decimal {
  if (rma === undefined || rma.RmaStatus.toLowerCase() !== 'closed') return ZERO;
  return subtract(amountOf(rma.RefundTotal), amountOf(rma.RefundedTotal));
}

/** Puts an RMA, with everything that follows from one. */
export function bookRma(state: StoreState, rma: StoredRma): void {
  const before = state.rma(rma.RmaID);
  totalRma(state, rma);
  state.putRma(rma);
  const order = state.order(rma.OrderID);
  if (order !== undefined && state.switches.rmaBumpsDateUpdated) state.putOrder({ ...order, DateUpdated: state.now() });
  const customer = state.customer(rma.CustomerUsername);
  const credit = subtract(creditOf(rma), creditOf(before));
  if (credit === ZERO || customer === undefined || !state.switches.closedRmaCredits) return;
  state.putCustomer({ ...customer, AvailableCredit: add(amountOf(customer.AvailableCredit), credit) });
}
