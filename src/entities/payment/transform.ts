import type { PaymentDraft } from '../../model/drafts.ts';
import { lacksMethod, meantMethod, spelledIn } from '../../model/method-names.ts';
import { add, compare, type Decimal, formatMoney, isNegative, isZero } from '../../model/money.ts';
import type { Payment } from '../../model/payment.ts';
import { paymentReference } from '../../model/payment-reference.ts';
import { type Quarantined, quarantine, type Skipped, skip } from '../../transform/outcome.ts';
import type { StoreRules } from '../../transform/rules.ts';

export interface PaidOrder {
  readonly sourceId: string;
  readonly targetId: string;
  /** What the copy comes to in the primary. */
  readonly copyTotal: Decimal;
  /** Sum of the other payments that the copy has in the primary. */
  readonly alreadyPaid: Decimal;
  /** Sum of all payments that its own store shows for the order, whatever became of them here. */
  readonly paidInSource: Decimal;
  /** The copy is of a time that the books have already, and never reaches Xero. */
  readonly inAccounting?: boolean;
  /** Whether the copy stands under the account of a shopper that was in the primary before. */
  readonly ofMatchedCustomer: boolean;
}

export type PaymentOutcome = { readonly kind: 'load'; readonly draft: PaymentDraft } | Quarantined | Skipped;

/** Money that exists in its own store only: the primary's account of the same name holds something else. */
const storeMoney =
  /\b(account|store) credit\b|\bcredit (limit|account)\b|\bvouchers?\b|\bgift (card|certificate)s?\b|\bpoints\b/i;

/** What a payment becomes that is to be booked on the copy of its order. */
export function transformPayment(
  payment: Payment,
  rules: StoreRules,
  order: PaidOrder,
  paymentMethods: ReadonlySet<string>,
): PaymentOutcome {
  const { id, amount, paidOn } = payment;
  const title = `Payment ${id} of ${order.sourceId}`;
  if (isZero(amount)) return quarantine('payment-zero', `${title} is zero`);
  if (isNegative(amount)) return quarantine('payment-negative', `${title} is ${formatMoney(amount)}`);
  if (paidOn === null) return quarantine('payment-date-missing', `${title} has no date`);
  if (order.inAccounting !== true && rules.lockDate !== undefined && paidOn <= rules.lockDate) {
    const message = `${title} is of ${paidOn}; the books are closed up to ${rules.lockDate}`;
    return rules.beforeLockDate === 'refuse'
      ? skip('in-closed-period', message)
      : quarantine('before-lock-date', message);
  }
  const method = methodOf(payment, title, rules, paymentMethods);
  if (typeof method !== 'string') return method;
  const paid = add(order.alreadyPaid, amount);
  const overpaid = compare(paid, order.copyTotal) > 0;
  const of = `${order.targetId} comes to ${formatMoney(order.copyTotal)}, of which ${formatMoney(order.alreadyPaid)} is paid`;
  if (overpaid && compare(paid, order.paidInSource) > 0) {
    return quarantine('payment-exceeds-order', `${title} is ${formatMoney(amount)}; ${of}`);
  }
  if (overpaid && order.ofMatchedCustomer && !rules.payments.allowSpendableCredit) {
    return quarantine(
      'overpayment-makes-credit',
      `${title} is ${formatMoney(amount)}; ${of}, so that the rest would become credit of a shopper of the primary`,
    );
  }
  const referencePrefix = overpaid ? rules.references.overpayment : rules.references.payment;
  return {
    kind: 'load',
    draft: {
      orderId: order.targetId,
      methodName: method,
      authorisation: `${paymentReference(referencePrefix, id)} ${payment.authorisation}`.trim(),
      amount,
      paidOn,
    },
  };
}

function methodOf(
  { method }: Payment,
  title: string,
  rules: StoreRules,
  paymentMethods: ReadonlySet<string>,
): string | Quarantined {
  const name = meantMethod(rules.payments.methods, method);
  if (storeMoney.test(name)) {
    return quarantine('payment-kind-unhandled', `${title} was made by ${JSON.stringify(method)}`);
  }
  const existing = name === '' ? undefined : spelledIn(paymentMethods, name);
  if (existing !== undefined) return existing;
  const lacks = lacksMethod('payment method', { key: 'payments.methods', meant: name, name: method });
  return quarantine('payment-method-unmapped', `${title}: ${lacks}`);
}
