import type { Payment } from '../../model/payment.ts';
import { sameText } from '../../model/text-key.ts';
import type { Finding } from '../comparing/finding.ts';
import { comparePayment, expectPayment, type PaymentRules } from './compare.ts';

/**
 * The comparison of read-backs for a payment that other rules may have booked: its own store's name of the method is
 * `said` where the rules have another one for it.
 * @param orderId the copy's in the primary
 */
export function compareAdoptedPayment(
  source: Payment,
  copy: Payment,
  rules: PaymentRules,
  orderId: string,
): readonly Finding[] {
  return comparePayment(expectPayment(source, rules, orderId), copy).map((finding) =>
    finding.key === 'method' && sameText(source.method, copy.method) ? { ...finding, class: 'said' } : finding,
  );
}
