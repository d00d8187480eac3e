import { meantMethod } from '../../model/method-names.ts';
import { formatMoney } from '../../model/money.ts';
import type { Payment } from '../../model/payment.ts';
import type { HandEntry } from '../definition/hand-entry.ts';

export const paymentHandEntry: HandEntry<Payment> = {
  isWithParent: true,
  rows({ amount, method, paidOn }, { rules: { payments } }) {
    const there = meantMethod(payments.methods, method) || method || 'no method';
    return [{ name: 'payment', value: `${formatMoney(amount)} by ${there} on ${paidOn ?? 'no day'}` }];
  },
};
