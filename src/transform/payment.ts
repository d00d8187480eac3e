import type { PaymentDraft } from '../model/drafts.ts';
import { add, compare, type Decimal, isNegative, isZero } from '../model/money.ts';
import type { Payment } from '../model/payment.ts';
import { paymentReference } from '../model/payment-reference.ts';
import { type Quarantined, quarantine, type Skipped } from './outcome.ts';
import { mapped, type StoreRules } from './rules.ts';

export interface PaidOrder {
  readonly sourceId: string;
  readonly targetId: string;
  readonly grandTotal: Decimal;
  /** Sum of the payments that the copy has in the primary. */
  readonly alreadyPaid: Decimal;
}

export type PaymentOutcome = { readonly kind: 'load'; readonly draft: PaymentDraft } | Quarantined | Skipped;

/** Money that exists in its own store only: the primary's account of the same name holds something else. */
const storeMoney: ReadonlySet<string> = new Set(['account credit', 'voucher', 'gift voucher', 'reward points']);

export function transformPayment(
  payment: Payment,
  rules: StoreRules,
  order: PaidOrder,
  paymentMethods: ReadonlySet<string>,
): PaymentOutcome {
  const { id, amount, method } = payment;
  const title = `Payment ${id} of ${order.sourceId}`;
  if (isZero(amount)) return quarantine('payment-zero', `${title} is zero`);
  if (isNegative(amount)) return quarantine('payment-negative', `${title} is ${amount}`);
  const byMap = mapped(rules.payments.methods, method);
  if (byMap === undefined && storeMoney.has(method.trim().toLowerCase())) {
    return quarantine('payment-kind-unhandled', `${title} was made by ${JSON.stringify(method)}`);
  }
  const methodName = byMap ?? method;
  if (methodName === '' || !paymentMethods.has(methodName)) {
    return quarantine(
      'payment-method-unmapped',
      `${title}: the primary has no payment method ${JSON.stringify(methodName)}`,
    );
  }
  if (compare(add(order.alreadyPaid, amount), order.grandTotal) > 0) {
    return quarantine(
      'payment-exceeds-order',
      `${title} is ${amount}; ${order.targetId} comes to ${order.grandTotal}, of which ${order.alreadyPaid} is paid`,
    );
  }
  return {
    kind: 'load',
    draft: {
      orderId: order.targetId,
      methodName,
      authorisation: `${paymentReference(rules.references.payment, id)} ${payment.authorisation}`.trim(),
      amount,
      paidOn: payment.paidOn,
    },
  };
}
