import { isRoundingOfGst } from '../../entities/return/compare.ts';
import { meantMethod, methodKey } from '../../model/method-names.ts';
import { equal, isZero, subtract } from '../../model/money.ts';
import type { Refund, Return } from '../../model/rma.ts';
import { upperKey } from '../../model/text-key.ts';
import type { StoreRules } from '../../transform/rules.ts';

/** Whether a copy in the primary is what this return would become: total, tax, day, lines, shipping and what was paid out. */
export function isEqualReturn(
  source: Return,
  existing: Return,
  rules: StoreRules,
  sku: (sourceSku: string) => string,
): boolean {
  const method = (name: string): string => meantMethod(rules.payments.methods, name);
  const same = (name: 'total' | 'shippingRefund'): boolean => equal(source[name], existing[name]);
  return (
    same('total') &&
    isSameTax(source, existing, rules) &&
    same('shippingRefund') &&
    source.issuedOn === existing.issuedOn &&
    isEqualList(
      linesOf(source, rules, sku),
      linesOf(existing, rules, (own) => own),
    ) &&
    isEqualList(
      paidOut(source, method),
      paidOut(existing, (name) => name),
    )
  );
}

/** As it was copied: a cent for each amount of tax is a matter of rounding there, too. */
function isSameTax({ tax }: Return, existing: Return, { gstRounding = 'warn' }: StoreRules): boolean {
  const apart = subtract(existing.tax, tax);
  const around = { lines: existing.lines.length, shipping: existing.shippingRefund };
  return isZero(apart) || (gstRounding === 'warn' && isRoundingOfGst(apart, around));
}

function linesOf(returned: Return, rules: StoreRules, sku: (sourceSku: string) => string): string[] {
  const lines = returned.lines.map((line) => [upperKey(sku(line.sku)), Number(line.quantity), Number(line.subtotal)]);
  // AddRma has no field for a surcharge, and takes no return without a line: one of its own carries both.
  const carrier = upperKey(rules.orders.surchargeSku ?? '');
  if (!isZero(returned.surchargeRefund) || returned.lines.length === 0)
    lines.push([carrier, 1, Number(returned.surchargeRefund)]);
  return lines.map((line) => JSON.stringify(line));
}

function paidOut({ refunds, issuedOn }: Return, method: (name: string) => string): string[] {
  return refunds
    .filter(({ status }) => status.toLowerCase() === 'refunded')
    .map((refund: Refund) =>
      JSON.stringify([methodKey(method(refund.method)), Number(refund.amount), refund.refundedOn ?? issuedOn]),
    );
}

function isEqualList(a: readonly string[], b: readonly string[]): boolean {
  return JSON.stringify([...a].sort()) === JSON.stringify([...b].sort());
}
