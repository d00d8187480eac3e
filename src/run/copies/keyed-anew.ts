import { sameMethod } from '../../model/method-names.ts';
import { equal } from '../../model/money.ts';
import type { Payment } from '../../model/payment.ts';
import type { Booked } from './paid-copies.ts';

/**
 * The payment on a copy that this one was keyed anew for: of the same amount, day and method. Another one is a person's
 * matter.
 * @param left those on the copy that their store does not show any more
 * @param payment with the primary's name of its method
 */
export function keyedAnew(
  left: readonly Booked[],
  { amount, paidOn, method }: Pick<Payment, 'amount' | 'paidOn' | 'method'>,
): Booked | undefined {
  return left.find((one) => equal(one.amount, amount) && one.paidOn === paidOn && sameMethod(one.method, method));
}
