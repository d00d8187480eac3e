import { isRoundingOfGst } from '../../entities/return/compare.ts';
import { meantMethod, methodKey } from '../../model/method-names.ts';
import { equal, isZero, subtract } from '../../model/money.ts';
import type { Refund, Rma } from '../../model/rma.ts';
import { upperKey } from '../../model/text-key.ts';
import type { StoreRules } from '../../transform/rules.ts';

/** Whether a copy in the primary is what this return would become: total, tax, day, lines, shipping and what was paid out. */
export function isEqualReturn(source: Rma, held: Rma, rules: StoreRules, sku: (sourceSku: string) => string): boolean {
  const method = (name: string): string => meantMethod(rules.payments.methods, name);
  const same = (name: 'total' | 'shippingRefund'): boolean => equal(source[name], held[name]);
  return (
    same('total') &&
    isSameTax(source, held, rules) &&
    same('shippingRefund') &&
    source.issuedOn === held.issuedOn &&
    isEqualList(
      linesOf(source, rules, sku),
      linesOf(held, rules, (own) => own),
    ) &&
    isEqualList(
      paidOut(source, method),
      paidOut(held, (name) => name),
    )
  );
}

/** As it was copied: a cent for each amount of tax is a matter of rounding there, too. */
function isSameTax({ tax }: Rma, held: Rma, { gstRounding = 'warn' }: StoreRules): boolean {
  const apart = subtract(held.tax, tax);
  const around = { lines: held.lines.length, shipping: held.shippingRefund };
  return isZero(apart) || (gstRounding === 'warn' && isRoundingOfGst(apart, around));
}

function linesOf(rma: Rma, rules: StoreRules, sku: (sourceSku: string) => string): string[] {
  const lines = rma.lines.map((line) => [upperKey(sku(line.sku)), Number(line.quantity), Number(line.subtotal)]);
  // AddRma has no field for a surcharge, and takes no return without a line: one of its own carries both.
  const carrier = upperKey(rules.orders.surchargeSku ?? '');
  if (!isZero(rma.surchargeRefund) || rma.lines.length === 0) lines.push([carrier, 1, Number(rma.surchargeRefund)]);
  return lines.map((line) => JSON.stringify(line));
}

function paidOut({ refunds, issuedOn }: Rma, method: (name: string) => string): string[] {
  return refunds
    .filter(({ status }) => status.toLowerCase() === 'refunded')
    .map((refund: Refund) =>
      JSON.stringify([methodKey(method(refund.method)), Number(refund.amount), refund.refundedOn ?? issuedOn]),
    );
}

function isEqualList(a: readonly string[], b: readonly string[]): boolean {
  return JSON.stringify([...a].sort()) === JSON.stringify([...b].sort());
}
