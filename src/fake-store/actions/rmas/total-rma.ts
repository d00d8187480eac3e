import { type Amount, add, amountOf, fraction, moneyText, ZERO } from '../../amount.ts';
import type { StoredRma } from '../../records/rma-record.ts';
import type { StoreState } from '../../state.ts';
import { readBoolean } from '../../value.ts';

const FREE_CODES: readonly string[] = ['FREE', 'GST FREE', 'EXEMPT'];

/** Totals as the panel shows them: lines, shipping and surcharge, with the tax in or on top of them. */
export function totalRma(state: StoreState, rma: StoredRma): void {
  const rate = amountOf(state.config.gst);
  const inclusive = readBoolean(rma.TaxInclusive) !== false;
  const base = inclusive ? add('100', rate) : '100';
  const taxOf = (amount: Amount, code: string): Amount =>
    FREE_CODES.includes(code.toUpperCase()) ? ZERO : fraction(amount, rate, base, 2);
  let lines = ZERO;
  let tax = taxOf(amountOf(rma.ShippingRefundAmount), rma.ShippingRefundTaxCode);
  for (const line of rma.RmaLine) {
    const lineTax = taxOf(amountOf(line.RefundSubtotal), line.TaxCode);
    line.Tax = moneyText(lineTax);
    lines = add(lines, amountOf(line.RefundSubtotal));
    tax = add(tax, lineTax);
  }
  const rest = add(amountOf(rma.ShippingRefundAmount), amountOf(rma.SurchargeRefundAmount));
  rma.RefundSubtotal = moneyText(lines);
  rma.RefundTaxTotal = moneyText(tax);
  rma.RefundTotal = moneyText(add(lines, rest, inclusive ? ZERO : tax));
  const refunded = rma.Refund.filter(({ RefundStatus }) => RefundStatus === 'Refunded');
  rma.RefundedTotal = moneyText(refunded.reduce((sum, { RefundAmount }) => add(sum, amountOf(RefundAmount)), ZERO));
}
